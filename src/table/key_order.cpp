// SPDX-License-Identifier: Apache-2.0
#include "table/key_order.hpp"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>

namespace memosaic::table_core {
namespace {

/// Bytes of an entry: as few as the last slot needs.
constexpr unsigned entry_width(std::uint64_t count) noexcept {
  const auto bits = static_cast<unsigned>(std::bit_width(count == 0 ? 0 : count - 1));
  return std::max(1U, (bits + 7) / 8);
}

constexpr std::uint64_t mask_of(unsigned width) noexcept { return ~std::uint64_t{0} >> (64 - 8 * width); }

}  // namespace

key_order_writer::key_order_writer(std::uint64_t count) : count_(count), width_(entry_width(count)) {}

void key_order_writer::add(std::uint64_t slot) {
  require_index(slot, count_);
  for (unsigned byte = 0; byte < width_; ++byte) entries_.push_back(static_cast<std::byte>(slot >> (8 * byte) & 0xffU));
}

std::vector<std::byte> key_order_writer::drain() { return std::exchange(entries_, {}); }

std::vector<std::byte> key_order_writer::header() const {
  std::vector<std::byte> header(section_header_size);
  put_number<std::uint8_t>(header.data(), static_cast<std::uint8_t>(width_));
  put_number<std::uint64_t>(header.data() + 8, count_);
  return header;
}

key_order::key_order(const key_section& section, std::uint64_t count) : count_(count), width_(entry_width(count)) {
  require_header(section, 16);
  const std::byte* const header = section.bytes.data();
  if (number_at<std::uint64_t>(header) != width_) {
    refuse(section, 0, "the width of entries is wrong", width_, number_at<std::uint64_t>(header));
  }
  if (number_at<std::uint64_t>(header + 8) != count) {
    refuse(section, 8, "the number of slots is wrong", count, number_at<std::uint64_t>(header + 8));
  }
  const auto entries = checked_multiply(count, width_);
  const auto expected = entries ? checked_add(*entries, section_header_size + key_order_writer::padding) : std::nullopt;
  if (!expected) refuse(section, 8, "the order has more slots than memory can hold");
  require_size(section, *expected);
  mask_ = mask_of(width_);
  entries_ = header + section_header_size;
}

void key_order::verify(const key_section& section) const {
  std::vector<bool> seen(count_);
  for (std::uint64_t position = 0; position < count_; ++position) {
    const std::uint64_t slot = (*this)[position];
    const std::uint64_t place = section_header_size + position * width_;
    if (slot == no_slot) refuse(section, place, "the order has a slot that does not exist");
    if (seen[slot]) refuse(section, place, "the order has a slot twice: slot " + std::to_string(slot));
    seen[slot] = true;
  }
  for (std::size_t at = section.bytes.size() - key_order_writer::padding; at < section.bytes.size(); ++at) {
    if (section.bytes[at] != std::byte{0}) refuse(section, at, "padding is not 0");
  }
}

}  // namespace memosaic::table_core
