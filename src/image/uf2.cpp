// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "image/formats.hpp"
#include "image/uf2_block.hpp"
#include "memosaic/bytes/checked.hpp"

/// UF2: blocks of 512 bytes, each with its own address, so that a board can flash them as they come.
///
/// Source: the README of the repository microsoft/uf2. Extension tags and MD5 sums say what a board need not flash;
/// they hold no bytes of the image and are not read.
namespace memosaic::image_core {
namespace {

using uf2_family = std::optional<std::uint32_t>;

std::string hex_text(std::uint32_t number) { return address_text(static_cast<int128>(number)); }

std::string family_text(const uf2_family& family) { return family ? "family " + hex_text(*family) : "no family"; }

/// Which of the numbered blocks of a file have come. In order, as they nearly always are, it takes no memory.
class block_numbers {
 public:
  explicit block_numbers(image_collector& into) noexcept : into_(into) {}

  void note(std::uint32_t number, std::uint32_t count, const file_place& place) {
    if (!count_) count_ = count;
    if (count != *count_) {
      into_.problem(place, "number of blocks: expected " + std::to_string(*count_) + " as in the first block, found " +
                               std::to_string(count));
    }
    if (number >= *count_) {
      into_.problem(
          place, "block number: expected less than " + std::to_string(*count_) + ", found " + std::to_string(number));
    } else if (number == next_) {
      ++next_;
    } else if (number < next_) {
      twice(number, place);
    } else {
      early_.push_back(number);
    }
  }

  void finish(const file_place& end) {
    std::sort(early_.begin(), early_.end());
    for (const std::uint32_t number : early_) {
      if (number < next_) {
        twice(number, end);
      } else {
        if (number > next_) missing(number, end);
        next_ = number + 1;
      }
    }
    if (count_ && next_ < *count_) missing(*count_, end);
  }

 private:
  void twice(std::uint32_t number, const file_place& place) {
    into_.problem(place, "block number: " + std::to_string(number) + " appears twice");
  }
  void missing(std::uint32_t stop, const file_place& place) {
    const std::string text =
        stop - next_ == 1 ? "block " + std::to_string(next_) + " is missing"
                          : "blocks " + std::to_string(next_) + " to " + std::to_string(stop - 1) + " are missing";
    into_.problem(place, text + " of " + std::to_string(*count_));
  }

  image_collector& into_;
  std::optional<std::uint32_t> count_;
  std::uint32_t next_ = 0;            ///< all before it have come
  std::vector<std::uint32_t> early_;  ///< those that came before their turn
};

/// Reads the blocks of one file, one after the other.
class uf2_reader {
 public:
  explicit uf2_reader(image_collector& into)
      : into_(into), wanted_(into.options().uf2_family), numbers_(into), numbers_without_family_(into) {}

  void take(const std::byte* block, std::uint64_t offset) {
    offset_ = offset;
    ++blocks_;
    const std::uint32_t flags = uf2_number(block, uf2_field::flags);
    const uf2_family family =
        (flags & uf2_flag::family) != 0 ? uf2_family(uf2_number(block, uf2_field::family)) : uf2_family();
    if (family && !is_wanted(*family)) return;
    if (!wanted_ || family) ++taken_;
    auto& numbers = family ? numbers_ : numbers_without_family_;
    numbers.note(uf2_number(block, uf2_field::number), uf2_number(block, uf2_field::count), at(uf2_field::number));
    take_payload(block, flags);
  }

  void finish(std::uint64_t size) {
    if (blocks_ != 0 && wanted_ && others_ != 0 && taken_ == 0) {
      into_.refuse({}, "has no block of " + family_text(wanted_) + ", but of " + family_text(other_));
    }
    const file_place end{size, 0, 0, {}};
    numbers_.finish(end);
    numbers_without_family_.finish(end);
  }

 private:
  [[nodiscard]] file_place at(std::size_t field) const noexcept { return {offset_ + field, 0, 0, {}}; }

  /// Blocks of another family are passed over whole, their numbers included: so files can be joined to one.
  [[nodiscard]] bool is_wanted(std::uint32_t family) {
    if (wanted_ && family == *wanted_) return true;
    if (!wanted_ && !other_) other_ = family;
    if (!wanted_ && family == *other_) return true;
    if (!wanted_) {
      into_.refuse(at(uf2_field::family), "blocks of several families, " + hex_text(*other_) + " and " +
                                              hex_text(family) + ": name the family to take");
    }
    other_ = family;
    ++others_;
    return false;
  }

  void take_payload(const std::byte* block, std::uint32_t flags) {
    const std::uint32_t size = uf2_number(block, uf2_field::payload_size);
    const std::uint32_t address = uf2_number(block, uf2_field::address);
    const std::size_t most = (flags & uf2_flag::md5) != 0 ? uf2_most_payload - uf2_md5_size : uf2_most_payload;
    if (size > most) {
      into_.problem(at(uf2_field::payload_size),
                    "payload size: expected at most " + std::to_string(most) + ", found " + std::to_string(size));
      return;
    }
    if ((flags & uf2_flag::file_container) != 0) {
      const std::byte* const name = block + uf2_field::data + size;
      const std::byte* const stop = std::find(name, block + uf2_field::final_magic, std::byte{0});
      const file_place place{offset_ + uf2_field::flags, 0, 0,
                             text_of(bytes_view(name, static_cast<std::size_t>(stop - name)))};
      into_.problem(place, "the block belongs to a file for the board, not to its memory");
      return;
    }
    if ((flags & uf2_flag::not_main_flash) != 0) return;
    if (size % 4 != 0 || address % 4 != 0) {
      into_.problem(at(size % 4 != 0 ? uf2_field::payload_size : uf2_field::address),
                    "alignment: expected multiples of 4, found address " + hex_text(address) + " and payload size " +
                        std::to_string(size));
    }
    if (!fits(address, size, std::uint64_t{1} << 32)) {
      into_.problem(at(uf2_field::address),
                    "address: " + std::to_string(size) + " bytes at " + hex_text(address) + " reach beyond 32 bits");
      return;
    }
    into_.write(address, {block + uf2_field::data, size}, at(uf2_field::data));
  }

  image_collector& into_;
  uf2_family wanted_;
  uf2_family other_;  ///< without a wanted one, the one of the file; else the last one that was passed over
  block_numbers numbers_;
  block_numbers numbers_without_family_;
  std::uint64_t offset_ = 0;
  std::uint64_t blocks_ = 0;
  std::uint64_t taken_ = 0;
  std::uint64_t others_ = 0;
};

constexpr std::size_t usual_page = 256;

/// The pages that an image touches, in order: `take(page)` with the first address of each.
template <typename Take>
void visit_pages(const image_memory& memory, std::size_t size, Take&& take) {
  const auto page_size = static_cast<int128>(size);
  int128 next = 0;
  for (const image_range& block : memory.blocks()) {
    for (int128 page = std::max(next, block.start - block.start % page_size); page < block.stop; page += page_size) {
      take(page);
      next = page + page_size;
    }
  }
}

/// How many pages there are, after all that can be wrong with them has been tested.
std::uint32_t count_pages(const image_memory& memory, std::size_t size, bool filled) {
  const auto range = memory.content_range();
  constexpr auto stop = static_cast<int128>(1) << 32;
  if (range.start < 0 || range.stop > stop) {
    throw std::invalid_argument("UF2: addresses have 32 bits, and " +
                                address_text(range.start < 0 ? range.start : range.stop - 1) +
                                " has more; verilog-vmem has wider addresses");
  }
  const auto page_size = static_cast<int128>(size);
  std::uint64_t count = 0;
  int128 next = 0;
  for (const image_range& block : memory.blocks()) {
    const int128 first = std::max(next, block.start - block.start % page_size);
    next = block.stop + (page_size - block.stop % page_size) % page_size;
    if (next > first) count += static_cast<std::uint64_t>((next - first) / page_size);
    if (filled || (block.start % page_size == 0 && next == block.stop)) continue;
    const int128 missing = block.start % page_size != 0 ? block.start - 1 : block.stop;
    throw std::invalid_argument("UF2: it is written in whole pages of " + std::to_string(size) + " bytes, and " +
                                address_text(missing) + " is a hole; give a fill byte, or write Intel HEX");
  }
  if (next > stop) {
    throw std::invalid_argument("UF2: addresses have 32 bits, and the last page of " + std::to_string(size) +
                                " bytes reaches beyond; give a record length that is a power of 2");
  }
  return static_cast<std::uint32_t>(count);  // pages of at least 4 bytes in 32 bits
}

}  // namespace

void read_uf2(const view& bytes, image_collector& into) {
  into.content().word_size = into.options().word_size;
  into.expect(bytes.size() / uf2_block_size * uf2_most_payload);
  uf2_reader reader(into);
  const std::size_t stop = bytes.size() - bytes.size() % uf2_block_size;
  bool any = bytes.empty();
  for (std::size_t offset = 0; offset < stop; offset += uf2_block_size) {
    const std::byte* const block = bytes.data() + offset;
    if (has_uf2_magic(block)) {
      reader.take(block, offset);
      any = true;
    } else {
      into.problem({offset, 0, 0, {}}, "the magic numbers of a UF2 block are not there");
    }
  }
  if (!any) into.refuse({}, "is no UF2 file: it has no UF2 block");
  if (stop != bytes.size()) {
    into.problem({stop, 0, 0, {}}, "the last block: expected 512 bytes, found " + std::to_string(bytes.size() - stop));
  }
  reader.finish(bytes.size());
}

void write_uf2(const image& from, content_sink& to, const write_image_options& options) {
  const std::size_t page_size = options.record_length.value_or(usual_page);
  if (page_size == 0 || page_size > uf2_most_payload || page_size % 4 != 0) {
    throw std::invalid_argument("UF2: records have a multiple of 4, at most 476 bytes, not " +
                                std::to_string(page_size));
  }
  const std::uint32_t count = count_pages(from.memory, page_size, options.fill.has_value());
  std::array<std::byte, uf2_block_size> block;
  block.fill(std::byte{0xFF});  // what pads the data
  const auto put = [&](std::size_t field, std::uint32_t number) {
    store_unchecked(block.data() + field, number, std::endian::little);
  };
  put(uf2_field::first_magic, uf2_magic::first);
  put(uf2_field::second_magic, uf2_magic::second);
  put(uf2_field::flags, options.uf2_family ? uf2_flag::family : 0);
  put(uf2_field::payload_size, static_cast<std::uint32_t>(page_size));
  put(uf2_field::count, count);
  put(uf2_field::family, options.uf2_family.value_or(0));
  put(uf2_field::final_magic, uf2_magic::final);
  std::uint32_t number = 0;
  visit_pages(from.memory, page_size, [&](int128 page) {
    put(uf2_field::address, static_cast<std::uint32_t>(page));
    put(uf2_field::number, number++);
    from.memory.read(page, mutable_bytes_view(block).subspan(uf2_field::data, page_size),
                     options.fill.value_or(std::byte{0}));
    to.take(block);
  });
}

}  // namespace memosaic::image_core
