#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <span>

#include "memosaic/image/image.hpp"

namespace memosaic {

/// How memory is dealt out to several chips that lie beside each other on one bus: `group` bytes to the first, `group`
/// to the second, and again from the first after `count`. Two chips of 8 bits hold the even and the odd bytes:
/// `{.count = 2, .group = 1}`. Groups are counted from address 0, on both sides of it.
struct stripe_layout {
  std::uint32_t count = 2;
  std::uint32_t group = 1;
};

/// What the chip number `index` holds, at the chip's own addresses: the byte at `(q * count + index) * group + r` lies
/// at `q * group + r` there.
///
/// Cost: O(content), of which a copy is made; runs stay runs.
/// Errors: `std::invalid_argument` for a layout with a zero, and for an index that is none of its chips.
[[nodiscard]] image_memory take_stripe(const image_memory& from, const stripe_layout& layout, std::uint32_t index);

/// The memory of which the chips hold the stripes, in their order: what `take_stripe` took apart.
///
/// Cost: O(content), of which a copy is made, runs included.
/// Errors: `std::invalid_argument` for a group of zero bytes or no chips; `std::out_of_range` if an address would lie
/// beyond the end of addresses.
[[nodiscard]] image_memory join_stripes(std::span<const image_memory> stripes, std::uint32_t group);

}  // namespace memosaic
