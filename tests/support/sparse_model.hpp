#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "memosaic/sparse/address.hpp"
#include "memosaic/sparse/bounds.hpp"
#include "support/big_number.hpp"

namespace memosaic {

/// Sparse memory that is obviously right: a dictionary of bytes. Its addresses are wider than those of the memory under
/// test, so that nothing overflows in it; every operation returns false, and changes nothing, where the memory
/// must throw.
template <memory_address Address>
class sparse_model {
 public:
  using wide = std::conditional_t<std::is_same_v<Address, std::int64_t>, int128, big_number>;
  using bytes_type = std::vector<std::byte>;

  std::map<wide, std::byte> bytes;
  std::optional<wide> start;
  std::optional<wide> stop;
  bool clips = false;

  inline static const wide lowest = lowest_address<Address>;
  inline static const wide highest = highest_stop<Address>;

  [[nodiscard]] wide low() const { return start.value_or(lowest); }
  [[nodiscard]] wide high() const { return stop.value_or(highest); }
  [[nodiscard]] bool inside(wide at) const { return low() <= at && at < high(); }

  /// Whether content in `[from, to)` may be put there at all.
  [[nodiscard]] bool admits(wide from, wide to) const {
    if (to > highest) return false;
    return from == to || clips || (low() <= from && to <= high());
  }

  [[nodiscard]] wide content_stop() const {
    if (!bytes.empty()) return bytes.rbegin()->first + 1;
    return start.value_or(stop ? std::min<wide>(0, *stop) : 0);
  }

  void set_bounds(std::optional<wide> from, std::optional<wide> to, bool clip) {
    start = from;
    stop = to;
    clips = clip;
    std::erase_if(bytes, [&](const auto& item) { return !inside(item.first); });
  }

  bool write(wide at, std::span<const std::byte> data) {
    if (!admits(at, at + static_cast<wide>(data.size()))) return false;
    for (std::byte byte : data) {
      if (inside(at)) bytes[at] = byte;
      ++at;
    }
    return true;
  }

  bool write(const sparse_model& source, wide offset) {
    if (source.bytes.empty()) return true;
    const wide from = source.bytes.begin()->first + offset;
    const wide to = source.bytes.rbegin()->first + 1 + offset;
    if (from < lowest || to > highest || !admits(from, to)) return false;
    for (const auto& [at, byte] : std::map(source.bytes)) {
      if (inside(at + offset)) bytes[at + offset] = byte;
    }
    return true;
  }

  bool fill(wide from, wide to, std::span<const std::byte> pattern, bool holes_only) {
    if (to <= from) return true;
    if (!admits(from, to)) return false;
    for (wide at = std::max(from, low()); at < std::min(to, high()); ++at) {
      const auto byte = pattern[static_cast<std::size_t>((at - from) % static_cast<wide>(pattern.size()))];
      if (!holes_only || !bytes.contains(at)) bytes[at] = byte;
    }
    return true;
  }

  bool reserve(wide at, wide count) {
    if (count == 0) return true;
    const auto first = bytes.lower_bound(at);
    if (first == bytes.end()) return true;
    if (bytes.rbegin()->first + 1 + count > high() && !(clips && stop)) return false;
    move_from(at, count);
    std::erase_if(bytes, [&](const auto& item) { return item.first >= high(); });
    return true;
  }

  bool insert(wide at, std::span<const std::byte> data) {
    if (!admits(at, at + static_cast<wide>(data.size()))) return false;
    if (data.empty()) return true;
    if (!reserve(at, static_cast<wide>(data.size()))) return false;
    return write(at, data);
  }

  void clear(wide from, wide to) {
    if (from < to) bytes.erase(bytes.lower_bound(from), bytes.lower_bound(to));
  }

  void crop(wide from, wide to) {
    std::erase_if(bytes, [&](const auto& item) { return item.first < from || item.first >= to; });
  }

  bool erase(wide from, wide to) {
    if (clips) {
      from = std::max(from, low());
      to = std::min(to, high());
    }
    if (to <= from) return true;
    const auto next = bytes.lower_bound(to);
    if (next != bytes.end() && next->first - (to - from) < low()) return false;
    clear(from, to);
    move_from(to, from - to);
    return true;
  }

  bool shift(wide offset) {
    if (bytes.empty() || offset == 0) return true;
    if (bytes.begin()->first + offset < low() && !(clips && start)) return false;
    if (bytes.rbegin()->first + 1 + offset > high() && !(clips && stop)) return false;
    move_from(bytes.begin()->first, offset);
    std::erase_if(bytes, [&](const auto& item) { return !inside(item.first); });
    return true;
  }

  bool replace(wide from, wide to, std::span<const std::byte> data) {
    const auto before = *this;
    if (erase(from, std::max(from, to)) && insert(from, data)) return true;
    *this = before;
    return false;
  }

  void reverse() {
    if (bytes.empty()) return;
    const wide from = start.value_or(bytes.begin()->first);
    const wide to = stop.value_or(bytes.rbegin()->first + 1);
    std::map<wide, std::byte> mirrored;
    for (const auto& [at, byte] : bytes) mirrored[from + to - 1 - at] = byte;
    bytes.swap(mirrored);
  }

  /// The blocks inside a range.
  [[nodiscard]] std::vector<std::pair<wide, bytes_type>> blocks(wide from, wide to) const {
    std::vector<std::pair<wide, bytes_type>> found;
    for (auto item = bytes.lower_bound(from); item != bytes.end() && item->first < to; ++item) {
      if (found.empty() || found.back().first + static_cast<wide>(found.back().second.size()) != item->first) {
        found.push_back({item->first, {}});
      }
      found.back().second.push_back(item->second);
    }
    return found;
  }

 private:
  void move_from(wide at, wide offset) {
    std::map<wide, std::byte> moved(bytes.begin(), bytes.lower_bound(at));
    for (auto item = bytes.lower_bound(at); item != bytes.end(); ++item) {
      moved.emplace_hint(moved.end(), item->first + offset, item->second);
    }
    bytes.swap(moved);
  }
};

}  // namespace memosaic
