#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "memosaic/buffer/buffer.hpp"
#include "memosaic/buffer/slice.hpp"
#include "memosaic/buffer/view.hpp"
#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// What a distance is counted from.
enum class seek_from : std::uint8_t { start, current, end };

/// A file in memory: a position, and reads and writes at it, over the bytes of any owner.
///
/// It looks at its owner through a `slice`: it pins nothing between calls, and follows it when it moves. Writing
/// beyond the end grows the owner, if it can and the slice follows its end; a gap between the old end and the position
/// is filled with zeros. Copies share the bytes and have a position of their own.
///
/// Cost: `read` and `readline` copy nothing; what they return pins the owner, so let go of it before the next write
/// beyond the end, or use `read_into`.
/// Errors: `std::invalid_argument` if the owner is read-only or cannot grow; `buffer_pinned` if it is pinned. After any
/// of them bytes and position are as before.
class memory_stream {
 public:
  /// Over a new buffer.
  memory_stream() : memory_stream(buffer()) {}

  /// Over bytes that are there, from their start: of a buffer, taken over or followed; of a view, read-only.
  explicit memory_stream(buffer bytes) : where_(bytes.slice()) {}
  explicit memory_stream(slice bytes) noexcept : where_(std::move(bytes)) {}
  explicit memory_stream(const memosaic::view& bytes) : where_(bytes) {}

  [[nodiscard]] std::size_t size() const noexcept { return where_.size(); }
  [[nodiscard]] const slice& bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return where_; }

  /// The next bytes, at most `most` of them; empty at the end.
  memosaic::view read(std::size_t most = npos);

  /// Copies the next bytes into `target`. Returns how many; fewer than it holds only at the end.
  std::size_t read_into(mutable_bytes_view target) noexcept;

  /// The next bytes up to and with the next line feed, or the end, or `most` of them; empty at the end.
  memosaic::view readline(std::size_t most = npos);

  /// All the lines that follow, each with its line feed.
  [[nodiscard]] std::vector<memosaic::view> readlines();

  /// Writes at the position and moves behind it. `bytes` may be a part of the owner: it is taken as it was before.
  void write(bytes_view bytes);

  /// Returns the new position, which may lie beyond the end.
  /// Errors: `std::out_of_range` for a position before the start or beyond 2^63 - 1.
  std::size_t seek(std::int64_t distance, seek_from from = seek_from::start);
  [[nodiscard]] std::size_t tell() const noexcept { return position_; }

  /// Gives the owner this size, by zeros if it grows; npos is the position, which stays where it is.
  void truncate(std::size_t size = npos);

 private:
  /// What lies ahead of the position.
  [[nodiscard]] bytes_view rest() const noexcept;
  memosaic::view take(std::size_t count) noexcept;

  slice where_;
  std::size_t position_ = 0;  ///< at most 2^63 - 1
};

}  // namespace memosaic
