#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "memosaic/image/write_image.hpp"

/// What writers of records test before they send the first byte. Each throws `std::invalid_argument`.
namespace memosaic::image_core {

/// The bytes of data in a record: what is asked for, else `custom`. From 1 to `most`, whole words only.
[[nodiscard]] std::size_t chosen_record_length(const image& from, const write_image_options& options,
                                               std::size_t custom, std::size_t most, std::string_view title);

/// Tests that every block begins at a whole word.
void require_whole_words(const image& from, std::string_view title);

/// Tests that every byte, and with `entry` the entry point too, lies at an address of at most `bits` bits, counted in
/// words. `remedy` is what could be done about it.
void require_addresses(const image& from, bool entry, unsigned bits, std::string_view title, std::string_view remedy);

/// Whether all that has addresses of at most `bits` bits.
[[nodiscard]] bool addresses_fit(const image& from, bool entry, unsigned bits) noexcept;

/// The entry point as a file states it, in words.
[[nodiscard]] std::uint64_t entry_words(const image& from) noexcept;

}  // namespace memosaic::image_core
