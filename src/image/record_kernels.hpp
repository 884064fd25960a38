#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/simd.hpp"

namespace memosaic::image_core {

/// What records that differ in their address and data only have in common.
///
/// A record is `lead`, the digits of a header, of the data and of one byte that makes the sum right, and `end`. The
/// header is a number, high byte first, that grows by `step` from one record to the next: it holds the address.
struct record_shape {
  std::string_view lead;    ///< one or two characters
  std::size_t header = 0;   ///< bytes of the header, at most 8
  std::size_t data = 0;     ///< bytes of data in each record, at least 1
  std::string_view end;     ///< one or two characters
  std::uint64_t first = 0;  ///< the header of the first record
  std::uint64_t step = 0;
  std::uint8_t sum = 0;  ///< the low byte of the sum of all bytes, the last one included

  /// Characters from one record to the next.
  [[nodiscard]] std::size_t stride() const noexcept { return lead.size() + 2 * (header + data + 1) + end.size(); }
};

/// The inner loops of formats that write records as hexadecimal digits with a sum over their bytes.
struct record_kernels {
  /// Reads up to `pairs` pairs of digits of either case, and adds the bytes to `sum`. Gives how many pairs it read
  /// before the first that is none. Nothing is written beyond `bytes + pairs`.
  std::size_t (*decode)(const char* text, std::size_t pairs, std::byte* bytes, std::uint32_t& sum) noexcept;

  /// Writes `2 * size` upper-case digits; gives the sum of the bytes.
  std::uint32_t (*encode)(const std::byte* bytes, std::size_t size, char* text) noexcept;

  /// Reads up to `most` records that have exactly this shape, and gives how many they are. The first that has not, and
  /// those too close to the end of the `size` characters, are left to a reader that knows why.
  /// `bytes` has room for the data, and for `run_slack` bytes more.
  std::size_t (*decode_run)(const record_shape& shape, const char* text, std::size_t size, std::size_t most,
                            std::byte* bytes) noexcept;

  /// Writes `count` records, in upper case. `text` has room for them, and for `run_slack` characters more.
  void (*encode_run)(const record_shape& shape, const std::byte* bytes, std::size_t count, char* text) noexcept;
};

/// So much more than they need may runs write: whole vectors are stored.
inline constexpr std::size_t run_slack = 64;

/// Table look-ups: the scalar level, and the twin that tests compare the others with.
extern const record_kernels scalar_record_kernels;

/// The kernels of one level; those of a level that this build has not are the scalar ones.
[[nodiscard]] const record_kernels& record_kernels_for(simd_level level) noexcept;

/// Those of the level that is active.
[[nodiscard]] inline const record_kernels& active_record_kernels() noexcept {
  static const record_kernels& kernels = record_kernels_for(active_simd_level());
  return kernels;
}

}  // namespace memosaic::image_core
