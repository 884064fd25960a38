// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "memosaic/file/mapping.hpp"
#include "memosaic/image/read_image.hpp"
#include "support/image_sink.hpp"
#include "support/temporary_file.hpp"

namespace raw_test {
using namespace memosaic;
using namespace memosaic::literals;
using test::written;

const read_image_options as_raw{.format = image_format::raw};

TEST(RawImage, BeginsWhereItIsTold) {
  read_image_options options = as_raw;
  options.raw_address = int128{1} << 64;
  const auto read = test::read_bytes("abc"_bytes, options);
  EXPECT_EQ(read.format, image_format::raw);
  EXPECT_EQ(read.content.memory, image_memory::from_bytes("abc"_bytes, int128{1} << 64));
  EXPECT_EQ(text_of(written(read.content, image_format::raw)), "abc");
  EXPECT_TRUE(test::read_bytes({}, as_raw).content.memory.empty());
  EXPECT_TRUE(written({}, image_format::raw).empty());
}

TEST(RawImage, RefusesToReachBeyondTheLastAddress) {
  read_image_options options = as_raw;
  options.raw_address = highest_stop<int128> - 2;
  options.name = "a.bin";
  EXPECT_EQ(test::complaint_of("abc"_bytes, options), "a.bin: the bytes end beyond the last address at offset 0");
  options.raw_address -= 1;
  EXPECT_EQ(test::read_bytes("abc"_bytes, options).content.memory.content_size(), 3u);
}

TEST(RawImage, SharesTheMappingAndDetachesWhatIsWritten) {
  const auto content = test::random_bytes(1 << 20);
  const test::temporary_file stored(content);
  auto read = load_image(stored.path(), as_raw);
  const auto first_piece = *read.content.memory.segments().begin();
  EXPECT_EQ(first_piece.bytes.size(), content.size());
  read.content.memory.poke(500'000, std::byte{7});
  std::size_t shared = 0;
  for (const auto& piece : read.content.memory.segments()) {
    const bool same_place = piece.bytes.data() == first_piece.bytes.data() + static_cast<std::ptrdiff_t>(piece.start);
    if (same_place) shared += piece.bytes.size();
  }
  EXPECT_GE(shared, content.size() - 64 * 1024);
  auto expected = content;
  expected[500'000] = std::byte{7};
  EXPECT_EQ(written(read.content, image_format::raw), expected);
  EXPECT_EQ(stored.content(), content);
}

std::string refused(const image& from, const write_image_options& options = {}) {
  try {
    return "written: " + std::to_string(written(from, image_format::raw, options).size());
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

TEST(RawImage, HolesAreFilledOrRefused) {
  image from;
  from.memory.write(0x100, "ab"_bytes);
  from.memory.write(0x105, "c"_bytes);
  EXPECT_EQ(refused(from),
            "raw binary: there is no room for the hole [0x102, 0x105); give a fill byte, or write Intel HEX");
  write_image_options options;
  options.fill = std::byte{'-'};
  EXPECT_EQ(text_of(written(from, image_format::raw, options)), "ab---c");
  from.memory.write(int128{1} << 64, "d"_bytes);
  EXPECT_EQ(refused(from, options),
            "raw binary: [0x100, 0x10000000000000001) is more than a file can be; crop it, or write Intel HEX");
}

TEST(RawImage, HasNoRecords) {
  write_image_options options;
  options.record_length = 16;
  EXPECT_EQ(refused({}, options), "raw binary: it has no record length; leave it out");
  options = {};
  options.address_bits = 32;
  EXPECT_EQ(refused({}, options), "raw binary: it has no choice of address widths; leave it out");
}

}  // namespace raw_test
