#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <iterator>

namespace memosaic {

/// Goes through a proxy by index. It holds a copy of the proxy, so it may outlive it.
///
/// What it points to is made when it is asked for: so it is an input iterator to the old algorithms, and of random
/// access to the ranges of C++20.
template <typename Container>
class proxy_iterator {
 public:
  using value_type = typename Container::value_type;
  using difference_type = std::ptrdiff_t;
  using iterator_category = std::input_iterator_tag;
  using iterator_concept = std::random_access_iterator_tag;
  using reference = value_type;
  using pointer = void;

  proxy_iterator() noexcept = default;
  proxy_iterator(const Container& container, std::size_t index) noexcept : container_(container), index_(index) {}

  [[nodiscard]] value_type operator*() const { return container_[index_]; }
  [[nodiscard]] value_type operator[](difference_type offset) const { return *(*this + offset); }

  proxy_iterator& operator++() noexcept { return *this += 1; }
  proxy_iterator operator++(int) noexcept {
    auto before = *this;
    ++*this;
    return before;
  }
  proxy_iterator& operator--() noexcept { return *this -= 1; }
  proxy_iterator operator--(int) noexcept {
    auto before = *this;
    --*this;
    return before;
  }
  proxy_iterator& operator+=(difference_type offset) noexcept {
    index_ += static_cast<std::size_t>(offset);
    return *this;
  }
  proxy_iterator& operator-=(difference_type offset) noexcept {
    index_ -= static_cast<std::size_t>(offset);
    return *this;
  }
  [[nodiscard]] friend proxy_iterator operator+(proxy_iterator at, difference_type offset) noexcept {
    return at += offset;
  }
  [[nodiscard]] friend proxy_iterator operator+(difference_type offset, proxy_iterator at) noexcept {
    return at += offset;
  }
  [[nodiscard]] friend proxy_iterator operator-(proxy_iterator at, difference_type offset) noexcept {
    return at -= offset;
  }
  [[nodiscard]] friend difference_type operator-(const proxy_iterator& a, const proxy_iterator& b) noexcept {
    return static_cast<difference_type>(a.index_ - b.index_);
  }
  /// Only of iterators of one container.
  [[nodiscard]] friend bool operator==(const proxy_iterator& a, const proxy_iterator& b) noexcept {
    return a.index_ == b.index_;
  }
  [[nodiscard]] friend auto operator<=>(const proxy_iterator& a, const proxy_iterator& b) noexcept {
    return a.index_ <=> b.index_;
  }

 private:
  Container container_{};
  std::size_t index_ = 0;
};

}  // namespace memosaic
