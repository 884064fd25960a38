#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace memosaic::table_core {

/// Which object each 8 bytes of a cell belong to: so that every object is verified once, whoever leads to it, none
/// lies across another, and work is bounded by the size of the cell.
///
/// Threads: with `common`, several may claim at once; of two that claim one object, one is told that it is fresh.
/// Memory: a quarter of the cell.
class object_claims {
 public:
  enum class outcome : std::uint8_t { fresh, known, other_type, overlap };

  explicit object_claims(bool common) noexcept : common_(common) {}

  void reset(std::size_t cell_size) { units_.assign(cell_size / 8 + (cell_size % 8 != 0 ? 1 : 0), unclaimed); }

  /// What is known of the object at a multiple of 8 inside the cell.
  [[nodiscard]] outcome look(std::size_t offset, std::uint16_t object) { return told(load(offset / 8), object); }

  /// Claims `size` bytes, at least 1, inside the cell.
  [[nodiscard]] outcome claim(std::size_t offset, std::size_t size, std::uint16_t object) {
    const std::size_t first = offset / 8;
    const std::uint16_t before = take(first, object);
    if (before != unclaimed) return told(before, object);
    for (std::size_t unit = first + 1; unit < first + (size + 7) / 8; ++unit) {
      if (take(unit, inside) != unclaimed) return outcome::overlap;
    }
    return outcome::fresh;
  }

  [[nodiscard]] std::size_t size() const noexcept { return units_.size(); }
  /// When nobody claims any more.
  [[nodiscard]] bool is_claimed(std::size_t unit) const noexcept { return units_[unit] != unclaimed; }

 private:
  static constexpr std::uint16_t unclaimed = 0;
  static constexpr std::uint16_t inside = 0xFFFF;  ///< of an object that began before

  static outcome told(std::uint16_t found, std::uint16_t object) noexcept {
    if (found == unclaimed) return outcome::fresh;
    if (found == object) return outcome::known;
    return found == inside ? outcome::overlap : outcome::other_type;
  }

  [[nodiscard]] std::uint16_t load(std::size_t unit) {
    if (!common_) return units_[unit];
    return std::atomic_ref<std::uint16_t>(units_[unit]).load(std::memory_order_relaxed);
  }

  /// What was there before; it is taken only if nothing was.
  std::uint16_t take(std::size_t unit, std::uint16_t as) {
    std::uint16_t before = unclaimed;
    if (common_) {
      std::atomic_ref<std::uint16_t>(units_[unit]).compare_exchange_strong(before, as, std::memory_order_relaxed);
    } else {
      before = units_[unit];
      if (before == unclaimed) units_[unit] = as;
    }
    return before;
  }

  bool common_;
  std::vector<std::uint16_t> units_;
};

}  // namespace memosaic::table_core
