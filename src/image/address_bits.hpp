#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <bit>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "memosaic/image/write_image.hpp"

namespace memosaic::image_core {

/// The bits of addresses for a format that has them in several widths, given in ascending order: what is asked for,
/// else the narrowest that holds every address, with `entry` that of the entry point too.
///
/// Errors: `std::invalid_argument` for a width that the format does not have, or an address that does not fit.
[[nodiscard]] unsigned chosen_address_bits(const image& from, const write_image_options& options, bool entry,
                                           std::initializer_list<unsigned> widths, std::string_view title);

/// How many hexadecimal digits a number has; at least 1.
[[nodiscard]] constexpr unsigned hex_digits_of(std::uint64_t number) noexcept {
  return (static_cast<unsigned>(std::bit_width(number | 1)) + 3) / 4;
}

}  // namespace memosaic::image_core
