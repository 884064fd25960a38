// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/contents.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "memosaic/bytes/crc.hpp"
#include "memosaic/bytes/crc_catalogue.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapping.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::contents_test {

using namespace memosaic::literals;

/// "Hello" at 0x10, a hole, a run of 10,000 bytes.
sparse_memory sample() {
  sparse_memory memory;
  memory.write(0x10, "Hello"_bytes);
  memory.fill({0x20, 0x20 + 10'000}, "xyz"_bytes);
  return memory;
}

std::string all_of(const sparse_memory& memory, address_range where, hole_rule holes) {
  std::string text;
  visit_content(memory, where, holes, [&](bytes_view part) { text += text_of(part); });
  return text;
}

TEST(SparseContents, HolesAreFilledSkippedOrRefused) {
  const auto memory = sample();
  EXPECT_EQ(all_of(memory, {0xE, 0x22}, hole_rule::fill(std::byte{'.'})), "..Hello...........xy");
  EXPECT_EQ(all_of(memory, {0xE, 0x22}, hole_rule::skip()), "Helloxy");
  EXPECT_EQ(all_of(memory, {0x11, 0x13}, hole_rule::refuse()), "el");
  EXPECT_THROW(all_of(memory, {0x11, 0x22}, hole_rule::refuse()), std::out_of_range);
  EXPECT_EQ(all_of(memory, {0x1000000, 0x1000000 + 10'000}, hole_rule::fill(std::byte{'.'})), std::string(10'000, '.'));
}

TEST(SparseContents, ADigestIsThatOfTheBytes) {
  const auto memory = sample();
  const address_range where{0x10, 0x20 + 10'000};
  std::string bytes = "Hello" + std::string(11, '\xFF');
  while (bytes.size() < where.size()) bytes += "xyz";
  bytes.resize(where.size());
  static constexpr crc_algorithm algorithm(crc_32_iso_hdlc);
  crc expected(algorithm);
  expected.update(bytes_of(bytes));
  EXPECT_EQ(digest(crc(algorithm), memory, where, hole_rule::fill(std::byte{0xFF})).value(), expected.value());
}

TEST(SparseContents, NumbersLieAcrossPieces) {
  auto memory = sample();
  memory.insert(0x12, "--"_bytes);
  EXPECT_EQ(load<std::uint32_t>(memory, 0x11, std::endian::big), 0x652D2D6CU);
  EXPECT_THROW(static_cast<void>(load<std::uint64_t>(memory, 0x11, std::endian::big)), std::out_of_range);
  store<std::uint32_t>(memory, 0x1E, 0x01020304, std::endian::little);
  EXPECT_EQ(memory.peek(0x1E), std::byte{4});
  EXPECT_EQ(load<std::uint16_t>(memory, 0x20, std::endian::little), 0x0102U);
}

TEST(SparseContents, PiecesAreGatheredIntoADescriptor) {
  sparse_memory memory;
  for (std::int64_t i = 0; i < 3000; ++i) memory.write(i * 7, "abc"_bytes);  // more than one call takes
  memory.fill({100'000, 120'000}, "xyz"_bytes);
  const test::temporary_file target;
  const int fd = ::open(target.path().c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_GE(fd, 0);
  const address_range where{-10, 120'005};
  EXPECT_EQ(write_content(fd, memory, where, hole_rule::fill(std::byte{'.'})), where.size());
  ::close(fd);
  std::vector<std::byte> expected(where.size());
  memory.read(where.start, expected, std::byte{'.'});
  const file written(target.path());
  const auto mapped = mapping(written).view();
  EXPECT_TRUE(std::ranges::equal(mapped, expected));
}

}  // namespace memosaic::contents_test
