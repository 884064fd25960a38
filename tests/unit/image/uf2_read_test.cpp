// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "image/uf2_block.hpp"
#include "support/image_sink.hpp"

namespace uf2_read_test {
using namespace memosaic;
using namespace memosaic::literals;
using image_core::uf2_field;
using image_core::uf2_flag;

struct uf2_block {
  std::uint32_t address = 0, size = 256, number = 0, count = 1, flags = 0, family = 0;
  std::byte value{0x11};
};

void put(mutable_bytes_view block, std::size_t field, std::uint32_t number) {
  store<std::uint32_t>(block, field, number, std::endian::little);
}

std::vector<std::byte> file_of(const std::vector<uf2_block>& blocks) {
  std::vector<std::byte> file;
  for (const auto& each : blocks) {
    std::vector<std::byte> bytes(512);
    put(bytes, uf2_field::first_magic, image_core::uf2_magic::first);
    put(bytes, uf2_field::second_magic, image_core::uf2_magic::second);
    put(bytes, uf2_field::flags, each.flags);
    put(bytes, uf2_field::address, each.address);
    put(bytes, uf2_field::payload_size, each.size);
    put(bytes, uf2_field::number, each.number);
    put(bytes, uf2_field::count, each.count);
    put(bytes, uf2_field::family, each.family);
    std::fill(bytes.begin() + 32, bytes.begin() + 508, each.value);
    put(bytes, uf2_field::final_magic, image_core::uf2_magic::final);
    file.insert(file.end(), bytes.begin(), bytes.end());
  }
  return file;
}

read_image_options options_of(bool lenient) { return {.format = image_format::uf2, .lenient = lenient}; }

/// What a strict reading says, after it has been seen that a lenient one notes the same and goes on.
std::string problem_of(const std::vector<std::byte>& file, int128 content) {
  const auto lenient = test::read_bytes(file, options_of(true));
  const std::string complaint = test::complaint_of(file, options_of(false));
  if (lenient.problems.empty()) return "no problem";
  EXPECT_EQ(static_cast<int128>(lenient.content.memory.content_size()), content) << complaint;
  EXPECT_EQ(complaint.find(lenient.problems.front().reason), 0u) << complaint;
  return complaint;
}

TEST(Uf2Read, BlocksInAnyOrder) {
  const auto read = test::read_bytes(file_of({{.address = 0x1000, .number = 2, .count = 3, .value = std::byte{3}},
                                              {.address = 0x100, .size = 4, .number = 0, .count = 3},
                                              {.address = 0x104, .size = 476, .number = 1, .count = 3}}));
  image_memory expected;
  expected.fill({0x100, 0x104 + 476}, "\x11"_bytes);
  expected.fill({0x1000, 0x1100}, "\x03"_bytes);
  EXPECT_EQ(read.format, image_format::uf2);
  EXPECT_EQ(read.content.memory, expected);
  EXPECT_FALSE(read.content.entry);
}

TEST(Uf2Read, CommentsAndMd5AreNoMemory) {
  const auto read = test::read_bytes(file_of({{.number = 0, .count = 2, .flags = uf2_flag::not_main_flash},
                                              {.size = 452, .number = 1, .count = 2, .flags = uf2_flag::md5}}));
  EXPECT_EQ(read.content.memory.content_size(), 452u);
  EXPECT_EQ(problem_of(file_of({{.size = 456, .flags = uf2_flag::md5}}), 0),
            "payload size: expected at most 452, found 456 at offset 16");
}

TEST(Uf2Read, NamesWhatIsWrong) {
  EXPECT_EQ(problem_of(file_of({{.size = 480}}), 0), "payload size: expected at most 476, found 480 at offset 16");
  EXPECT_EQ(problem_of(file_of({{.address = 2, .size = 4}}), 4),
            "alignment: expected multiples of 4, found address 0x2 and payload size 4 at offset 12");
  EXPECT_EQ(problem_of(file_of({{.address = 0xFFFFFFFC, .size = 8}}), 0),
            "address: 8 bytes at 0xFFFFFFFC reach beyond 32 bits at offset 12");
  EXPECT_EQ(problem_of(file_of({{.number = 1}}), 256), "block number: expected less than 1, found 1 at offset 20");
  EXPECT_EQ(problem_of(file_of({{.count = 2}, {.address = 256, .number = 1, .count = 3}}), 512),
            "number of blocks: expected 2 as in the first block, found 3 at offset 532");
  EXPECT_EQ(problem_of(file_of({{.count = 2}, {.address = 256, .count = 2}}), 512),
            "block number: 0 appears twice at offset 532");
  EXPECT_EQ(problem_of(file_of({{.number = 0, .count = 4}, {.address = 256, .number = 2, .count = 4}}), 512),
            "block 1 is missing of 4 at offset 1024");
  EXPECT_EQ(problem_of(file_of({{.count = 0xFFFFFFFF}}), 256),
            "blocks 1 to 4294967294 are missing of 4294967295 at offset 512");
  EXPECT_EQ(problem_of(file_of({{.number = 1, .count = 2}, {.address = 256, .number = 1, .count = 2}}), 512),
            "block 0 is missing of 2 at offset 1024");
  EXPECT_EQ(problem_of(file_of({{.count = 2}, {.number = 1, .count = 2, .value = std::byte{2}}}), 256),
            "overlap: 0x0 already holds 0x11, found 0x02 at offset 544");
}

TEST(Uf2Read, AFileInAContainerIsNamed) {
  auto file = file_of({{.size = 8, .flags = uf2_flag::file_container}});
  const auto name = "logo.png\0"_bytes;
  std::copy(name.begin(), name.end(), file.begin() + 32 + 8);
  file[32 + 8 + 8] = std::byte{0};
  EXPECT_EQ(problem_of(file, 0), "the block belongs to a file for the board, not to its memory at offset 8: logo.png");
  file = file_of({{.size = 8, .flags = uf2_flag::file_container, .value = std::byte{'x'}}});
  EXPECT_EQ(test::read_bytes(file, options_of(true)).problems.front().record.size(), 80u);
}

TEST(Uf2Read, BytesThatAreNoBlock) {
  auto file = file_of({{.count = 1}, {.count = 1}});
  file[508] = std::byte{0};
  EXPECT_EQ(problem_of(file, 256), "the magic numbers of a UF2 block are not there at offset 0");
  file = file_of({{}});
  file.resize(600);
  EXPECT_EQ(problem_of(file, 256), "the last block: expected 512 bytes, found 88 at offset 512");
  EXPECT_TRUE(test::read_bytes({}, options_of(false)).content.memory.empty());
  const std::string no_blocks(1024, 'x');
  EXPECT_EQ(test::complaint_of(bytes_of(no_blocks), options_of(true)),
            "is no UF2 file: it has no UF2 block at offset 0");
  EXPECT_EQ(test::complaint_of("x"_bytes, options_of(true)), "is no UF2 file: it has no UF2 block at offset 0");
}

TEST(Uf2Read, FamiliesAreChosen) {
  const auto one = [](std::uint32_t family, std::uint32_t address) {
    return uf2_block{.address = address, .flags = uf2_flag::family, .family = family};
  };
  const auto file = file_of({one(0xE48BFF56, 0), one(0xADA52840, 0x400)});
  EXPECT_EQ(test::complaint_of(file, options_of(true)),
            "blocks of several families, 0xE48BFF56 and 0xADA52840: name the family to take at offset 540");
  auto chosen = options_of(false);
  chosen.uf2_family = 0xADA52840;
  EXPECT_EQ(test::read_bytes(file, chosen).content.memory.content_range(), (image_range{0x400, 0x500}));
  chosen.uf2_family = 1;
  EXPECT_EQ(test::complaint_of(file, chosen), "has no block of family 0x1, but of family 0xADA52840 at offset 0");
  EXPECT_EQ(test::read_bytes(file_of({{.count = 1}}), chosen).content.memory.content_size(), 256u);
}

}  // namespace uf2_read_test
