#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

#include "memosaic/buffer/buffer.hpp"
#include "memosaic/buffer/chain.hpp"
#include "memosaic/buffer/io.hpp"
#include "memosaic/buffer/view.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/find.hpp"
#include "memosaic/bytes/find_all.hpp"
#include "memosaic/bytes/mismatch.hpp"
#include "memosaic/file/cursor.hpp"
#include "memosaic/file/file_chunks.hpp"
#include "memosaic/file/file_matches.hpp"

namespace memosaic {

/// A part of a file as a sequence of bytes of any length, of which a window at a time is in memory.
///
/// Positions count from the beginning of the part. Work on long ranges passes from window to window and pins one at a
/// time, so that it stays inside the pool's budget; only `view_of` and `chain_of` pin all that they are asked for.
///
///     file_bytes log(pool.open("/var/log/big"));
///     if (const auto at = log.rfind("panic"_bytes)) show(log.view_of(*at, *at + 5));
///
/// Lifetime: as `cursor`, of which it has one. Moves leave it empty, and on no file.
/// Threads: one at a time, for every access may move the cursor; copies are independent.
/// Errors: those of `cursor`; `std::out_of_range` for positions beyond `size()`, but a search that starts beyond the
/// end finds nothing. Every function that reads tests afterwards whether pages were lost meanwhile, and whether the
/// file still has what was read, and throws `file_changed` instead of an answer; `at` leaves the second, and
/// `operator[]`, for its speed, leaves both to `check()`, but what lies in a window is tested before the next one takes
/// its place.
class file_bytes {
 public:
  using value_type = std::byte;
  class iterator;

  /// No bytes of no file.
  file_bytes() noexcept = default;

  /// `length` bytes of the cursor's file from `offset` on; all that follow if it is `npos`. Errors also:
  /// `std::logic_error` for a cursor on no file.
  explicit file_bytes(memosaic::cursor on, std::uint64_t offset = 0, std::uint64_t length = npos);

  file_bytes(const file_bytes& other) noexcept;
  file_bytes(file_bytes&& other) noexcept { swap(other); }
  file_bytes& operator=(const file_bytes& other) noexcept {
    file_bytes(other).swap(*this);
    return *this;
  }
  file_bytes& operator=(file_bytes&& other) noexcept {
    file_bytes(std::move(other)).swap(*this);
    return *this;
  }
  ~file_bytes() = default;
  void swap(file_bytes& other) noexcept;

  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

  /// Where in the file it begins.
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }

  /// The cursor that it moves.
  [[nodiscard]] const memosaic::cursor& cursor() const noexcept MEMOSAIC_LIFETIMEBOUND { return cursor_; }

  /// Becomes another part, of the same file or of another: as much of `length` bytes from `offset` on as the file has.
  /// Returns whether that is any; if not, it is empty.
  bool begin_access(memosaic::cursor on, std::uint64_t offset = 0, std::uint64_t length = npos);
  bool begin_access(std::uint64_t offset = 0, std::uint64_t length = npos);

  /// Lets go of the window and is empty until `begin_access`; the cursor stays on its file.
  void end_access() noexcept;

  /// Looks at the file anew, see `cursor::refresh`, and then has as much of the part that it once was made for as the
  /// file has now: a part without a length grows and shrinks with the file.
  file_change refresh();

  /// Errors: `std::out_of_range`, also where `index` is beyond the part but in the file.
  /// Cost: inside the window one comparison.
  [[nodiscard]] std::byte operator[](std::uint64_t index) {
    const std::uint64_t into = index - shown_start_;
    if (into < shown_size_) [[likely]]
      return shown_[into];
    return move_to(index);
  }
  [[nodiscard]] std::byte at(std::uint64_t index) {
    const std::byte found = (*this)[index];
    cursor_.check();
    return found;
  }

  /// Iterators are random-access and cost as `operator[]`; for long ranges `chunks` are much faster. They share this
  /// object and its window.
  [[nodiscard]] iterator begin() noexcept MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] iterator end() noexcept MEMOSAIC_LIFETIMEBOUND;

  /// The bytes `[start, stop)` as a part of their own, with a window of its own.
  [[nodiscard]] file_bytes sub(std::uint64_t start, std::uint64_t stop = npos) const;

  /// The bytes `[start, stop)` in one run, pinned. What no window has is mapped, or read, for it.
  [[nodiscard]] view view_of(std::uint64_t start = 0, std::uint64_t stop = npos);

  /// The same as a chain of windows that are pinned one by one: for what gathers, as `write_all` does.
  [[nodiscard]] chain chain_of(std::uint64_t start = 0, std::uint64_t stop = npos);

  /// The bytes `[start, stop)` window by window, none copied; the windows tell where in the file they are. This object
  /// lets go of its own.
  [[nodiscard]] file_chunks chunks(std::uint64_t start = 0, std::uint64_t stop = npos);

  /// Copies the bytes from `start` on until `target` is full. After an error, other than `std::out_of_range`, the
  /// target has lost what it had.
  void copy_to(std::uint64_t start, mutable_bytes_view target);

  /// The bytes `[start, stop)`, copied: for a range that is longer than what shall stay pinned.
  [[nodiscard]] buffer to_buffer(std::uint64_t start = 0, std::uint64_t stop = npos);

  /// Writes the bytes `[start, stop)` to a descriptor window by window, from where they lie; see `write_all`. If it
  /// does not block, what it takes now: go on with the part that remains. `send_file` needs no windows, but a file.
  ///
  /// Errors also: `file_changed` for a range that the system could not read, whether mappings are watched or not. It
  /// does not tell what was written before.
  io_progress write_to(int fd, std::uint64_t start = 0, std::uint64_t stop = npos);

  /// As the functions of the same names on one run of bytes; matches may lie across the borders of windows.
  /// Errors also: `std::invalid_argument` if `where.step` is 0.
  [[nodiscard]] std::optional<std::uint64_t> find(bytes_view needle, const search_range& where = {});
  [[nodiscard]] std::optional<std::uint64_t> rfind(bytes_view needle, const search_range& where = {});
  [[nodiscard]] std::uint64_t count(bytes_view needle, overlap overlapping = overlap::no,
                                    const search_range& where = {});

  /// All matches, found one by one as they are iterated. This object lets go of its window.
  [[nodiscard]] file_matches find_all(bytes_view needle MEMOSAIC_LIFETIMEBOUND, overlap overlapping = overlap::no,
                                      search_from from = search_from::front, const search_range& where = {});

  /// As the functions of the same names on two runs of bytes.
  [[nodiscard]] mismatch_result mismatch(file_bytes& other);
  [[nodiscard]] mismatch_result mismatch(bytes_view other);
  [[nodiscard]] std::strong_ordering compare(file_bytes& other);
  [[nodiscard]] std::strong_ordering compare(bytes_view other);
  [[nodiscard]] bool equal(file_bytes& other);
  [[nodiscard]] bool equal(bytes_view other);

  /// Errors: `file_changed` if pages under the window were lost, or if the file is too short for the part by now.
  void check() const;

 private:
  void set_part(std::uint64_t offset, std::uint64_t length) noexcept;
  [[nodiscard]] std::uint64_t offset_of(std::uint64_t position) const noexcept;
  [[nodiscard]] std::uint64_t stop_of(std::uint64_t start, std::uint64_t stop) const;
  std::byte move_to(std::uint64_t index);
  void forget_window() noexcept { shown_size_ = 0; }
  void leave_window();
  [[nodiscard]] std::optional<std::uint64_t> search(search_from from, bytes_view needle, const search_range& where);
  template <typename Pieces>
  mismatch_result compare_pieces(std::uint64_t other_size, const Pieces& pieces_of_other);

  const std::byte* shown_ = nullptr;  ///< what the cursor's window has of the part; invariant: pinned by it
  std::uint64_t shown_start_ = 0;     ///< its position in the part
  std::uint64_t shown_size_ = 0;      ///< 0 whenever the cursor may have moved
  memosaic::cursor cursor_;
  std::uint64_t offset_ = 0;
  std::uint64_t size_ = 0;
  std::uint64_t wanted_ = 0;  ///< the length that was asked for
};

/// A position in a `file_bytes`. It reads when it is dereferenced: what it gives are values, not references.
class file_bytes::iterator {
 public:
  using value_type = std::byte;
  using difference_type = std::ptrdiff_t;
  using reference = std::byte;
  using pointer = void;
  using iterator_category = std::input_iterator_tag;
  using iterator_concept = std::random_access_iterator_tag;

  iterator() = default;
  iterator(file_bytes& bytes MEMOSAIC_LIFETIMEBOUND, std::uint64_t position) noexcept
      : bytes_(&bytes), position_(position) {}

  [[nodiscard]] std::uint64_t position() const noexcept { return position_; }
  [[nodiscard]] std::byte operator*() const { return (*bytes_)[position_]; }
  [[nodiscard]] std::byte operator[](difference_type distance) const { return *(*this + distance); }

  iterator& operator+=(difference_type distance) noexcept {
    position_ += static_cast<std::uint64_t>(distance);
    return *this;
  }
  iterator& operator-=(difference_type distance) noexcept {
    position_ -= static_cast<std::uint64_t>(distance);
    return *this;
  }
  iterator& operator++() noexcept { return *this += 1; }
  iterator& operator--() noexcept { return *this -= 1; }
  iterator operator++(int) noexcept { return std::exchange(*this, *this + 1); }
  iterator operator--(int) noexcept { return std::exchange(*this, *this - 1); }

  [[nodiscard]] friend iterator operator+(iterator at, difference_type distance) noexcept { return at += distance; }
  [[nodiscard]] friend iterator operator+(difference_type distance, iterator at) noexcept { return at += distance; }
  [[nodiscard]] friend iterator operator-(iterator at, difference_type distance) noexcept { return at -= distance; }
  [[nodiscard]] friend difference_type operator-(const iterator& a, const iterator& b) noexcept {
    return static_cast<difference_type>(a.position_ - b.position_);
  }
  [[nodiscard]] friend bool operator==(const iterator& a, const iterator& b) noexcept {
    return a.position_ == b.position_;
  }
  [[nodiscard]] friend std::strong_ordering operator<=>(const iterator& a, const iterator& b) noexcept {
    return a.position_ <=> b.position_;
  }

 private:
  file_bytes* bytes_ = nullptr;
  std::uint64_t position_ = 0;
};

inline file_bytes::iterator file_bytes::begin() noexcept { return {*this, 0}; }
inline file_bytes::iterator file_bytes::end() noexcept { return {*this, size_}; }

}  // namespace memosaic
