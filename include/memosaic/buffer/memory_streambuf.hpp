#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <ios>
#include <streambuf>
#include <utility>

#include "memosaic/buffer/memory_stream.hpp"
#include "memosaic/buffer/slice.hpp"
#include "memosaic/buffer/view.hpp"

namespace memosaic {

/// The bytes of any owner for the standard streams: `std::iostream(&bytes_of_an_owner)`, seekable, in and out.
///
/// It reads the bytes where they lie and pins them meanwhile: from the first read until the next write beyond the end,
/// `sync` or the end of the object. Reading and writing have a position each, as in `std::stringbuf`; a write position
/// may lie beyond the end. Bytes are written through at once, one by one at the cost of a call.
/// Errors: what `memory_stream::write` throws; the stream turns it into `badbit`.
class memory_streambuf final : public std::streambuf {
 public:
  explicit memory_streambuf(slice bytes) noexcept : out_(std::move(bytes)) {}

 protected:
  int_type underflow() override;

  /// Goes back by one where the bytes are no longer pinned; it never writes.
  int_type pbackfail(int_type character) override;
  int_type overflow(int_type character) override;
  std::streamsize xsputn(const char* text, std::streamsize size) override;
  std::streamsize showmanyc() override;
  pos_type seekoff(off_type distance, std::ios_base::seekdir from, std::ios_base::openmode which) override;
  pos_type seekpos(pos_type position, std::ios_base::openmode which) override;

  /// Unpins the owner.
  int sync() override;

 private:
  [[nodiscard]] std::size_t read_position() const noexcept;
  void unpin() noexcept;

  memory_stream out_;        ///< the bytes, and the position of writing
  std::size_t in_ = 0;       ///< the position of reading while there is no get area
  memosaic::view get_area_;  ///< pins what the base class points to
};

}  // namespace memosaic
