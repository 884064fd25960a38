// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/schema_inference.hpp"

#include <stdexcept>

#include "table/column_shape.hpp"

namespace memosaic {
struct schema_inference::contents {
  std::vector<std::string> names;                 ///< of delimited texts
  std::vector<table_core::column_shape> columns;  ///< the same
  table_core::column_shape objects;               ///< of JSON lines
  std::uint64_t rows = 0;
};

schema_inference::schema_inference() : contents_(std::make_unique<contents>()) {}
schema_inference::~schema_inference() = default;
schema_inference::schema_inference(schema_inference&&) noexcept = default;
schema_inference& schema_inference::operator=(schema_inference&&) noexcept = default;

std::uint64_t schema_inference::rows() const noexcept { return contents_ ? contents_->rows : 0; }

void schema_inference::take(const delimited_reader& rows) {
  contents& all = *contents_;
  if (all.rows == 0) {
    std::vector<table_core::column_shape> columns(rows.names().size());
    all.names = rows.names();
    all.columns = std::move(columns);
  }
  if (all.names != rows.names()) {
    throw std::invalid_argument(rows.path() + ": the columns are not those of the rows before");
  }
  for (std::size_t i = 0; i < all.columns.size(); ++i) all.columns[i].take(rows.fields()[i]);
  ++all.rows;
}

void schema_inference::take(const json_lines_reader& rows) {
  contents& all = *contents_;
  if (!all.names.empty()) {
    throw std::invalid_argument(rows.path() + ": JSON lines cannot follow rows of a delimited text");
  }
  all.objects.take(rows.object());
  ++all.rows;
}

schema schema_inference::result(std::string_view type_name, std::string_view key, text_columns texts) const {
  const contents& all = *contents_;
  if (all.rows == 0) throw std::invalid_argument("no row was taken: there is nothing to infer a schema from");
  std::vector<record_type> types(1);
  if (all.names.empty()) {
    all.objects.make_record(types, 0, std::string(type_name), texts);
  } else {
    types[0].name = type_name;
    for (std::size_t i = 0; i < all.columns.size(); ++i) {
      types[0].fields.push_back({static_cast<std::uint16_t>(i + 1), all.names[i],
                                 all.columns[i].type(types, all.names[i], all.rows, texts), false, 0, std::nullopt});
    }
  }
  if (!key.empty()) {
    const auto place = types[0].position(key);
    if (!place) throw std::invalid_argument("there is no field '" + std::string(key) + "' that could be the key");
    const schema_field& field = types[0].fields[*place];
    if (field.type.nullable() || field.may_be_missing || !is_hashable(field.type.kind())) {
      throw std::invalid_argument("field '" + std::string(key) + "' cannot be the key: it is " + field.type.to_text() +
                                  (field.may_be_missing ? " and may be missing" : ""));
    }
    types[0].key = field.number;
  }
  return schema(std::move(types));
}

}  // namespace memosaic
