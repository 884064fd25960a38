// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "memosaic/table/schema.hpp"

/// Which schema may read what another one wrote: docs/table_format.md, section 2.4.
namespace memosaic {
namespace {

std::size_t number_size(value_kind kind) { return plain_type(kind).slot_size(reference_width::narrow); }

bool widens_number(value_kind stored, value_kind wanted) {
  const std::size_t from = number_size(stored);
  const std::size_t to = number_size(wanted);
  if (is_float(wanted)) return is_float(stored) ? from <= to : from < to;
  if (!is_integer(stored)) return false;
  if (is_signed_integer(stored) == is_signed_integer(wanted)) return from <= to;
  return is_signed_integer(wanted) && from < to;
}

class comparison {
 public:
  comparison(const schema& stored, const schema& wanted) : stored_(stored), wanted_(wanted) {}

  /// Those of records, and of all records within: a list and no recursion, for a hostile schema may nest them deep.
  void require_all() {
    meet(0, 0);
    while (!pending_.empty()) {
      const auto [stored, wanted] = pending_.back();
      pending_.pop_back();
      require_record(stored, wanted);
    }
  }

 private:
  void meet(std::size_t stored, std::size_t wanted) {
    if (compared_.emplace(stored, wanted).second) pending_.emplace_back(stored, wanted);
  }

  void require_record(std::size_t stored, std::size_t wanted) {
    const record_type& from = stored_.types()[stored];
    const record_type& to = wanted_.types()[wanted];
    for (const schema_field& field : to.fields) {
      const auto position = from.position(field.number);
      if (position) {
        require_field(to, from.fields[*position], field);
      } else if (!field.otherwise && !field.type.nullable() && !field.may_be_missing) {
        throw std::invalid_argument(place_of(to, field) + ": the file has no such field; expected " +
                                    field.type.to_text() + ": give the field a default, or let it be null or missing");
      }
    }
  }

  static std::string place_of(const record_type& type, const schema_field& field) {
    return "field " + std::to_string(field.number) + " '" + field.name + "' of record type '" + type.name + "'";
  }

  void require_field(const record_type& type, const schema_field& from, const schema_field& to) {
    if (!widens(from.type, to.type)) {
      throw std::invalid_argument(place_of(type, to) + ": the file has type " + from.type.to_text() +
                                  ", which cannot be read as " + to.type.to_text());
    }
    if (from.may_be_missing && !to.may_be_missing) {
      throw std::invalid_argument(place_of(type, to) + ": it may be missing in the file, but not here");
    }
    require_parts(from.type, to.type);
  }

  /// The record types within.
  void require_parts(const field_type& from, const field_type& to) {
    if (from.kind() == value_kind::record) meet(from.record_type(), to.record_type());
    for (std::size_t i = 0; i < to.parts().size(); ++i) require_parts(from.parts()[i], to.parts()[i]);
  }

  const schema& stored_;
  const schema& wanted_;
  std::set<std::pair<std::size_t, std::size_t>> compared_;
  std::vector<std::pair<std::size_t, std::size_t>> pending_;
};

}  // namespace

bool widens(const field_type& stored, const field_type& wanted) noexcept {
  if (stored.nullable() && !wanted.nullable()) return false;
  if (is_number(stored.kind()) && is_number(wanted.kind())) return widens_number(stored.kind(), wanted.kind());
  if (is_fixed(stored.kind())) {
    const auto unlimited = stored.kind() == value_kind::fixed_bytes ? value_kind::bytes : value_kind::text;
    return wanted.kind() == unlimited || (wanted.kind() == stored.kind() && wanted.capacity() >= stored.capacity());
  }
  if (stored.kind() != wanted.kind()) return false;
  for (std::size_t i = 0; i < stored.parts().size(); ++i) {
    if (!widens(stored.parts()[i], wanted.parts()[i])) return false;
  }
  return true;
}

void require_readable(const schema& stored, const schema& wanted) {
  if (stored.fingerprint() == wanted.fingerprint()) return;
  comparison(stored, wanted).require_all();
}

}  // namespace memosaic
