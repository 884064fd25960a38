#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/endian.hpp"

namespace memosaic::table_core {

/// The slot of a key that is not there.
inline constexpr std::uint64_t no_slot = ~std::uint64_t{0};

/// The bytes of a section where they lie, and what errors say of the place.
///
/// The path is borrowed for the call that takes the section; the bytes for the life of what is made of it.
struct key_section {
  bytes_view bytes;
  std::string_view path;
  std::uint64_t offset = 0;  ///< of the section in its file
};

/// Errors: `format_error`, always. `at` is counted from the start of the section.
[[noreturn]] void refuse(const key_section& section, std::uint64_t at, std::string_view what);

/// The same, telling what was expected and what was found.
[[noreturn]] void refuse(const key_section& section, std::uint64_t at, std::string_view what, std::uint64_t expected,
                         std::uint64_t found);

/// The size of the header with which most sections begin.
inline constexpr std::size_t section_header_size = 64;

/// Tests that a section has a header, and that the bytes of it from `used` on are 0, as long as nothing is there.
void require_header(const key_section& section, std::size_t used);

/// Tests that a section has exactly this size.
void require_size(const key_section& section, std::uint64_t expected);

/// A little-endian number at a place that was tested before.
template <plain_number Number>
[[nodiscard]] Number number_at(const std::byte* at) noexcept {
  return load_unchecked<Number>(at, std::endian::little);
}

template <plain_number Number>
void put_number(std::byte* at, Number number) noexcept {
  store_unchecked(at, number, std::endian::little);
}

}  // namespace memosaic::table_core
