#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <stdexcept>
#include <string>

namespace memosaic {

/// Two records of a build have one key, and `duplicate_policy::error` was chosen.
class duplicate_key : public std::invalid_argument {
 public:
  /// `key` as it is shown, and the numbers of both records in the order in which they were added, from 0.
  duplicate_key(const std::string& key, std::uint64_t before, std::uint64_t again);

  [[nodiscard]] const std::string& key() const noexcept { return key_; }
  [[nodiscard]] std::uint64_t before() const noexcept { return before_; }
  [[nodiscard]] std::uint64_t again() const noexcept { return again_; }

 private:
  std::string key_;
  std::uint64_t before_;
  std::uint64_t again_;
};

}  // namespace memosaic
