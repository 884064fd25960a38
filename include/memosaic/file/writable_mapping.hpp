#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "memosaic/buffer/mutable_view.hpp"
#include "memosaic/buffer/view.hpp"
#include "memosaic/file/mapped_pages.hpp"
#include "memosaic/file/writable_file.hpp"

namespace memosaic {

/// Whether what is mapped to be written gets its place on the device at once.
enum class disk_room : std::uint8_t {
  now,    ///< a full disk is an error of the call that maps or grows
  later,  ///< holes stay holes; whoever writes one while the disk is full gets SIGBUS, or damage if mappings are
          ///< watched
};

/// A part of a file in the address space, written through: what is written here is the file's, for all who read it.
///
/// It can grow in place, up to its capacity: addresses behind the end of the file are reserved for it. Views of it pin
/// the pages and never notice: their size and address stay. Moves leave it empty. It is on the device after `flush()`.
///
/// Threads: who writes where others read or write needs their lock, as does `grow`.
/// Errors: those of `mapping`, and of `writable_file::allocate`.
class writable_mapping {
 public:
  writable_mapping() noexcept = default;

  /// All of `target`. Errors also: `std::length_error` if the address space is smaller than the file.
  explicit writable_mapping(writable_file& target, disk_room room = disk_room::now);
  writable_mapping(writable_file& target, std::uint64_t offset, std::size_t length, disk_room room = disk_room::now);

  /// All of `target`, with addresses for `capacity` bytes, which cost nothing until they are used. Errors also:
  /// `std::invalid_argument` if the file is longer than that.
  [[nodiscard]] static writable_mapping reserve(writable_file& target, std::size_t capacity,
                                                disk_room room = disk_room::now);

  writable_mapping(const writable_mapping&) = delete;
  writable_mapping& operator=(const writable_mapping&) = delete;
  writable_mapping(writable_mapping&&) noexcept = default;
  writable_mapping& operator=(writable_mapping&&) noexcept = default;
  ~writable_mapping() = default;

  [[nodiscard]] std::size_t size() const noexcept { return pages_.size(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

  /// How large it can become in place.
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

  [[nodiscard]] bytes_view bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return pages_.bytes(); }
  [[nodiscard]] mutable_bytes_view mutable_bytes() noexcept MEMOSAIC_LIFETIMEBOUND;

  [[nodiscard]] memosaic::view view() const noexcept { return pages_.view(); }
  [[nodiscard]] memosaic::view view(std::size_t start, std::size_t stop) const {
    return pages_.view().sub(start, stop);
  }
  [[nodiscard]] memosaic::mutable_view mutable_view(std::size_t start = 0, std::size_t stop = npos);

  /// Makes it, and `target` with it where that is shorter, `size` bytes long: what is new reads as zeros, or as what
  /// the file has there.
  ///
  /// Errors: `std::length_error` if that is more than the capacity, `std::invalid_argument` if it is less than `size()`
  /// or `target` is another file; `file_changed` if it is damaged, for then its last pages are no longer the file's.
  void grow(writable_file& target, std::size_t size, disk_room room = disk_room::now);

  /// Waits until what was written to `[start, stop)` is on the device. Errors also: `file_changed` if it is damaged,
  /// for then a part of what was written never reached the file.
  void flush(std::size_t start = 0, std::size_t stop = npos) const;

  /// See `mapped_pages`.
  [[nodiscard]] bool damaged() const noexcept { return pages_.damaged(); }
  void check() const { pages_.check(); }
  void check(const file& source) const { pages_.check(source); }
  void advise(access_pattern pattern, std::size_t start = 0, std::size_t stop = npos) const {
    pages_.advise(pattern, start, stop);
  }
  void populate(std::size_t start = 0, std::size_t stop = npos) const { pages_.populate(start, stop); }
  void lock(std::size_t start = 0, std::size_t stop = npos) const { pages_.lock(start, stop); }
  void unlock(std::size_t start = 0, std::size_t stop = npos) const { pages_.unlock(start, stop); }

 private:
  writable_mapping(writable_file& target, std::uint64_t offset, std::size_t length, std::size_t capacity,
                   disk_room room);

  mapped_pages pages_;
  std::size_t capacity_ = 0;
};

}  // namespace memosaic
