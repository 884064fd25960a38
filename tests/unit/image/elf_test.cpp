// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "support/elf_file.hpp"
#include "support/image_sink.hpp"
#include "support/temporary_file.hpp"

namespace elf_test {
using namespace memosaic;
using namespace memosaic::literals;
using test::elf_file;

template <typename Run>
void every_kind(const Run& run) {
  for (const bool wide : {false, true}) {
    for (const std::endian order : {std::endian::little, std::endian::big}) {
      SCOPED_TRACE(std::string(wide ? "64" : "32") + (order == std::endian::little ? " little" : " big"));
      run(elf_file(wide, order));
    }
  }
}

read_image_options options_of(elf_addresses which, bool lenient = false) {
  read_image_options options;
  options.format = image_format::elf;
  options.elf = which;
  options.lenient = lenient;
  return options;
}

std::vector<std::byte> bytes_of_size(std::size_t size) { return test::random_bytes(size, size); }

TEST(Elf, SegmentsLieWhereTheirHeadersSay) {
  every_kind([](elf_file file) {
    file.entry = 0x80000011;
    file.segments = {{1, 0x80000000, 0x8000, bytes_of_size(100), 0},
                     {4, 0, 0, bytes_of_size(30), 0},  // a note
                     {1, 0x90000000, 0x9000, bytes_of_size(50), 1000}};
    const auto loaded = test::read_bytes(file.bytes());
    image expected;
    expected.memory.write(0x8000, bytes_of_size(100));
    expected.memory.write(0x9000, bytes_of_size(50));
    expected.entry = image_entry{0x8011, {}};
    EXPECT_EQ(loaded.format, image_format::elf);
    EXPECT_EQ(loaded.content, expected);
    const auto running = test::read_bytes(file.bytes(), options_of(elf_addresses::run));
    expected.memory.clear();
    expected.memory.write(0x80000000, bytes_of_size(100));
    expected.memory.write(0x90000000, bytes_of_size(50));
    expected.entry = image_entry{0x80000011, {}};
    EXPECT_EQ(running.content, expected);
  });
}

TEST(Elf, TheTopOfAddressesIsOrdinary) {
  every_kind([](elf_file file) {
    const bool wide = file.header_size() == 64;
    const std::uint64_t last = wide ? ~std::uint64_t{0} - 99 : 0xFFFFFFFF - 99;
    file.segments = {{1, last, last, bytes_of_size(100), 0}};
    EXPECT_EQ(test::read_bytes(file.bytes()).content.memory.content_range().stop, int128{1} << (wide ? 64 : 32));
    file.segments = {{1, 0, last + 1, bytes_of_size(100), 0}};
    EXPECT_NE(test::complaint_of(file.bytes()).find("segment: 100 bytes at 0x"), std::string::npos);
    EXPECT_NE(test::complaint_of(file.bytes()).find("reach beyond the last address at offset "), std::string::npos);
    EXPECT_TRUE(test::read_bytes(file.bytes(), options_of(elf_addresses::load, true)).content.memory.empty());
  });
}

TEST(Elf, TheImageSharesTheFile) {
  elf_file file(true, std::endian::little);
  file.segments = {{1, 0, 0, bytes_of_size(1000), 0}, {1, 5000, 5000, bytes_of_size(2000), 0}};
  const auto bytes = file.bytes();
  const view whole = buffer(bytes).freeze();
  const auto read = read_image(whole);
  for (const auto& piece : read.content.memory.segments()) {
    EXPECT_TRUE(piece.bytes.data() >= whole.begin() && piece.bytes.data() < whole.end());
  }
  EXPECT_EQ(read.content.memory.piece_count(), 2u);
  EXPECT_FALSE(read.content.entry);
}

TEST(Elf, AnEntryThatLiesInNoSegmentStays) {
  elf_file file(true, std::endian::little);
  file.entry = 0x1000000;
  file.segments = {{1, 0xFFFFFFFF81000000, 0x1000000, bytes_of_size(8), 0}};
  EXPECT_EQ(test::read_bytes(file.bytes()).content.entry, (image_entry{0x1000000, {}}));
}

TEST(Elf, ManySegmentsAreCountedInASection) {
  every_kind([](elf_file file) {
    file.count_in_section = true;
    for (unsigned i = 0; i < 10; ++i) file.segments.push_back({1, i * 100, i * 100, bytes_of_size(20), 0});
    EXPECT_EQ(test::read_bytes(file.bytes()).content.memory.block_count(), 10u);
    auto bytes = file.bytes();
    bytes.resize(file.section_at() + file.section_size() - 1);
    EXPECT_NE(test::complaint_of(bytes).find("the number of program headers is in the first section header, and at 0x"),
              std::string::npos);
  });
}

TEST(Elf, ObjectFilesAreRefusedByName) {
  every_kind([](elf_file file) {
    file.type = 1;
    EXPECT_EQ(test::complaint_of(file.bytes()),
              "is an object file, which has sections but no segments to load: link it first at offset 16");
    file.type = 2;
    EXPECT_NE(test::complaint_of(file.bytes()).find("has no segments to load at offset "), std::string::npos);
  });
}

TEST(Elf, EveryHeaderIsTestedToLieInTheFile) {
  every_kind([](elf_file file) {
    file.segments = {{1, 0x100, 0x100, bytes_of_size(64), 0}, {1, 0x200, 0x200, bytes_of_size(64), 0}};
    const auto whole = file.bytes();
    const auto sizes = {std::size_t{0},         std::size_t{3},     std::size_t{15},      std::size_t{16},
                        file.header_size() - 1, file.header_size(), file.section_at() - 1};
    for (const std::size_t size : sizes) {
      const bytes_view cut = bytes_view(whole).first(size);
      EXPECT_NE(test::complaint_of(cut, options_of(elf_addresses::load, true)), "it was read") << size;
    }
    const bytes_view cut = bytes_view(whole).first(whole.size() - 1);
    EXPECT_NE(test::complaint_of(cut).find("segment: 64 bytes at 0x"), std::string::npos);
    const auto lenient = test::read_bytes(cut, options_of(elf_addresses::load, true));
    EXPECT_EQ(lenient.content.memory.content_range(), (image_range{0x100, 0x140}));
    EXPECT_EQ(lenient.problem_count, 1u);
  });
}

TEST(Elf, NamesWhatIsWrong) {
  elf_file file(true, std::endian::little);
  file.segments = {{1, 0x100, 0x100, bytes_of_size(64), 0}, {1, 0x110, 0x110, bytes_of_size(63), 0}};
  EXPECT_NE(test::complaint_of(file.bytes()).find("overlap: 0x110 already holds 0x"), std::string::npos);
  auto bytes = file.bytes();
  bytes[6] = std::byte{9};
  EXPECT_EQ(test::complaint_of(bytes), "version: expected 1, found 9 at offset 6");
  bytes[4] = std::byte{0};
  EXPECT_EQ(test::complaint_of(bytes, options_of(elf_addresses::load)), "class: expected 1 or 2, found 0 at offset 4");
  bytes[4] = std::byte{2};
  bytes[6] = std::byte{1};
  bytes[5] = std::byte{3};
  EXPECT_EQ(test::complaint_of(bytes), "byte order: expected 1 or 2, found 3 at offset 5");
  bytes = file.bytes();
  bytes[54] = std::byte{55};
  EXPECT_EQ(test::complaint_of(bytes), "size of a program header: expected at least 56, found 55 at offset 54");
  bytes = file.bytes();
  bytes[64 + 40] = std::byte{63};
  EXPECT_EQ(test::complaint_of(bytes), "size of the segment in memory: expected at least 64, found 63 at offset 104");
  bytes = file.bytes();
  bytes[56] = bytes[57] = std::byte{0xFE};
  EXPECT_EQ(test::complaint_of(bytes),
            "the program headers: 65278 of 56 bytes at 0x40 reach beyond the end of the file at offset 32");
  EXPECT_EQ(test::complaint_of("no ELF file at all"_bytes, options_of(elf_addresses::load)),
            "is no ELF file: it does not begin with 0x7F and ELF at offset 0");
}

TEST(Elf, SegmentsThatAllClaimTheWholeFileAreRefused) {
  elf_file file(true, std::endian::little);
  file.segments.resize(40);
  auto bytes = file.bytes();
  for (std::size_t header = 64; header < file.section_at(); header += 56) {
    for (const std::size_t field : {std::size_t{32}, std::size_t{40}}) {
      bytes[header + field] = static_cast<std::byte>(bytes.size() & 255);
      bytes[header + field + 1] = static_cast<std::byte>(bytes.size() >> 8);
    }
    bytes[header + 8] = bytes[header + 9] = std::byte{0};
  }
  const std::string complaint = test::complaint_of(bytes);
  EXPECT_NE(complaint.find("the segments so far claim "), std::string::npos) << complaint;
  EXPECT_THROW(static_cast<void>(test::read_bytes(bytes, options_of(elf_addresses::load, true))), image_error);
}

TEST(Elf, AddressesOfWordsBecomeAddressesOfBytes) {
  elf_file file(false, std::endian::little);
  file.entry = 0x104;
  file.segments = {{1, 0x100, 0x100, bytes_of_size(64), 0}};
  auto options = options_of(elf_addresses::load);
  options.word_size = 2;
  const auto read = test::read_bytes(file.bytes(), options).content;
  EXPECT_EQ(read.memory.content_range(), (image_range{0x200, 0x240}));
  EXPECT_EQ(read.entry, (image_entry{0x208, {}}));
  EXPECT_EQ(read.word_size, 2u);
}

}  // namespace elf_test
