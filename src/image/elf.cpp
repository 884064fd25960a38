// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "image/formats.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/endian.hpp"

/// ELF: the segments that a loader would load (PT_LOAD), at the addresses of their program headers; sections are not
/// looked at. What a segment has in memory beyond its bytes in the file is a hole: whoever starts the program clears
/// it.
///
/// Source: System V ABI, chapters 4 and 5, and its extension for 65535 program headers and more (PN_XNUM).
namespace memosaic::image_core {
namespace {

constexpr std::size_t identification_size = 16;
constexpr std::uint32_t load_segment = 1;

/// Segments may share bytes of the file, and even bring the same ones to the same addresses, which are compared then.
/// No linker lets them claim the whole file so often; a file that does would only keep its reader busy.
constexpr std::uint64_t most_claims = 8;
constexpr std::uint64_t relocatable = 1;
constexpr std::uint64_t count_is_elsewhere = 0xFFFF;

/// Where the fields of a class of ELF files stand, in bytes from the start of their header.
struct elf_layout {
  std::size_t word;  ///< bytes of an address or offset
  std::size_t header_size, entry, segments, sections, segment_size, segment_count, section_size;
  // Of a program header; its type comes first.
  std::size_t least_segment_size, offset, run_address, load_address, file_size, memory_size;
  // Of a section header.
  std::size_t least_section_size, information;
};

constexpr elf_layout layout_32{4, 52, 24, 28, 32, 42, 44, 46, 32, 4, 8, 12, 16, 20, 40, 28};
constexpr elf_layout layout_64{8, 64, 24, 32, 40, 54, 56, 58, 56, 8, 16, 24, 32, 40, 64, 44};

constexpr std::size_t type_field = 16;  ///< of the file: relocatable, executable

/// One file; every header is tested to lie in it before a field is read.
class elf_reader {
 public:
  elf_reader(const view& bytes, image_collector& into) : bytes_(bytes), into_(into) {}

  void read() {
    read_identification();
    if (bytes_.size() < layout_.header_size) {
      into_.refuse({bytes_.size(), 0, 0, {}}, "the ELF header: expected " + std::to_string(layout_.header_size) +
                                                  " bytes, found " + std::to_string(bytes_.size()));
    }
    into_.content().word_size = into_.options().word_size;
    entry_ = word(layout_.entry);
    const std::uint64_t count = segment_count();
    if (count == 0) refuse_without_segments();
    const std::uint64_t table = word(layout_.segments);
    const std::uint64_t size = half(layout_.segment_size);
    if (size < layout_.least_segment_size) {
      into_.refuse(at(layout_.segment_size), "size of a program header: expected at least " +
                                                 std::to_string(layout_.least_segment_size) + ", found " +
                                                 std::to_string(size));
    }
    if (!fits(table, count * size, bytes_.size())) {  // 32 bits times 16 bits
      into_.refuse(at(layout_.segments), "the program headers: " + std::to_string(count) + " of " +
                                             std::to_string(size) + " bytes at " + offset_text(table) +
                                             " reach beyond the end of the file");
    }
    for (std::uint64_t i = 0; i < count; ++i) read_segment(table + i * size);
    set_entry();
  }

 private:
  static file_place at(std::uint64_t offset) noexcept { return {offset, 0, 0, {}}; }
  static std::string offset_text(std::uint64_t offset) { return address_text(static_cast<int128>(offset)); }

  [[nodiscard]] std::uint64_t half(std::uint64_t offset) const {
    return load<std::uint16_t>(bytes_.bytes(), static_cast<std::size_t>(offset), order_);
  }
  [[nodiscard]] std::uint32_t number(std::uint64_t offset) const {
    return load<std::uint32_t>(bytes_.bytes(), static_cast<std::size_t>(offset), order_);
  }
  [[nodiscard]] std::uint64_t word(std::uint64_t offset) const {
    if (layout_.word == 4) return number(offset);
    return load<std::uint64_t>(bytes_.bytes(), static_cast<std::size_t>(offset), order_);
  }

  void read_identification() {
    const auto bytes = bytes_.bytes();
    if (bytes.size() < identification_size || text_of(bytes.first(4)) !=
                                                  "\x7f"
                                                  "ELF") {
      into_.refuse(at(0), "is no ELF file: it does not begin with 0x7F and ELF");
    }
    const auto identified = [&](std::size_t index, std::string_view what) {
      const auto value = std::to_integer<unsigned>(bytes[index]);
      if (value != 1 && value != 2) {
        into_.refuse(at(index), std::string(what) + ": expected 1 or 2, found " + std::to_string(value));
      }
      return value;
    };
    layout_ = identified(4, "class") == 1 ? layout_32 : layout_64;
    order_ = identified(5, "byte order") == 1 ? std::endian::little : std::endian::big;
    if (bytes[6] != std::byte{1}) {
      into_.problem(at(6), "version: expected 1, found " + std::to_string(std::to_integer<unsigned>(bytes[6])));
    }
  }

  /// A file with 65535 program headers or more tells their number in its first section header.
  [[nodiscard]] std::uint64_t segment_count() const {
    const std::uint64_t count = half(layout_.segment_count);
    if (count != count_is_elsewhere) return count;
    const std::uint64_t section = word(layout_.sections);
    if (section == 0 || !fits(section, layout_.least_section_size, bytes_.size())) {
      into_.refuse(at(layout_.sections), "the number of program headers is in the first section header, and at " +
                                             offset_text(section) + " there is none");
    }
    return number(section + layout_.information);
  }

  [[noreturn]] void refuse_without_segments() const {
    if (half(type_field) == relocatable) {
      into_.refuse(at(type_field), "is an object file, which has sections but no segments to load: link it first");
    }
    into_.refuse(at(layout_.segment_count), "has no segments to load");
  }

  void read_segment(std::uint64_t header) {
    if (number(header) != load_segment) return;
    const std::uint64_t offset = word(header + layout_.offset);
    const std::uint64_t size = word(header + layout_.file_size);
    const std::uint64_t memory_size = word(header + layout_.memory_size);
    const std::uint64_t run_address = word(header + layout_.run_address);
    const std::uint64_t load_address = word(header + layout_.load_address);
    if (!fits(offset, size, bytes_.size())) {
      into_.problem(at(header + layout_.offset), "segment: " + std::to_string(size) + " bytes at " +
                                                     offset_text(offset) + " reach beyond the end of the file");
      return;
    }
    if (size > memory_size) {
      into_.problem(at(header + layout_.memory_size), "size of the segment in memory: expected at least " +
                                                          std::to_string(size) + ", found " +
                                                          std::to_string(memory_size));
      return;
    }
    claimed_ = checked_add(claimed_, size).value_or(UINT64_MAX);
    if (claimed_ / most_claims > bytes_.size()) {
      into_.refuse(at(header), "the segments so far claim " + std::to_string(claimed_) + " bytes, of a file that has " +
                                   std::to_string(bytes_.size()));
    }
    const bool by_load = into_.options().elf == elf_addresses::load;
    const std::uint64_t address = by_load ? load_address : run_address;
    const int128 start = byte_address(address);
    const int128 stop = byte_address(layout_.word == 4 ? std::uint64_t{0xFFFFFFFF} : ~std::uint64_t{0}) +
                        static_cast<int128>(into_.options().word_size);
    if (static_cast<int128>(size) > stop - start) {
      into_.problem(
          at(header + (by_load ? layout_.load_address : layout_.run_address)),
          "segment: " + std::to_string(size) + " bytes at " + offset_text(address) + " reach beyond the last address");
      return;
    }
    const int128 entry_offset = byte_address(entry_) - byte_address(run_address);
    if (entry_offset >= 0 && entry_offset < static_cast<int128>(memory_size) && !loaded_entry_) {
      loaded_entry_ = byte_address(load_address) + entry_offset;
    }
    const auto from = static_cast<std::size_t>(offset);
    into_.share(start, bytes_.sub(from, from + static_cast<std::size_t>(size)), at(header));
  }

  /// Addresses of processors that count words become addresses of bytes.
  [[nodiscard]] int128 byte_address(std::uint64_t address) const noexcept {
    return static_cast<int128>(address) * static_cast<int128>(into_.options().word_size);
  }

  /// The file names the entry point by its run address. Of an image by load addresses, it is moved with the segment
  /// that it lies in, so that it names a byte of the image.
  void set_entry() {
    if (entry_ == 0) return;  // there is none
    const bool by_load = into_.options().elf == elf_addresses::load;
    into_.content().entry = image_entry{by_load && loaded_entry_ ? *loaded_entry_ : byte_address(entry_), {}};
  }

  const view& bytes_;
  image_collector& into_;
  elf_layout layout_ = layout_64;
  std::endian order_ = std::endian::little;
  std::uint64_t entry_ = 0;             ///< as the file says it
  std::uint64_t claimed_ = 0;           ///< bytes of all segments so far
  std::optional<int128> loaded_entry_;  ///< where it lies by load addresses, once its segment has come
};

}  // namespace

void read_elf(const view& bytes, image_collector& into) { elf_reader(bytes, into).read(); }

}  // namespace memosaic::image_core
