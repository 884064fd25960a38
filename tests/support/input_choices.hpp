#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <span>

#include "support/choices.hpp"

namespace memosaic {

/// The input as a sequence of choices; zeros when it is used up.
class input_choices final : public choices {
 public:
  explicit input_choices(std::span<const std::uint8_t> input) : input_(input) {}
  std::uint64_t below(std::uint64_t limit) override {
    std::uint64_t number = 0;
    for (std::uint64_t reach = 1; reach < limit && !input_.empty(); reach <<= 8) {
      number = number << 8 | input_.front();
      input_ = input_.subspan(1);
    }
    return number % limit;
  }
  [[nodiscard]] bool used_up() const { return input_.empty(); }

 private:
  std::span<const std::uint8_t> input_;
};

}  // namespace memosaic
