// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/record_layout.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>
#include <string>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/table/schema.hpp"

namespace memosaic {
namespace {

constexpr std::array<std::size_t, 4> alignments{8, 4, 2, 1};

/// Gives out places one behind the other.
class placement {
 public:
  [[nodiscard]] std::size_t take(std::size_t size, const std::string& type_name) {
    const std::size_t at = next_;
    next_ = add_sizes(next_, size);
    if (next_ > record_layout::most_bytes) {
      throw std::invalid_argument("record type '" + type_name + "': its fixed part is larger than 16 MiB");
    }
    return at;
  }
  void align(std::size_t alignment) { next_ = (next_ + alignment - 1) / alignment * alignment; }
  [[nodiscard]] std::size_t next() const noexcept { return next_; }

 private:
  std::size_t next_ = 0;
};

/// Fields that wait for a place, by alignment, those of lower numbers at the back.
using waiting_fields = std::array<std::vector<std::size_t>, alignments.size()>;

bool is_empty(const waiting_fields& waiting) {
  return std::all_of(waiting.begin(), waiting.end(), [](const auto& some) { return some.empty(); });
}

}  // namespace

record_layout::record_layout(const record_type& type, reference_width width) : places_(type.fields.size()) {
  placement placed;
  waiting_fields kept;
  waiting_fields in_place;
  for (std::size_t i = type.fields.size(); i-- > 0;) {
    const schema_field& field = type.fields[i];
    const std::size_t alignment = field.type.slot_alignment(width);
    alignment_ = std::max(alignment_, alignment);
    self_contained_ = self_contained_ && !is_referenced(field.type.kind()) && field.type.kind() != value_kind::any;
    if (field.number == type.key) {
      places_[i].offset = static_cast<std::uint32_t>(placed.take(field.type.slot_size(width), type.name));
    } else {
      const auto found = std::find(alignments.begin(), alignments.end(), alignment);
      (field.in_place ? in_place : kept)[static_cast<std::size_t>(found - alignments.begin())].push_back(i);
    }
    state_bits_ += (field.type.nullable() ? 1U : 0U) + (field.may_be_missing ? 1U : 0U);
  }
  state_offset_ = placed.take((state_bits_ + 7) / 8, type.name);
  auto bit = static_cast<std::uint32_t>(state_offset_ * 8);
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (type.fields[i].type.nullable()) places_[i].null_bit = bit++;
    if (type.fields[i].may_be_missing) places_[i].missing_bit = bit++;
  }
  const auto place_all = [&](waiting_fields& waiting) {
    while (!is_empty(waiting)) {
      std::size_t chosen = 0;
      while (chosen < waiting.size() && (waiting[chosen].empty() || placed.next() % alignments[chosen] != 0)) ++chosen;
      if (chosen == waiting.size()) {
        do --chosen;
        while (waiting[chosen].empty());
        placed.align(alignments[chosen]);
        continue;
      }
      const std::size_t i = waiting[chosen].back();
      waiting[chosen].pop_back();
      places_[i].offset = static_cast<std::uint32_t>(placed.take(type.fields[i].type.slot_size(width), type.name));
    }
  };
  place_all(kept);
  if (!is_empty(in_place)) {
    alignment_ = std::max<std::size_t>(alignment_, 8);
    placed.align(8);
    numbers_offset_ = placed.next();
    place_all(in_place);
    placed.align(8);
    numbers_size_ = placed.next() - numbers_offset_;
  }
  size_ = std::max<std::size_t>(placed.next(), 1);
}

}  // namespace memosaic
