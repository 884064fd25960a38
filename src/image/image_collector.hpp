#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "memosaic/image/read_image.hpp"

namespace memosaic::image_core {

/// Where in a file something stands, for messages. `record` is borrowed.
struct file_place {
  std::uint64_t offset = 0;
  std::uint64_t line = 0;    ///< 0 in binary files
  std::uint64_t column = 0;  ///< 0 in binary files
  std::string_view record;   ///< any bytes; shortened and made printable only if it is shown
};

/// What a reader of any format fills: the image, and the problems on the way, by the options' rules.
///
/// Bytes that follow each other are gathered in storage of the collector's own, which the image shares in the end: each
/// byte is written once, where it stays. Short runs of bytes are copied into the image instead.
class image_collector {
 public:
  explicit image_collector(const read_image_options& options);

  [[nodiscard]] const read_image_options& options() const noexcept { return options_; }

  /// Entry, header and word size are set here. The memory grows by the members below only: it lacks what they have not
  /// settled yet.
  [[nodiscard]] image& content() noexcept { return result_.content; }

  /// Notes what is wrong at a place. Errors: `image_error`, unless the reading is lenient.
  void problem(const file_place& place, std::string_view reason);

  /// What no leniency can pass over. Errors: `image_error`, always.
  [[noreturn]] void refuse(const file_place& place, std::string_view reason) const;

  /// Writes the bytes of a record, copied. Bytes that meet others go by `options().overlap`; a refusal is a problem
  /// that names the first address, and the earlier bytes stay. Cost: as a sequential write where records follow each
  /// other.
  void write(int128 at, bytes_view bytes, const file_place& place);

  /// The same for bytes that the image shares.
  void share(int128 at, const view& bytes, const file_place& place);

  /// At most so many bytes can still come, for what the file's own size tells. It only sets how big the storage is
  /// that is asked for at once; pages that no bytes come for are never touched.
  void expect(std::size_t most) noexcept { expected_ = most; }

  /// Bytes that may be written beyond what `place` gives: whole vectors can be stored.
  static constexpr std::size_t slack = 64;

  /// Where bytes for `at` may be written in place, at most `most` of them; `placed` then says how many have been.
  /// Empty if the address is taken: `write` knows what happens then. Fewer than asked for, perhaps one, before an
  /// address that is taken and at the end of the storage.
  [[nodiscard]] mutable_bytes_view place(int128 at, std::size_t most);
  void placed(std::size_t size) noexcept;

  [[nodiscard]] read_image_result finish(image_format format) &&;

 private:
  void settle();
  bool begin_run(int128 at);
  void add_storage();
  void write_over(int128 at, bytes_view bytes, const view* owned, const file_place& place);
  [[nodiscard]] bool report_overlap(image_range filled, int128 at, bytes_view bytes, const file_place& place);

  read_image_options options_;
  read_image_result result_;
  std::size_t expected_ = std::size_t{256} << 10;  ///< bytes that may still come, for the size of the storage

  view storage_;               ///< what runs are gathered in; the image shares parts of it
  std::byte* run_ = nullptr;   ///< where the run begins that is not settled yet
  std::byte* next_ = nullptr;  ///< where it ends
  std::byte* end_ = nullptr;   ///< of the storage, the slack excluded
  int128 run_at_ = 0;          ///< the address of `run_`
  int128 next_at_ = 0;         ///< the address of `next_`
  int128 limit_ = 0;           ///< the first address that is not free from `next_at_` on; equal: there is no run
};

}  // namespace memosaic::image_core
