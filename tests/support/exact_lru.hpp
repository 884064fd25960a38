#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <list>
#include <unordered_map>

namespace memosaic::test {

/// What eviction is measured against: a cache of numbers, without content, from which the least recently used leaves.
class exact_lru {
 public:
  explicit exact_lru(std::size_t capacity) : capacity_(capacity) {}

  /// Whether it was there; it is now.
  [[nodiscard]] bool touch(std::uint64_t number) {
    const auto found = at_.find(number);
    if (found != at_.end()) {
      order_.splice(order_.begin(), order_, found->second);
      return true;
    }
    order_.push_front(number);
    at_[number] = order_.begin();
    if (order_.size() > capacity_) {
      at_.erase(order_.back());
      order_.pop_back();
    }
    return false;
  }

 private:
  std::size_t capacity_;
  std::list<std::uint64_t> order_;
  std::unordered_map<std::uint64_t, std::list<std::uint64_t>::iterator> at_;
};

}  // namespace memosaic::test
