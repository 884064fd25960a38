#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/checked.hpp"
#include "table/key_section.hpp"

namespace memosaic::table_core {

/// One of the runs into which something is cut: the bytes of a record, or the records of a key.
struct run {
  std::uint64_t start = no_slot;
  std::uint64_t length = 0;

  /// Whether there is such a run. False also where the bytes of the section lie.
  [[nodiscard]] bool found() const noexcept { return start != no_slot; }
  friend bool operator==(const run&, const run&) = default;
};

/// How many lengths of 8, 16 or 32 bits a line of 64 bytes has beside its head.
[[nodiscard]] constexpr std::uint64_t runs_per_line(unsigned bits) noexcept { return 448 / bits; }

/// What has to be known of all lengths before the first is written: which of three widths takes least space.
class run_sizes {
 public:
  /// Notes one length, in units.
  void add(std::uint64_t length) noexcept {
    ++count_;
    if (length > 0xff) ++over_8_;
    if (length > 0xffff) ++over_16_;
    if (length > 0xffff'ffff) ++over_32_;
  }

  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] unsigned best_bits() const noexcept;

 private:
  std::uint64_t count_ = 0;
  std::uint64_t over_8_ = 0;
  std::uint64_t over_16_ = 0;
  std::uint64_t over_32_ = 0;
};

/// Writes a section of runs that follow each other without gaps, from their lengths.
///
/// Memory: what was not drained, and 456 bytes at most for each line that has a length beyond its width.
class key_runs_writer {
 public:
  /// Lengths of 8, 16 or 32 bits, counted in units of 2^shift, `shift` being at most 6.
  key_runs_writer(unsigned bits, unsigned shift) noexcept : bits_(bits), shift_(shift) {}

  /// Errors: `std::length_error` if all of it would be longer than 2^63 / 2^shift units; nothing is added then.
  void add(std::uint64_t length);

  /// The lines that are whole so far and were not drained before, which follow the header in the section.
  [[nodiscard]] std::vector<std::byte> drain();

  /// The bytes that `drain` would return.
  [[nodiscard]] std::size_t waiting() const noexcept { return lines_.size(); }

  /// Ends the last line. Then `drain()` is called a last time, and the wide lines follow.
  void finish();
  [[nodiscard]] std::array<std::byte, section_header_size> header() const noexcept;
  [[nodiscard]] bytes_view wide_lines() const noexcept MEMOSAIC_LIFETIMEBOUND { return wide_; }

  /// The sum of all lengths, in units.
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }

 private:
  void end_line();

  unsigned bits_;
  unsigned shift_;
  std::uint64_t count_ = 0;
  std::uint64_t total_ = 0;
  std::array<std::uint64_t, 57> starts_{};  ///< of the runs of the line that is not whole, and their end
  std::size_t in_line_ = 0;
  std::uint64_t wide_count_ = 0;
  std::vector<std::byte> lines_;
  std::vector<std::byte> wide_;
};

/// Runs as they lie in the file, by number: the start is the line's head and the sum of the lengths before.
///
/// Cost of a lookup: one cache line, two or three if a length of the line has more bits than usual. Space: 1.15 bytes
/// a run if all lengths are below 256 units. Nothing in the bytes is trusted: no run reaches beyond the total.
class key_runs {
 public:
  key_runs() noexcept = default;

  /// Tests the header and the sizes in O(1); there must be `count` runs, whose lengths make `total` units of 2^shift:
  /// what a section holds decides its unit, not the file.
  /// Lifetime: of the section's bytes. Errors: `format_error`.
  key_runs(const key_section& section, std::uint64_t count, std::uint64_t total, unsigned shift);

  [[nodiscard]] std::uint64_t size() const noexcept { return count_; }

  /// In what the units measure, not in units. None if there are not so many.
  [[nodiscard]] run operator[](std::uint64_t number) const noexcept {
    if (number >= count_) return {};
    const run found = bits_ == 8 ? in_line<8>(number) : bits_ == 16 ? in_line<16>(number) : in_line<32>(number);
    if (!fits(found.start, found.length, total_)) [[unlikely]]
      return {};
    return {found.start << shift_, found.length << shift_};
  }

  /// Where the line of a run is, to be prefetched; `number` is below `size()`.
  [[nodiscard]] const std::byte* place(std::uint64_t number) const noexcept {
    return lines_ + number / per_line_ * line_size;
  }

  /// Tests that every run begins where the one before ends. Cost: linear. Errors: `format_error`.
  void verify(const key_section& section) const;

 private:
  static constexpr std::size_t line_size = 64;
  static constexpr std::uint64_t wide_mark = std::uint64_t{1} << 63U;

  template <unsigned bits>
  [[nodiscard]] run in_line(std::uint64_t number) const noexcept {
    constexpr std::uint64_t per_line = runs_per_line(bits);
    const std::byte* const line = lines_ + number / per_line * line_size;
    const auto index = static_cast<unsigned>(number % per_line);
    const auto head = number_at<std::uint64_t>(line);
    if ((head & wide_mark) != 0) [[unlikely]]
      return in_wide_line(head & ~wide_mark, index);
    return {head + sum_before<bits>(line + 8, index * bits), length_at<bits>(line + 8, index)};
  }

  /// The sum of the numbers in the first `stop` bits of 7 words, without a jump that depends on their count.
  template <unsigned bits>
  [[nodiscard]] static std::uint64_t sum_before(const std::byte* words, unsigned stop) noexcept {
    constexpr std::uint64_t lower = bits == 8    ? 0x00ff'00ff'00ff'00ff
                                    : bits == 16 ? 0x0000'ffff'0000'ffff
                                                 : 0xffff'ffff;
    std::uint64_t sum = 0;
    for (unsigned word = 0; word < 7; ++word) {
      const unsigned wanted = stop > 64 * word ? stop - 64 * word : 0;
      const std::uint64_t mask = wanted >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << wanted) - 1;
      const std::uint64_t lengths = number_at<std::uint64_t>(words + 8 * word) & mask;
      sum += (lengths & lower) + ((lengths >> bits) & lower);
    }
    if constexpr (bits == 8) return (sum * 0x0001'0001'0001'0001) >> 48U;
    if constexpr (bits == 16) return (sum >> 32U) + (sum & 0xffff'ffff);
    return sum;
  }

  template <unsigned bits>
  [[nodiscard]] static std::uint64_t length_at(const std::byte* lengths, unsigned index) noexcept {
    if constexpr (bits == 8) return std::to_integer<std::uint64_t>(lengths[index]);
    if constexpr (bits == 16) return number_at<std::uint16_t>(lengths + 2 * index);
    return number_at<std::uint32_t>(lengths + 4 * index);
  }

  [[nodiscard]] run in_wide_line(std::uint64_t number, unsigned index) const noexcept;
  [[nodiscard]] std::uint64_t verify_line(const key_section& section, std::uint64_t number, std::uint64_t start,
                                          std::uint64_t& wide_lines) const;

  const std::byte* lines_ = nullptr;
  const std::byte* wide_ = nullptr;
  std::uint64_t count_ = 0;
  std::uint64_t total_ = 0;
  std::uint64_t wide_count_ = 0;
  std::uint64_t per_line_ = 56;
  unsigned bits_ = 8;
  unsigned shift_ = 0;
};

}  // namespace memosaic::table_core
