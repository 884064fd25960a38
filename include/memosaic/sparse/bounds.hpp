#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>

#include "memosaic/sparse/address.hpp"

namespace memosaic {

/// What happens to content that an operation would put outside the bounds.
enum class bounds_policy : bool {
  error,  ///< `std::out_of_range`, and nothing changes
  clip,   ///< it is dropped
};

/// The limits that every operation on a memory keeps. A side without a limit ends where addresses do, and going beyond
/// that is an error under either policy.
template <memory_address Address>
struct basic_bounds {
  std::optional<Address> start;
  std::optional<Address> stop;
  bounds_policy policy = bounds_policy::error;

  [[nodiscard]] constexpr basic_address_range<Address> range() const noexcept {
    return {start.value_or(lowest_address<Address>), stop.value_or(highest_stop<Address>)};
  }
  friend constexpr bool operator==(const basic_bounds&, const basic_bounds&) = default;
};

using memory_bounds = basic_bounds<std::int64_t>;

}  // namespace memosaic
