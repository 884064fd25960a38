// SPDX-License-Identifier: Apache-2.0
#include "table/shared_objects.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <stdexcept>
#include <string>
#include <utility>

#include "table/any_types.hpp"
#include "table/value_packer.hpp"

namespace memosaic::table_core {
namespace {

constexpr std::uint64_t least_in_memory = 65536;
constexpr std::uint64_t most_in_memory = std::uint64_t{1} << 20U;
constexpr std::size_t most_types = 65535;

std::uint32_t next_pool() noexcept {
  static constinit std::atomic<std::uint32_t> count{0};
  return count.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

shared_objects::shared_objects(schema types, reference_width width, std::uint64_t window, std::uint64_t memory_limit,
                               std::filesystem::path folder)
    : types_(std::move(types)),
      width_(width),
      most_in_memory_(std::clamp(memory_limit / 8, least_in_memory, most_in_memory)),
      folder_(std::move(folder)),
      pool_(next_pool()),
      recent_(window) {}

void shared_objects::begin_record() noexcept {
  met_.clear();
  tied_.clear();
}

std::optional<std::size_t> shared_objects::find(const value& object, const field_type& type) {
  if (!recent_.is_used()) return std::nullopt;
  const void* const identity = object.identity();
  if (const auto met = met_.find(identity); met != met_.end()) {
    for (const auto& [stored, at] : met->second) {
      if (stored.same_object(type)) return at;
    }
  }
  const auto at = recent_.find(identity, type);
  if (at) met_[identity].emplace_back(type, *at);
  return at;
}

bool shared_objects::takes(const value& object) const {
  if (!recent_.is_used() || object.holders() < 2 || tied_.contains(object.identity())) return false;
  switch (object.kind()) {
    case value_kind::text:
      return object.as_text().size() >= least_run;
    case value_kind::bytes:
    case value_kind::buffer:
      return object.as_bytes().size() >= least_run;
    case value_kind::decimal:
      return object.as_decimal().digits.size() >= least_run;
    default:
      return is_referenced(object.kind());
  }
}

void shared_objects::require_apart(const value& object, const shared_packing& packing) const {
  if (packing.from == nullptr) return;
  if (tied_.contains(object.identity()) || packing.from->knows(object.identity())) throw leads_into_cell();
}

void shared_objects::settle(shared_packing& packing) {
  auto& placed = packing.placed;
  for (std::size_t i = 0; recent_.is_used() && i < placed.size(); ++i) {
    const std::uint64_t stop = i + 1 < placed.size() ? placed[i + 1].at : size();
    const std::uint64_t bytes = stop - placed[i].at;
    met_[placed[i].object.identity()].emplace_back(placed[i].type, placed[i].at);
    recent_.add(std::move(placed[i]), bytes);
  }
  if (last_.size() >= most_in_memory_) spill();
}

void shared_objects::spill() {
  broken_ = true;
  if (!file_) file_.emplace(folder_);
  const std::array<::iovec, 1> part{{{last_.data(), last_.size()}}};
  file_->append(part);
  gone_ += last_.size();
  last_.clear();
  broken_ = false;
}

void shared_objects::require_whole() const {
  if (broken_) throw std::logic_error("objects that records share were lost when their temporary file failed");
}

void shared_objects::require_type(const field_type& type) const {
  if (type.kind() == value_kind::record && type.record_type() >= types_.types().size()) {
    throw std::invalid_argument("the schema has no record type " + std::to_string(type.record_type()));
  }
  if (type.kind() == value_kind::record && types_.layout(type.record_type(), width_).numbers_size() != 0) {
    throw std::invalid_argument("a record of type '" + types_.types()[type.record_type()].name +
                                "' has numbers that are written in place: no other one can refer to it");
  }
  for (const field_type& part : type.parts()) require_type(part);
}

pooled_object shared_objects::add(const value& object) {
  switch (object.kind()) {
    case value_kind::list:
    case value_kind::tuple:
    case value_kind::set:
      return add(sequence_type(object.kind(), element_kind(object.items())), object);
    case value_kind::dict:
      return add(field_type::dict(field_type::any(), field_type::any()), object);
    case value_kind::record:
      return add(field_type::record(record_type_named(types_.types(), object.record_fields().type_name)), object);
    default:
      break;
  }
  if (!is_referenced(object.kind())) {
    throw std::invalid_argument("a pool holds what records refer to: found " + std::string(name_of(object.kind())));
  }
  return add(plain_type(object.kind()), object);
}

pooled_object shared_objects::add(const field_type& type, const value& object) {
  require_type(type);
  if (!is_referenced(type.kind())) {
    throw std::invalid_argument("a pool holds what records refer to: found " + type.to_text());
  }
  begin_record();  // what it met may be gone
  auto known = std::find_if(pooled_types_.begin(), pooled_types_.end(),
                            [&](const field_type& each) { return each.same_object(type); });
  if (known == pooled_types_.end()) {
    if (pooled_types_.size() == most_types) throw std::length_error("a pool has objects of at most 65535 types");
    known = pooled_types_.insert(known, type);
  }
  const auto number = static_cast<std::uint16_t>(known - pooled_types_.begin());
  auto at = find(object, type);
  if (!at) {
    at = put(nullptr, [&](cell_writer& cell, shared_packing& packing) {
      return value_packer(types_.types(), {&types_.layout(0, width_), types_.types().size()}, cell, this, &packing)
          .pack_whole(type, object);
    });
  }
  // Whoever put it here means to share it, so records may also hold the object itself.
  if (at && recent_.is_used() && !recent_.find(object.identity(), type)) recent_.add({object, type, *at}, 0);
  return {at ? *at / 8 + 1 : 0, pool_, number, type.kind()};
}

const field_type& shared_objects::type_of(const pooled_object& object) const {
  if (object.pool_ != pool_) throw std::invalid_argument("an object of another pool");
  return pooled_types_[object.type_];
}

std::optional<std::size_t> shared_objects::place_of(const pooled_object& object) const noexcept {
  if (object.reference_ == 0) return std::nullopt;
  return (object.reference_ - 1) * 8;
}

void shared_objects::write(container_writer& writer) const {
  require_whole();
  if (size() == 0) return;
  writer.begin(section_type::vardata);
  std::vector<std::byte> part(static_cast<std::size_t>(std::min(gone_, most_in_memory)));
  for (std::uint64_t at = 0; at < gone_;) {
    const auto bytes =
        mutable_bytes_view(part).first(static_cast<std::size_t>(std::min<std::uint64_t>(part.size(), gone_ - at)));
    file_->read(at, bytes);
    writer.append(bytes);
    at += bytes.size();
  }
  writer.append(last_);
  writer.end(0);
}

}  // namespace memosaic::table_core
