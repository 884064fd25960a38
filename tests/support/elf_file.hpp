#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "memosaic/bytes/endian.hpp"

namespace memosaic::test {

/// A program header, and the bytes that it stands for.
struct elf_segment {
  std::uint32_t type = 1;
  std::uint64_t run_address = 0;
  std::uint64_t load_address = 0;
  std::vector<std::byte> bytes;
  std::uint64_t beyond = 0;  ///< what it has in memory beyond its bytes
};

/// Builds ELF files of both classes and byte orders: header, program headers, one section header, bytes.
class elf_file {
 public:
  elf_file(bool wide, std::endian order) : wide_(wide), order_(order) {}

  std::uint64_t entry = 0;
  std::uint16_t type = 2;  ///< executable
  std::vector<elf_segment> segments;
  bool count_in_section = false;  ///< tell the number of segments as files with 65535 of them do

  [[nodiscard]] std::size_t header_size() const { return wide_ ? 64 : 52; }
  [[nodiscard]] std::size_t segment_size() const { return wide_ ? 56 : 32; }
  [[nodiscard]] std::size_t section_size() const { return wide_ ? 64 : 40; }
  [[nodiscard]] std::size_t section_at() const { return header_size() + segments.size() * segment_size(); }

  [[nodiscard]] std::vector<std::byte> bytes() const {
    std::vector<std::byte> file;
    const auto put = [&](std::uint64_t number, std::size_t size) {
      for (std::size_t i = 0; i < size; ++i) {
        const std::size_t shift = order_ == std::endian::little ? i : size - 1 - i;
        file.push_back(static_cast<std::byte>(number >> (8 * shift)));
      }
    };
    const std::size_t word = wide_ ? 8 : 4;
    for (const int each : {0x7f, 0x45, 0x4c, 0x46, wide_ ? 2 : 1, order_ == std::endian::little ? 1 : 2, 1, 0}) {
      put(static_cast<std::uint64_t>(each), 1);
    }
    file.resize(16);
    put(type, 2), put(0, 2), put(1, 4);
    put(entry, word), put(header_size(), word), put(section_at(), word);
    put(0, 4), put(header_size(), 2), put(segment_size(), 2);
    put(count_in_section ? 0xFFFF : segments.size(), 2);
    put(section_size(), 2), put(1, 2), put(0, 2);
    std::uint64_t at = section_at() + section_size();
    for (const auto& each : segments) {
      put(each.type, 4);
      if (wide_) put(5, 4);
      put(at, word), put(each.run_address, word), put(each.load_address, word), put(each.bytes.size(), word);
      put(each.bytes.size() + each.beyond, word);
      if (!wide_) put(5, 4);
      put(1, word);
      at += each.bytes.size();
    }
    const std::size_t information = file.size() + (wide_ ? 44 : 28);
    file.resize(information);
    put(count_in_section ? segments.size() : 0, 4);
    file.resize(section_at() + section_size());
    for (const auto& each : segments) file.insert(file.end(), each.bytes.begin(), each.bytes.end());
    return file;
  }

 private:
  bool wide_;
  std::endian order_;
};

}  // namespace memosaic::test
