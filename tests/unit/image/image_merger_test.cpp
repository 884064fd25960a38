// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/image_merger.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/image_model.hpp"

namespace memosaic::image_merger_test {

using namespace memosaic::literals;

image image_of(bytes_view bytes, int128 at, std::optional<int128> entry = std::nullopt, std::string header = {}) {
  image made;
  made.memory = image_memory::from_bytes(bytes, at);
  if (entry) made.entry = image_entry{*entry, std::nullopt};
  made.header = std::move(header);
  return made;
}

std::string refusal(image_merger& merger, std::string_view name, const image& source) {
  try {
    merger.add(name, source);
  } catch (const image_merge_error& error) {
    return error.what();
  }
  return "nothing";
}

TEST(ImageMerger, KnowsWhoWroteWhat) {
  image_merger merger({.memory = merge_policy::replace});
  merger.add("a.hex", image_of("aaaaaaaa"_bytes, 0x100));
  merger.add("b.hex", image_of("bb"_bytes, 0x103));
  merger.add("c.hex", image_of("c"_bytes, 0x108));
  const std::vector<image_contribution> expected{
      {{0x100, 0x103}, "a.hex"}, {{0x103, 0x105}, "b.hex"}, {{0x105, 0x108}, "a.hex"}, {{0x108, 0x109}, "c.hex"}};
  EXPECT_EQ(merger.contributions(), expected);
  EXPECT_EQ(merger.merged().memory, image_memory::from_bytes("aaabbaaac"_bytes, 0x100));
  ASSERT_EQ(merger.conflicts().size(), 1U);
  EXPECT_EQ(merger.conflicts()[0], (image_conflict{{0x103, 0x105}, "a.hex", "b.hex", false}));
}

TEST(ImageMerger, RefusesWithEveryConflictAndStaysAsItWas) {
  image_merger merger;
  merger.add("a.hex", image_of("12345678"_bytes, 0));
  image two = image_of("x"_bytes, 1);
  two.memory.write(7, "89"_bytes);
  two.memory.write(4, "z"_bytes);
  try {
    merger.add("b.hex", two);
    FAIL();
  } catch (const image_merge_error& error) {
    EXPECT_STREQ(error.what(), "b.hex and a.hex differ at [0x1, 0x2), the first of 3 conflicts");
    EXPECT_EQ(error.conflicts().size(), 3U);
    EXPECT_TRUE(error.conflicts()[2].identical);
  }
  EXPECT_EQ(merger.merged().memory.content_size(), 8U);
  EXPECT_TRUE(merger.conflicts().empty());
}

TEST(ImageMerger, EntryPointsGoByAPolicyOfTheirOwn) {
  const image first = image_of("a"_bytes, 0, 0x10);
  const image same = image_of("b"_bytes, 1, 0x10);
  const image other = image_of("c"_bytes, 2, 0x20);
  image_merger merger;
  merger.add("a", first);
  merger.add("b", same);
  EXPECT_EQ(refusal(merger, "c", other), "c and a have the entry points 0x20 and 0x10");
  EXPECT_EQ(merger.merged().entry, first.entry);
  EXPECT_EQ(merger.merged().memory.content_size(), 2U);

  for (const auto& [policy, wins] : {std::pair(merge_policy::keep, 0x10), std::pair(merge_policy::replace, 0x20)}) {
    image_merger by_policy({.entry = policy});
    by_policy.add("a", first);
    by_policy.add("c", other);
    by_policy.add("d", image_of("d"_bytes, 9));
    EXPECT_EQ(by_policy.merged().entry->address, wins);
  }
  image_merger strict({.entry = merge_policy::error});
  strict.add("a", first);
  EXPECT_EQ(refusal(strict, "b", same), "b and a have the entry points 0x10 and 0x10");
}

TEST(ImageMerger, TheFirstHeaderStaysAndTheWidestWordWins) {
  image two = image_of("b"_bytes, 1, std::nullopt, "second");
  two.word_size = 4;
  image_merger merger;
  merger.add("a", image_of("a"_bytes, 0));
  merger.add("b", image_of("b"_bytes, 1, std::nullopt, "first"));
  merger.add("c", image_of("c"_bytes, 2));
  two.memory.shift(5);
  merger.add("d", two);
  EXPECT_EQ(merger.merged().header, "first");
  EXPECT_EQ(merger.merged().word_size, 4U);
}

TEST(ImageMerger, ContributionsAreThoseOfTheModel) {
  std::mt19937_64 random(5);
  for (int trial = 0; trial < 200; ++trial) {
    const bool replaces = random() % 2 == 0;
    image_merger merger({.memory = replaces ? merge_policy::replace : merge_policy::keep});
    std::map<int128, std::string> owner;
    for (const char* name : {"a", "b", "c", "d"}) {
      image one;
      one.memory = test::random_image(random, 0);
      for (const auto& [at, byte] : test::bytes_of_memory(one.memory)) {
        if (replaces || !owner.contains(at)) owner[at] = name;
      }
      merger.add(name, one);
    }
    std::map<int128, std::string> found;
    for (const image_contribution& each : merger.contributions()) {
      for (int128 at = each.where.start; at < each.where.stop; ++at) found[at] = each.source;
    }
    ASSERT_EQ(found, owner);
  }
}

}  // namespace memosaic::image_merger_test
