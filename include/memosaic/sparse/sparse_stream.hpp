#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <vector>

#include "memosaic/buffer/memory_stream.hpp"
#include "memosaic/sparse/contents.hpp"
#include "memosaic/sparse/sparse_memory.hpp"

namespace memosaic {

/// A file over a memory: a position, which is an address, and reads and writes at it.
///
/// What a hole reads as is said once: an error, a byte, or nothing, so that what lies on both sides is joined. The end
/// is that of `span()`: the upper bound where there is one, else the content's; in front of the content lies a hole.
///
/// Lifetime: it borrows the memory, which may be changed by others meanwhile.
/// Errors: those of `basic_sparse_memory::read` and `write`; after any of them the position is as before.
template <memory_address Address>
class basic_sparse_stream {
 public:
  using memory = basic_sparse_memory<Address>;
  using range = basic_address_range<Address>;
  using length = address_length<Address>;

  /// At the first address of `span()`.
  explicit basic_sparse_stream(memory& bytes MEMOSAIC_LIFETIMEBOUND, hole_rule holes = hole_rule::refuse()) noexcept
      : memory_(&bytes), holes_(holes), position_(bytes.span().start) {}

  /// The next bytes, at most `most` of them; empty at the end.
  /// Errors: `std::out_of_range` at a hole that is refused; `std::length_error`.
  [[nodiscard]] std::vector<std::byte> read(std::size_t most = npos);

  /// Copies the next bytes into `target`. Returns how many; fewer than it holds only at the end.
  /// Errors: `std::out_of_range` at a hole that is refused; `target` may then be partly written.
  std::size_t read_into(mutable_bytes_view target);

  /// The next bytes up to and with the next line feed, or the end, or `most` of them; empty at the end.
  [[nodiscard]] std::vector<std::byte> readline(std::size_t most = npos);

  /// Writes at the position and moves behind it.
  void write(bytes_view bytes);

  /// To an address, or to one counted from the position or the end; any address will do. Returns it.
  /// Errors: `std::out_of_range` for what is no address.
  Address seek(Address distance, seek_from from = seek_from::start);
  [[nodiscard]] Address tell() const noexcept { return position_; }

  /// To the next stored byte, which may be at the position; false, and no move, if there is none.
  bool skip_hole() noexcept;

  /// To the next address where nothing is stored, which may be the position.
  void skip_data() noexcept;

  [[nodiscard]] bool at_end() const noexcept { return position_ >= memory_->span().stop; }

  /// Removes what lies at or after an address; nothing is added to a memory that ends before it.
  void truncate(Address at) { memory_->clear({at, highest_stop<Address>}); }
  void truncate() { truncate(position_); }

 private:
  /// From the position to the end, or to where `most` addresses are.
  [[nodiscard]] range ahead(length most) const noexcept;
  [[nodiscard]] std::vector<std::byte> take(range where, std::size_t most);

  memory* memory_;
  hole_rule holes_;
  Address position_;
};

using sparse_stream = basic_sparse_stream<std::int64_t>;

extern template class basic_sparse_stream<std::int64_t>;
extern template class basic_sparse_stream<int128>;

}  // namespace memosaic
