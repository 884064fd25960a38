#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <random>

namespace memosaic {

/// Where the numbers come from that choose operations and arguments: a generator, or the bytes of a fuzzer.
class choices {
 public:
  virtual ~choices() = default;
  /// A number below `limit`, which is not 0.
  virtual std::uint64_t below(std::uint64_t limit) = 0;
};

/// The same numbers for the same seed, everywhere.
class random_choices final : public choices {
 public:
  explicit random_choices(std::uint64_t seed) : engine_(seed) {}
  std::uint64_t below(std::uint64_t limit) override { return engine_() % limit; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace memosaic
