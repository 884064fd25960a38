#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "memosaic/image/format.hpp"
#include "memosaic/image/image.hpp"
#include "memosaic/sparse/contents.hpp"

namespace memosaic {

/// How the lines of a text file end.
enum class line_end : std::uint8_t { lf, crlf };

/// How an image is written. The same image and options always give the same bytes.
struct write_image_options {
  /// Bytes of data in a record or row; the format's custom without it.
  std::optional<std::size_t> record_length = std::nullopt;

  /// Bits of the addresses, where the format has a choice: 16, 20 (Intel HEX with segments), 24, 32. Without it, the
  /// narrowest that holds every address; segments are written only if they are asked for.
  std::optional<unsigned> address_bits = std::nullopt;

  line_end lines = line_end::lf;

  /// Whether the entry point and the header are written, by formats that have them.
  bool entry = true;
  bool header = true;

  /// What raw files and fixed-size blocks hold for holes; without it, a hole between blocks is an error there.
  std::optional<std::byte> fill = std::nullopt;

  /// The name of the array in C source.
  std::string array_name = "image";

  /// The family that UF2 blocks are marked with.
  std::optional<std::uint32_t> uf2_family = std::nullopt;
};

/// Sends an image to `to`, part by part, as a file of `format`.
///
/// Cost: O(content). Memory: 64 KiB.
/// Errors: `std::invalid_argument` for a format that is only read, options that it does not have, or an image that it
/// cannot hold (an address too wide, a hole in a raw file), naming the address and a format that could; nothing has
/// been sent then. What `to` throws.
void write_image(const image& from, image_format format, content_sink& to, const write_image_options& options = {});

/// Writes a file, which appears under its name only when it is whole, and replaces what was there.
///
/// Without a format, the extension decides. Errors also: `std::filesystem::filesystem_error`; `std::invalid_argument`
/// if the extension stands for no format.
void save_image(const image& from, const std::filesystem::path& path, std::optional<image_format> format = std::nullopt,
                const write_image_options& options = {});

}  // namespace memosaic
