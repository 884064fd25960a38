#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <random>
#include <string_view>

#include "support/counting_calls.hpp"

namespace memosaic::test {

/// Every call moves at most `most` bytes.
class short_calls : public counting_calls {
 public:
  explicit short_calls(std::size_t most) : most_(most) {}

 protected:
  std::size_t allowed(std::size_t size) noexcept override { return std::min(size, most_); }

 private:
  std::size_t most_;
};

/// Calls move between 1 and `most` bytes, by chance, and some are interrupted by a signal that nobody sent.
class random_calls : public counting_calls {
 public:
  random_calls(std::uint64_t seed, std::size_t most) : random_(seed), most_(most) {}

 protected:
  int error_of(std::size_t, std::string_view) noexcept override { return random_() % 8 == 0 ? EINTR : 0; }
  std::size_t allowed(std::size_t size) noexcept override {
    return size == 0 ? 0 : std::min<std::size_t>(size, 1 + random_() % most_);
  }

 private:
  std::mt19937_64 random_;
  std::size_t most_;
};

}  // namespace memosaic::test
