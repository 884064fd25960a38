// SPDX-License-Identifier: Apache-2.0
#include "table/structure_verifier.hpp"

#include <algorithm>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/error.hpp"
#include "table/stored_number.hpp"
#include "table/utf8.hpp"

namespace memosaic::table_core {
namespace {

/// Two loads that overlap take the place of a loop over the last bytes: most runs are short.
bool all_zero(const std::byte* where, std::size_t size) noexcept {
  if (size >= 8) {
    const std::byte* const last = where + size - 8;
    for (; where < last; where += 8) {
      if (load_stored<std::uint64_t>(where) != 0) return false;
    }
    return load_stored<std::uint64_t>(last) == 0;
  }
  if (size >= 4) return (load_stored<std::uint32_t>(where) | load_stored<std::uint32_t>(where + size - 4)) == 0;
  return size == 0 || (where[0] | where[size / 2] | where[size - 1]) == std::byte{0};
}

std::string found_text(std::uint64_t number) { return ": found " + std::to_string(number); }

}  // namespace

structure_verifier::structure_verifier(const container& opened, const structure_plan& plan, object_claims& shared)
    : opened_(opened), plan_(plan), own_{{}, &own_claims_}, shared_{opened.bytes(section_type::vardata), &shared} {}

void structure_verifier::refuse(const std::byte* where, const std::string& what) const {
  throw format_error(opened_.path(), static_cast<std::uint64_t>(where - opened_.bytes().bytes().data()), what);
}

void structure_verifier::require_zeros(const std::byte* where, std::size_t size, std::string_view what) const {
  if (!all_zero(where, size)) [[unlikely]]
    refuse(std::find_if(where, where + size, [](std::byte each) { return each != std::byte{0}; }),
           std::string(what) + ": expected a zero");
}

const std::byte* structure_verifier::part(const cell_place& cell, std::size_t offset, std::uint64_t from,
                                          std::uint64_t length) const {
  const std::size_t room = cell.bytes.size() - offset;
  if (!fits(from, length, room)) [[unlikely]] {
    refuse(cell.bytes.data() + offset, "object: " + std::to_string(length) + " bytes at " + std::to_string(from) +
                                           " behind its start reach beyond its cell of " +
                                           std::to_string(cell.bytes.size()) + " bytes");
  }
  return cell.bytes.data() + offset + static_cast<std::size_t>(from);
}

void structure_verifier::verify(bytes_view cell, std::uint64_t number) {
  const verified_record& root = plan_.record(0);
  own_.bytes = cell;
  const std::byte* const start = part(own_, 0, 0, root.size);
  if (root.has_numbers && load_stored<std::uint64_t>(start + root.numbers_offset) != number) {
    refuse(start + root.numbers_offset, "record: expected its number " + std::to_string(number) +
                                            found_text(load_stored<std::uint64_t>(start + root.numbers_offset)));
  }
  if (root.self_contained) {
    verify_fixed_part(root, start, own_);
    return require_zeros(start + root.size, cell.size() - root.size, "padding behind a record");
  }
  own_claims_.reset(cell.size());
  if (!own_hashes_.empty()) own_hashes_.clear();
  static_cast<void>(own_claims_.claim(0, root.size, root.object));
  verify_fixed_part(root, start, own_);
  const std::size_t rest = std::min((8 - root.size % 8) % 8, cell.size() - root.size);
  require_zeros(start + root.size, rest, "padding behind a record");
  verify_found();
  for (std::size_t unit = 0; unit < own_claims_.size(); ++unit) {
    if (own_claims_.is_claimed(unit)) continue;
    require_zeros(start + unit * 8, std::min<std::size_t>(8, cell.size() - unit * 8), "between objects");
  }
}

void structure_verifier::verify_fixed_part(const verified_record& record, const std::byte* start,
                                           const cell_place& cell) {
  if ((std::to_integer<unsigned>(start[record.last_state]) & record.unused_state) != 0) {
    refuse(start + record.last_state, "record: unused state bits are set");
  }
  for (const auto& [offset, size] : record.gaps) require_zeros(start + offset, size, "padding of a record");
  for (const verified_field& field : record.fields) {
    const bool null = field.null_bit != field_place::no_bit && bit_at(start, field.null_bit);
    const bool missing = field.missing_bit != field_place::no_bit && bit_at(start, field.missing_bit);
    if (null && missing) refuse(start + field.null_bit / 8, "record: a field is null and missing at once");
    if (null || missing) {
      require_zeros(start + field.offset, field.slot->size, "slot of a field that is null or missing");
    } else if (!field.slot->free) {
      verify_slot(*field.slot, start + field.offset, cell);
    }
  }
}

void structure_verifier::verify_slot(const verified_slot& type, const std::byte* slot, const cell_place& cell) {
  switch (type.kind) {
    case value_kind::boolean:
      if (load_stored<std::uint8_t>(slot) > 1)
        refuse(slot, "boolean: expected 0 or 1" + found_text(load_stored<std::uint8_t>(slot)));
      return;
    case value_kind::datetime:
      return verify_datetime(slot + 8, load_stored<std::int32_t>(slot + 8));
    case value_kind::fixed_bytes:
    case value_kind::fixed_text:
      return verify_fixed_run(type, slot);
    case value_kind::any:
      return verify_any(slot, cell);
    default:
      if (!is_referenced(type.kind)) return;
      return follow(type, packed_cell(cell.bytes, opened_.context()).reference_at(slot), slot, cell);
  }
}

void structure_verifier::verify_fixed_run(const verified_slot& type, const std::byte* slot) const {
  const std::size_t capacity = type.type->capacity();
  const std::size_t head = type.size - capacity;
  const std::size_t length = head == 1 ? load_stored<std::uint8_t>(slot) : load_stored<std::uint16_t>(slot);
  if (length > capacity) {
    refuse(slot, "fixed run: expected at most " + std::to_string(capacity) + " bytes" + found_text(length));
  }
  const std::byte* const bytes = slot + head;
  require_zeros(bytes + length, capacity - length, "fixed run, behind its length");
  if (type.kind == value_kind::fixed_text && !is_utf8({bytes, length})) refuse(bytes, "text: it is not UTF-8");
}

void structure_verifier::verify_datetime(const std::byte* where, std::int32_t rest) const {
  const std::int32_t offset = rest >> 2;
  if (offset <= -86400 || offset >= 86400 || ((rest & 1) == 0 && offset != 0)) {
    refuse(where, "datetime: an offset of " + std::to_string(offset) +
                      " s: expected less than a day, and 0 if the datetime has none");
  }
}

void structure_verifier::verify_any(const std::byte* slot, const cell_place& cell) {
  const auto kind = static_cast<value_kind>(load_stored<std::uint8_t>(slot));
  const auto element = static_cast<value_kind>(load_stored<std::uint8_t>(slot + 1));
  const auto extra = load_stored<std::uint32_t>(slot + 4);
  const auto payload = load_stored<std::uint64_t>(slot + 8);
  const bool sequence = kind >= value_kind::list && kind <= value_kind::set;
  if (!sequence && element != value_kind::null) refuse(slot + 1, "value: a kind of elements, but it has none");
  if (load_stored<std::uint16_t>(slot + 2) != 0) refuse(slot + 2, "value: expected two zeros");
  if (extra != 0 && kind != value_kind::record && kind != value_kind::datetime)
    refuse(slot + 4, "value: expected a zero");
  switch (kind) {
    case value_kind::null:
      return require_zeros(slot, 16, "value: a null");
    case value_kind::boolean:
      if (payload > 1) refuse(slot + 8, "boolean: expected 0 or 1" + found_text(payload));
      return;
    case value_kind::int64:
    case value_kind::float64:
      return;
    case value_kind::uint64:
      if (payload <= INT64_MAX) refuse(slot + 8, "value: an uint64 that int64 holds" + found_text(payload));
      return;
    case value_kind::date:
      if (load_stored<std::int64_t>(slot + 8) != load_stored<std::int32_t>(slot + 8))
        refuse(slot + 8, "date: its days do not fit 32 bits");
      return;
    case value_kind::datetime:
      return verify_datetime(slot + 4, load_stored<std::int32_t>(slot + 4));
    case value_kind::list:
    case value_kind::tuple:
    case value_kind::set: {
      const verified_slot* const type = element > value_kind::any ? nullptr : plan_.in_any(kind, element);
      if (type == nullptr) refuse(slot + 1, "value: elements of such a kind do not exist");
      return follow(*type, payload, slot + 8, cell);
    }
    case value_kind::record:
      if (extra >= plan_.record_types()) refuse(slot + 4, "record: its type does not exist" + found_text(extra));
      if (plan_.record(extra).has_numbers) refuse(slot + 4, "record: has numbers in place, but is none of the table");
      return follow(plan_.record_in_any(extra), payload, slot + 8, cell);
    default:
      if (!is_referenced(kind))
        refuse(slot, "value: kind does not exist" + found_text(load_stored<std::uint8_t>(slot)));
      return follow(plan_.in_any(kind), payload, slot + 8, cell);
  }
}

void structure_verifier::follow(const verified_slot& type, std::uint64_t reference, const std::byte* slot,
                                const cell_place& from) {
  constexpr std::uint64_t shared_bit = std::uint64_t{1} << 63;
  if (reference == 0) {
    if (type.kind == value_kind::decimal || type.kind == value_kind::array || type.kind == value_kind::record) {
      refuse(slot, std::string(name_of(type.kind)) + ": has no object");
    }
    return;
  }
  const bool shared = (reference & shared_bit) != 0 || &from == &shared_;
  const cell_place& cell = shared ? shared_ : own_;
  const std::uint64_t place = (reference & ~shared_bit) - 1;
  if (place >= cell.bytes.size() / 8 + (cell.bytes.size() % 8 != 0 ? 1 : 0)) {
    refuse(slot, "reference: leads outside its cell of " + std::to_string(cell.bytes.size()) + " bytes");
  }
  const auto offset = static_cast<std::size_t>(place) * 8;
  auto state = cell.claims->look(offset, type.object);
  std::size_t size = 0;
  if (state == object_claims::outcome::fresh) {
    size = size_of(type, offset, cell);
    state = cell.claims->claim(offset, size, type.object);
  }
  switch (state) {
    case object_claims::outcome::known:
      return;
    case object_claims::outcome::other_type:
      refuse(cell.bytes.data() + offset, "object: others refer to it as one of another type");
    case object_claims::outcome::overlap:
      refuse(cell.bytes.data() + offset, "object: it overlaps another one");
    case object_claims::outcome::fresh:
      break;
  }
  require_zeros(cell.bytes.data() + offset + size, std::min((8 - size % 8) % 8, cell.bytes.size() - offset - size),
                "padding behind an object");
  if (type.kind >= value_kind::list && type.kind != value_kind::array) found_.push_back({&type, offset, shared});
}

void structure_verifier::verify_found() {
  while (!found_.empty()) {
    const found_object object = found_.back();
    found_.pop_back();
    const cell_place& cell = place_of(object);
    if (object.type->kind == value_kind::record) {
      verify_fixed_part(plan_.record(object.type->type->record_type()), cell.bytes.data() + object.offset, cell);
    } else {
      verify_collection(object);
    }
  }
  for (const found_object& each : keyed_) verify_keys(each);
  keyed_.clear();
}

void structure_verifier::verify_collection(const found_object& object) {
  const verified_slot& type = *object.type;
  const cell_place& cell = place_of(object);
  const collection parts = parts_of(type, object.offset, cell);
  const std::byte* const start = cell.bytes.data() + object.offset;
  if (type.kind == value_kind::dict) {
    verify_slots(*type.element, parts.slots, parts.count, nullptr, cell);
    const std::size_t keys = 8 + parts.count * type.element->size;
    require_zeros(start + keys, static_cast<std::size_t>(parts.mapped - start) - keys, "dict, behind its keys");
    verify_slots(*type.mapped, parts.mapped, parts.count, parts.nulls, cell);
  } else {
    verify_slots(*type.element, parts.slots, parts.count, parts.nulls, cell);
  }
  if (parts.index != nullptr) {
    const std::byte* const last = type.kind == value_kind::dict ? parts.mapped : parts.slots;
    const std::size_t slot_size = type.kind == value_kind::dict ? type.mapped->size : type.element->size;
    const std::byte* const stop =
        parts.nulls != nullptr ? parts.nulls + (parts.count + 7) / 8 : last + parts.count * slot_size;
    require_zeros(stop, static_cast<std::size_t>(parts.index - stop), "padding before an index");
  }
  if (type.kind == value_kind::set || type.kind == value_kind::dict) keyed_.push_back(object);
}

void structure_verifier::verify_slots(const verified_slot& type, const std::byte* slots, std::size_t count,
                                      const std::byte* nulls, const cell_place& cell) {
  if (nulls != nullptr && count % 8 != 0 && std::to_integer<unsigned>(nulls[count / 8]) >> count % 8 != 0) {
    refuse(nulls + count / 8, "elements: unused null bits are set");
  }
  if (type.free && nulls == nullptr) return;
  for (std::size_t i = 0; i < count; ++i, slots += type.size) {
    if (nulls != nullptr && bit_at(nulls, i)) {
      require_zeros(slots, type.size, "slot of an element that is null");
    } else if (!type.free) {
      verify_slot(type, slots, cell);
    }
  }
}

}  // namespace memosaic::table_core
