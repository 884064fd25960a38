#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "memosaic/buffer/view.hpp"
#include "memosaic/image/format.hpp"
#include "memosaic/image/image.hpp"
#include "memosaic/image/image_error.hpp"
#include "memosaic/sparse/merger.hpp"

namespace memosaic {

/// Which of an ELF segment's two addresses counts.
enum class elf_addresses : std::uint8_t {
  load,  ///< physical: where a programmer puts the bytes
  run,   ///< virtual: where the program sees them
};

/// How a file is read.
struct read_image_options {
  /// What stands for the path in messages.
  std::string name = {};

  /// The format; else the content decides, then the extension of `name`, and what looks like nothing else is raw.
  std::optional<image_format> format = std::nullopt;

  /// Whether what is wrong is noted and passed over, as far as the rest can still be understood. A lenient reading
  /// takes what is certain and leaves out what is not; it never guesses bytes.
  bool lenient = false;

  /// What happens where two records of the file bring bytes to one address.
  merge_policy overlap = merge_policy::identical;

  /// How many problems a lenient reading keeps; it counts on beyond them.
  std::size_t kept_problems = 1000;

  /// Bytes for each address, for the formats that do not say it: 1, 2, 4 or 8.
  unsigned word_size = 1;

  /// Where a raw file begins.
  int128 raw_address = 0;

  elf_addresses elf = elf_addresses::load;

  /// Of a UF2 file with blocks for several families, the one to take. Without it, such a file is an error.
  std::optional<std::uint32_t> uf2_family = std::nullopt;
};

/// What a reading gives.
struct read_image_result {
  image content;
  image_format format = image_format::raw;
  std::vector<image_problem> problems;  ///< in the order of the file; none of a strict reading
  std::uint64_t problem_count = 0;      ///< those that were not kept included
};

/// Reads an image out of bytes that never change, such as a mapped file's. Raw files and ELF are not copied: the image
/// shares the view's owner, and needs bytes that nobody owns as long as it lives.
///
/// Cost: one pass. Memory: the image, and no more than a few KiB; nothing is allocated from what the file claims.
/// Errors: `image_error` for the first problem of a strict reading, and, also of a lenient one, for a file that is not
/// of the format at all; `std::invalid_argument` for a format that is only written, or options that can never be right.
[[nodiscard]] read_image_result read_image(const view& bytes, const read_image_options& options = {});

/// The same for a file. A regular file is mapped, anything else read to its end first.
///
/// Lifetime: the image holds the mapping where it shares it; `check_mapped` tells whether bytes were lost since.
/// Errors also: `std::filesystem::filesystem_error`, and `file_changed` if the file shrinks meanwhile.
[[nodiscard]] read_image_result load_image(const std::filesystem::path& path, read_image_options options = {});

}  // namespace memosaic
