#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// The kinds of files that hold images.
enum class image_format : std::uint8_t {
  raw,                 ///< bytes and nothing else
  intel_hex,           ///< Intel HEX with 8, 16 or 32-bit addresses
  s_record,            ///< Motorola S-record: S19, S28, S37
  tektronix_extended,  ///< Tektronix extended HEX
  mos,                 ///< MOS Technology
  ti_txt,              ///< TI-TXT
  ascii_hex,           ///< ASCII-HEX, as EPROM programmers take it
  atmel_generic,       ///< Atmel generic: 24-bit word addresses, 16-bit words
  verilog_vmem,        ///< Verilog memory text, as `$readmemh` takes it
  uf2,                 ///< USB Flashing Format
  elf,                 ///< the loaded segments of an ELF file; read only
  c_array,             ///< C source with an array for each block; written only
  hexdump,             ///< rows for people; written only
};

/// What there is to know about a format without opening a file.
struct image_format_facts {
  image_format format;
  std::string_view name;                         ///< as the command line takes it: "intel-hex"
  std::string_view title;                        ///< as messages show it: "Intel HEX"
  std::span<const std::string_view> extensions;  ///< lower case, without dot: "hex", "ihx"; the first is what we write
  bool readable;
  bool writable;
};

/// Every format, in the order of `image_format`.
[[nodiscard]] std::span<const image_format_facts> image_formats() noexcept;

[[nodiscard]] const image_format_facts& facts_of(image_format format) noexcept;

/// The format of a name or of one of its short forms ("ihex", "srec"); case does not matter.
[[nodiscard]] std::optional<image_format> image_format_named(std::string_view name) noexcept;

/// The format that a file's extension stands for; nothing if none or several do. `name` may be a path.
[[nodiscard]] std::optional<image_format> image_format_of_extension(std::string_view name) noexcept;

/// The format that the first bytes of a file show; 4 KiB are enough. Nothing if they look like none, as raw bytes do.
[[nodiscard]] std::optional<image_format> image_format_of_content(bytes_view start) noexcept;

}  // namespace memosaic
