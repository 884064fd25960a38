// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/image_patch.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "memosaic/image/image_error.hpp"
#include "support/image_model.hpp"

namespace memosaic::image_patch_test {

using namespace memosaic::literals;

std::string text_of_patch(const image_patch& patch) {
  struct sink final : content_sink {
    std::string text;
    void take(bytes_view part) override { text += text_of(part); }
  } to;
  write_patch(patch, to);
  return to.text;
}

std::string complaint(std::string_view text) {
  try {
    static_cast<void>(read_patch(bytes_of(text), "p"));
  } catch (const image_error& error) {
    return error.what();
  }
  return "nothing";
}

TEST(ImagePatch, IsTextThatPeopleCanRead) {
  image before;
  before.memory.write(0x8000, "\xde\xad\xbe\xef"_bytes);
  before.entry = image_entry{0x10010, std::uint16_t{0x1000}};
  image after;
  after.memory.write(0x8002, "\xfe\xef"_bytes);
  after.memory.fill({0x10000, 0x20000}, "\xff"_bytes);
  EXPECT_EQ(text_of_patch({before, after}),
            "memosaic image patch 1\n- 0x8000 +3 deadbe\n+ 0x8002 +1 fe\n+ 0x10000 +65536 *ff\n"
            "entry 0x1000:0x10 none\nend\n");
}

TEST(ImagePatch, TurnsOneIntoTheOtherAndBackAfterItWasText) {
  std::mt19937_64 random(11);
  for (int trial = 0; trial < 1000; ++trial) {
    image before;
    image after;
    const int128 base = test::image_bases[random() % test::image_bases.size()];
    before.memory = test::random_image(random, base);
    after.memory = random() % 4 == 0 ? before.memory : test::random_image(random, base);
    if (random() % 2 == 0) before.entry = image_entry{base, std::nullopt};
    if (random() % 2 == 0) after.entry = image_entry{0x12, std::uint16_t{1}};
    const std::string text = text_of_patch({before, after});
    const image_patch patch = read_patch(bytes_of(text));
    ASSERT_EQ(text_of_patch(patch), text);
    image changed = before;
    patch.apply(changed);
    ASSERT_EQ(changed.memory, after.memory);
    ASSERT_EQ(changed.entry, after.entry);
    patch.reversed().apply(changed);
    ASSERT_EQ(changed, before);
    ASSERT_EQ(patch.empty(), before == after);
  }
}

TEST(ImagePatch, IsRefusedByAnImageThatIsNotWhatItChanges) {
  image before;
  before.memory.write(0x100, "abcdef"_bytes);
  image after = before;
  after.memory.write(0x102, "XY"_bytes);
  const image_patch patch(before, after);
  image other = before;
  other.memory.poke(0x103, std::byte{'q'});
  const image untouched = other;
  try {
    patch.apply(other);
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "the patch does not apply: at 0x103 the image is not what it changes");
  }
  EXPECT_EQ(other, untouched);
  image with_entry = before;
  with_entry.entry = image_entry{5, std::nullopt};
  image fresh = before;
  EXPECT_THROW(image_patch(with_entry, before).apply(fresh), std::invalid_argument);
}

TEST(ImagePatch, ShortLinesOfLongRunsAreNoWork) {
  const std::string head = "memosaic image patch 1\n";
  const std::string run = " 0x0 +9000000000000000000 *ff\n";
  const image_patch patch = read_patch(bytes_of(head + "-" + run + "end\n"));
  image small;
  small.memory.write(0, "\xFF\xFF"_bytes);
  EXPECT_THROW(patch.apply(small), std::invalid_argument);
  EXPECT_EQ(complaint(head + "-" + run + "+" + run + "end\n"), "p:4:1: the patch replaces more than 64 GiB: end");
}

TEST(ImagePatch, WrongTextIsRefusedWithItsPlace) {
  const std::string head = "memosaic image patch 1\n";
  EXPECT_EQ(complaint(""), "p: this is no patch: its first line is not \"memosaic image patch 1\" at offset 0");
  EXPECT_EQ(complaint(":00000001FF\n"),
            "p:1:1: this is no patch: its first line is not \"memosaic image patch 1\": :00000001FF");
  EXPECT_EQ(complaint(head + "- 0x1 +1 aa\n"),
            "p:2:12: the line \"end\" is missing: the patch was cut off: - 0x1 +1 aa");
  EXPECT_EQ(complaint(head + "? 1\n"), "p:2:1: a line begins with -, +, entry or end: ? 1");
  EXPECT_EQ(complaint(head + "- 17 +1 aa\n"), "p:2:3: an address is missing: 0x and hexadecimal digits: - 17 +1 aa");
  EXPECT_EQ(complaint(head + "- 0x1 1 aa\n"), "p:2:7: a length is missing: + and decimal digits: - 0x1 1 aa");
  EXPECT_EQ(complaint(head + "- 0x1 +2 aa\n"), "p:2:10: expected 2 bytes, found 1: - 0x1 +2 aa");
  EXPECT_EQ(complaint(head + "- 0x1 +2 aag0\n"), "p:2:12: bytes are pairs of hexadecimal digits: - 0x1 +2 aag0");
  EXPECT_EQ(complaint(head + "+ 0x1 +2 aabb\n+ 0x2 +1 cc\nend\n"),
            "p:3:7: the range meets one of an earlier line: + 0x2 +1 cc");
  EXPECT_EQ(complaint(head + "end\nend\n"), "p:3:1: there is more after the last line: end");
  EXPECT_EQ(complaint(head + "end now\n"), "p:2:5: there is more than the line should have: end now");
  EXPECT_EQ(complaint(head + "entry 0x1\n"), "p:2:10: an address is missing: 0x and hexadecimal digits: entry 0x1");
  EXPECT_EQ(complaint(head + "+ 0x1 +340282366920938463463374607431768211456 *00\nend\n"),
            "p:2:7: the length is too big: + 0x1 +340282366920938463463374607431768211456 *00");
  EXPECT_EQ(complaint(head + "entry 0x1 0x1\nend\n"),
            "p:2:11: the entry points are equal: leave the line out: entry 0x1 0x1");
  EXPECT_EQ(complaint(head + "entry 0x1 none\nentry 0x1 0x2\nend\n"),
            "p:3:1: there are two lines with entry points: entry 0x1 0x2");
  EXPECT_EQ(complaint(head + "# a remark\n\nend\n"), "nothing");
}

}  // namespace memosaic::image_patch_test
