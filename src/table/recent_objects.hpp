#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "memosaic/table/field_type.hpp"
#include "memosaic/table/value.hpp"

namespace memosaic::table_core {

/// Where the objects are that were packed last, by identity; those that were asked for longest ago are forgotten first.
///
/// It holds them, so that no other object gets the identity of one it knows.
/// Memory: what the objects take as values, and 200 bytes for each.
class recent_objects {
 public:
  /// An object that was packed with a type.
  struct placed {
    value object;
    field_type type;
    std::size_t at;
  };

  /// `most_bytes` is for all of them as they are packed, with 200 bytes more for each.
  explicit recent_objects(std::uint64_t most_bytes) noexcept : most_bytes_(most_bytes) {}

  [[nodiscard]] bool is_used() const noexcept { return most_bytes_ != 0; }
  [[nodiscard]] std::size_t size() const noexcept { return known_.size(); }

  [[nodiscard]] std::optional<std::size_t> find(const void* identity, const field_type& type);
  void add(placed each, std::uint64_t packed_bytes);

 private:
  struct entry {
    value object;
    std::vector<std::pair<field_type, std::size_t>> places;
    std::uint64_t bytes;
  };

  std::uint64_t most_bytes_;
  std::uint64_t bytes_ = 0;
  std::list<entry> entries_;  ///< the last one asked for in front
  std::unordered_map<const void*, std::list<entry>::iterator> known_;
};

}  // namespace memosaic::table_core
