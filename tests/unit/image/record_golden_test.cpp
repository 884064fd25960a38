// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "image/formats.hpp"
#include "support/image_reading.hpp"

// One image as Intel HEX and S-record files: those that other tools wrote of it are read, and what this library writes
// stays as it was first written.
namespace memosaic::record_golden_test {

using namespace memosaic::literals;
using image_core::read_intel_hex;
using image_core::read_s_record;
using image_core::write_intel_hex;
using image_core::write_s_record;
using testing::read_text;
using testing::written_text;

std::string golden(const std::string& name) {
  const auto path = std::filesystem::path(__FILE__).parent_path() / "../../golden/image" / name;
  std::ifstream stream(path, std::ios::binary);
  EXPECT_TRUE(stream.is_open()) << path;
  return {std::istreambuf_iterator<char>(stream), {}};
}

image three_blocks() {
  image made;
  made.memory.write(0x100, "Hello, World! Twenty-six letters."_bytes);
  made.memory.write(0xFFF8, "across 64 KiB..."_bytes);
  std::vector<std::byte> last(16);
  for (std::size_t i = 0; i < last.size(); ++i) last[i] = static_cast<std::byte>(0xF0 + i);
  made.memory.write(0x20000, last);
  made.entry = image_entry{0x104, std::nullopt};
  return made;
}

TEST(RecordGolden, FilesOfOtherToolsAreRead) {
  const image expected = three_blocks();
  image segmented = expected;
  segmented.entry->segment = std::uint16_t{0};
  EXPECT_EQ(read_text(read_intel_hex, golden("by_intelhex.hex")).content, expected);
  EXPECT_EQ(read_text(read_intel_hex, golden("by_srec_cat.hex")).content, expected);
  EXPECT_EQ(read_text(read_intel_hex, golden("by_objcopy.hex")).content, segmented);
  EXPECT_EQ(read_text(read_intel_hex, golden("by_srec_cat_segments.hex")).content, segmented);
  for (const auto& [name, header] : {std::pair{"by_objcopy.s28", "objcopy.srec"},
                                     std::pair{"by_srec_cat.srec", "http://srecord.sourceforge.net/"}}) {
    image with_header = expected;
    with_header.header = header;
    EXPECT_EQ(read_text(read_s_record, golden(name)).content, with_header);
  }
}

TEST(RecordGolden, FilesStayAsTheyWereFirstWritten) {
  image from = three_blocks();
  EXPECT_EQ(written_text(write_intel_hex, from), golden("blocks.hex"));
  EXPECT_EQ(written_text(write_intel_hex, from, {.record_length = 32, .address_bits = 20, .lines = line_end::crlf}),
            golden("segments.hex"));
  from.header = "three blocks";
  EXPECT_EQ(written_text(write_s_record, from), golden("blocks.s28"));
  EXPECT_EQ(written_text(write_s_record, from, {.record_length = 7, .address_bits = 32}), golden("blocks.s37"));
  from.memory.crop({0, 0x200});
  EXPECT_EQ(written_text(write_s_record, from), golden("block.s19"));
}

}  // namespace memosaic::record_golden_test
