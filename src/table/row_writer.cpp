// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/row_writer.hpp"

namespace memosaic {

row_writer::row_writer(const schema& types, const row_format& format) {
  if (format.form == row_format::kind::json_lines) return;
  delimited_.emplace(types, format.delimited);
  has_heading_ = format.delimited.names == delimited_format::heading::present;
}

void row_writer::append_heading(std::string& target) const {
  if (has_heading_) delimited_->append_heading(target);
}

void row_writer::append(std::string& target, const record& row) const {
  if (delimited_) {
    delimited_->append(target, row);
  } else {
    append_json_line(target, row);
  }
}

}  // namespace memosaic
