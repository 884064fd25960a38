// SPDX-License-Identifier: Apache-2.0
#include "table/schema_form.hpp"

#include <stdexcept>
#include <string>

#include "memosaic/bytes/endian.hpp"
#include "memosaic/error.hpp"
#include "memosaic/table/packed_cell.hpp"
#include "memosaic/table/value_view.hpp"
#include "table/value_packer.hpp"

namespace memosaic::table_core {
namespace {

constexpr int deepest_type = 32;
constexpr unsigned may_be_missing = 1;
constexpr unsigned has_default = 2;
constexpr unsigned written_in_place = 4;

bool may_have_default(value_kind kind) {
  return (kind >= value_kind::boolean && kind <= value_kind::fixed_text) || kind == value_kind::bytes ||
         kind == value_kind::text;
}

class form_writer {
 public:
  [[nodiscard]] std::vector<std::byte> take() { return std::move(form_); }

  template <plain_number Number>
  void number(Number number) {
    form_.resize(form_.size() + sizeof(Number));
    store_unchecked(form_.data() + form_.size() - sizeof(Number), number, std::endian::little);
  }
  void bytes(bytes_view bytes) { form_.insert(form_.end(), bytes.begin(), bytes.end()); }
  void name(std::string_view name) {
    number(static_cast<std::uint16_t>(name.size()));
    bytes(bytes_of(name));
  }
  void type(const field_type& type) {
    number(static_cast<std::uint8_t>(type.kind()));
    number<std::uint8_t>(type.nullable() ? 1 : 0);
    if (is_fixed(type.kind())) number(static_cast<std::uint16_t>(type.capacity()));
    if (type.kind() == value_kind::record) number(static_cast<std::uint16_t>(type.record_type()));
    for (const field_type& part : type.parts()) this->type(part);
  }
  void field(const schema_field& field) {
    number(field.number);
    number(static_cast<std::uint8_t>((field.may_be_missing ? may_be_missing : 0U) |
                                     (field.otherwise ? has_default : 0U) | (field.in_place ? written_in_place : 0U)));
    number(field.since);
    name(field.name);
    type(field.type);
    if (field.otherwise) default_of(field);
  }

 private:
  void default_of(const schema_field& field) {
    const value& otherwise = *field.otherwise;
    if (!may_have_default(field.type.kind()) || otherwise.is_null()) {
      throw std::invalid_argument("field '" + field.name + "' of type " + field.type.to_text() +
                                  " can have no such default");
    }
    std::vector<std::byte> packed;
    if (field.type.kind() == value_kind::text) {
      const auto text = bytes_of(otherwise.as_text());
      packed.assign(text.begin(), text.end());
    } else if (field.type.kind() == value_kind::bytes) {
      packed.assign(otherwise.as_bytes().begin(), otherwise.as_bytes().end());
    } else {
      try {
        pack_slot_alone(field, otherwise, packed);
      } catch (const std::out_of_range& error) {
        throw std::invalid_argument("the default of field '" + field.name + "': " + error.what());
      }
    }
    number(static_cast<std::uint32_t>(packed.size()));
    bytes(packed);
  }

  std::vector<std::byte> form_;
};

class form_reader {
 public:
  explicit form_reader(bytes_view form) : form_(form) {}

  [[noreturn]] void refuse(std::string_view what) const { throw format_error("", at_, "schema: " + std::string(what)); }

  bytes_view bytes(std::size_t size) {
    if (!fits(at_, size, form_.size())) refuse("ends too early");
    at_ += size;
    return form_.subspan(at_ - size, size);
  }
  template <plain_number Number>
  Number number() {
    return load_little<Number>(bytes(sizeof(Number)));
  }
  std::string name() {
    const auto size = number<std::uint16_t>();
    return std::string(text_of(bytes(size)));
  }
  [[nodiscard]] bool at_end() const noexcept { return at_ == form_.size(); }
  [[nodiscard]] std::size_t left() const noexcept { return form_.size() - at_; }

  field_type type(int depth) {
    if (depth > deepest_type) refuse("a type is nested deeper than 32");
    const auto kind = static_cast<value_kind>(number<std::uint8_t>());
    const auto flags = number<std::uint8_t>();
    if (flags > 1) refuse("unknown flags of a type");
    field_type result = bare_type(kind, depth);
    return flags == 1 ? result.or_null() : result;
  }

  schema_field field() {
    const auto number_of_field = number<std::uint16_t>();
    const auto flags = number<std::uint8_t>();
    if (flags > (may_be_missing | has_default | written_in_place)) refuse("unknown flags of a field");
    const auto since = number<std::uint32_t>();
    auto name_of_field = name();
    schema_field result{number_of_field, std::move(name_of_field), type(1), (flags & may_be_missing) != 0, since, {}};
    result.in_place = (flags & written_in_place) != 0;
    if ((flags & has_default) != 0) {
      const auto size = number<std::uint32_t>();
      result.otherwise = default_of(result.type, bytes(size));
    }
    return result;
  }

 private:
  field_type bare_type(value_kind kind, int depth) {
    switch (kind) {
      case value_kind::fixed_bytes:
      case value_kind::fixed_text: {
        const auto capacity = number<std::uint16_t>();
        return kind == value_kind::fixed_bytes ? field_type::fixed_bytes(capacity) : field_type::fixed_text(capacity);
      }
      case value_kind::list:
        return field_type::list(type(depth + 1));
      case value_kind::tuple:
        return field_type::tuple(type(depth + 1));
      case value_kind::set:
        return field_type::set(type(depth + 1));
      case value_kind::dict: {
        auto key = type(depth + 1);
        return field_type::dict(std::move(key), type(depth + 1));
      }
      case value_kind::record:
        return field_type::record(number<std::uint16_t>());
      default:
        if (kind == value_kind::null || kind > value_kind::any) refuse("unknown kind of a type");
        return field_type(kind);
    }
  }

  value default_of(const field_type& type, bytes_view packed) {
    if (!may_have_default(type.kind())) refuse("a default of a type that can have none");
    if (type.kind() == value_kind::text) return value(text_of(packed));
    if (type.kind() == value_kind::bytes) return value::bytes(packed);
    if (packed.size() != type.slot_size(reference_width::narrow)) refuse("a default of a wrong size");
    const packed_context context({}, {}, reference_width::narrow);
    return value_view(type, packed.data(), packed_cell(packed, context)).materialise();
  }

  bytes_view form_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<std::byte> canonical_form_of(const std::vector<record_type>& types) {
  form_writer writer;
  writer.number<std::uint8_t>('S');
  writer.number<std::uint8_t>(1);
  writer.number(static_cast<std::uint16_t>(types.size()));
  for (const record_type& type : types) {
    writer.name(type.name);
    writer.number(type.key);
    writer.number(static_cast<std::uint16_t>(type.fields.size()));
    for (const schema_field& field : type.fields) writer.field(field);
  }
  return writer.take();
}

std::vector<record_type> parse_canonical_form(bytes_view form) {
  form_reader reader(form);
  if (form.size() > schema::most_bytes) reader.refuse("larger than 16 MiB");
  if (reader.number<std::uint8_t>() != 'S' || reader.number<std::uint8_t>() != 1) {
    reader.refuse("no canonical form of version 1");
  }
  const auto count = reader.number<std::uint16_t>();
  std::vector<record_type> types;
  try {
    for (std::size_t i = 0; i < count; ++i) {
      record_type& type = types.emplace_back();
      type.name = reader.name();
      type.key = reader.number<std::uint16_t>();
      const auto fields = reader.number<std::uint16_t>();
      for (std::size_t each = 0; each < fields; ++each) type.fields.push_back(reader.field());
    }
  } catch (const std::logic_error& error) {  // what a type or a value refuses
    reader.refuse(error.what());
  }
  if (!reader.at_end()) reader.refuse(std::to_string(reader.left()) + " bytes behind its end");
  return types;
}

}  // namespace memosaic::table_core
