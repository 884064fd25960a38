// SPDX-License-Identifier: Apache-2.0
#include "cli/table/interruptible_table.hpp"

#include "cli/input.hpp"
#include "cli/interrupt.hpp"

namespace memosaic::cli {

interruptible_table::interruptible_table(const std::filesystem::path& path) {
  const signals_held held;
  file_.emplace(path);
  set_unfinished_file(file_->unfinished_path());
}

interruptible_table::~interruptible_table() {
  const signals_held held;
  file_.reset();
  forget_unfinished_file();
}

void interruptible_table::publish() {
  require_no_damage();
  file_->flush();
  const signals_held held;
  file_->publish();
  forget_unfinished_file();
}

}  // namespace memosaic::cli
