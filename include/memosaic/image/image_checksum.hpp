#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "memosaic/image/image.hpp"
#include "memosaic/sparse/contents.hpp"

/// Checksums of images, and numbers about them, written into them where a boot loader looks for them.
namespace memosaic {

/// A checksum that can be asked for by its name.
struct image_checksum_facts {
  std::string_view name;   ///< "crc32", "crc-16-modbus", "sum8"
  std::string_view title;  ///< what it is and who uses it
  unsigned size = 0;       ///< bytes of a value
};

/// Every checksum: the CRCs of crc_catalogue.hpp, the sums of checksum.hpp, the hashes of hash.hpp, and sums of bytes
/// modulo a power of two, as they are and as complements.
[[nodiscard]] std::span<const image_checksum_facts> image_checksums() noexcept;

/// The checksum of a name or of a short form ("crc32" is "crc-32-iso-hdlc"); null if there is none.
[[nodiscard]] const image_checksum_facts* image_checksum_named(std::string_view name) noexcept;

/// What is to be computed, and where it goes.
struct image_checksum_job {
  std::string algorithm = "crc32";
  std::optional<image_range> range = std::nullopt;  ///< all content without it
  hole_rule holes = hole_rule::refuse();            ///< what stands for a hole inside the range
  std::optional<int128> target = std::nullopt;      ///< where the value is written
  std::endian order = std::endian::little;          ///< of the value as it is written
};

/// The checksum of the range. The bytes of `target` are left out of it, wherever they lie: they are not known yet.
///
/// Cost: O(range).
/// Errors: `std::invalid_argument` for an unknown algorithm; `std::out_of_range` at a hole that is refused, or if the
/// target does not lie in the address space.
[[nodiscard]] uint128 image_checksum(const image_memory& memory, const image_checksum_job& job);

/// Writes the checksum at the target, and returns it.
/// Errors also: `std::invalid_argument` without a target; as `write`. Nothing has changed then.
uint128 store_image_checksum(image_memory& memory, const image_checksum_job& job);

/// A number about an image.
enum class image_measure : std::uint8_t {
  length,   ///< addresses from the first byte to the last one, holes included
  minimum,  ///< the first address
  maximum,  ///< the address behind the last byte
};

struct image_measure_job {
  image_measure what = image_measure::length;
  int128 target = 0;  ///< where the number is written
  unsigned size = 4;  ///< its bytes: 1, 2, 4 or 8
  std::endian order = std::endian::little;
  bool target_counts = true;  ///< whether the bytes of the number belong to what it measures
};

/// Writes a number about the image into it, and returns it.
/// Errors: `std::invalid_argument` if the number does not fit its size, or there is nothing to measure; as `write`.
/// Nothing has changed then.
uint128 store_image_measure(image_memory& memory, const image_measure_job& job);

}  // namespace memosaic
