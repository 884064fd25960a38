// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <vector>

#include "memosaic/bytes/find.hpp"
#include "memosaic/error.hpp"
#include "memosaic/file/mapping.hpp"
#include "memosaic/file/watch_mappings.hpp"
#include "os/calls.hpp"
#include "support/child_process.hpp"
#include "support/temporary_file.hpp"

namespace damage_test {
using namespace memosaic;
using test::temporary_file;

constexpr std::byte one{1};

std::size_t ones(bytes_view bytes) { return static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), one)); }

/// Ten pages of ones, mapped.
struct damage : testing::Test {
  damage() : stored(std::vector<std::byte>(10 * page, one)), opened(stored.path()), mapped(opened) {
    EXPECT_TRUE(watch_mappings());
    EXPECT_TRUE(mappings_are_watched());
  }
  void truncate(std::uint64_t size) const { std::filesystem::resize_file(stored.path(), size); }
  [[nodiscard]] std::string reason(const auto& check) const {
    try {
      check();
    } catch (const file_changed& changed) {
      EXPECT_EQ(changed.path(), stored.path());
      return changed.what();
    }
    return "";
  }

  std::size_t page = os::page_size();
  temporary_file stored;
  file opened;
  mapping mapped;
};

TEST_F(damage, TruncatedToNothingReadsZerosAndThrows) {
  const std::uint64_t before = survived_faults();
  EXPECT_EQ(mapped.checked(ones), 10 * page);
  truncate(0);
  EXPECT_FALSE(mapped.damaged());
  EXPECT_EQ(ones(mapped.bytes()), 0u);
  EXPECT_TRUE(mapped.damaged());
  EXPECT_EQ(survived_faults(), before + 1);
  EXPECT_NE(reason([&] { mapped.check(); }).find("was truncated"), std::string::npos);
  EXPECT_NE(reason([&] { mapped.check(opened); }).find("shrank to 0 bytes"), std::string::npos);
  EXPECT_THROW(static_cast<void>(mapped.checked(ones)), file_changed);
}

TEST_F(damage, WhatTheFileStillHasIsReadAsIs) {
  truncate(3 * page);
  EXPECT_EQ(ones(mapped.bytes().first(3 * page)), 3 * page);
  EXPECT_FALSE(mapped.damaged());
  EXPECT_EQ(ones(mapped.bytes()), 3 * page);
  EXPECT_TRUE(mapped.damaged());
  EXPECT_EQ(ones(mapped.bytes().first(3 * page)), 3 * page);
}

TEST_F(damage, TheRestOfTheLastPageIsSeenByItsSizeOnly) {
  truncate(9 * page + 5);
  EXPECT_EQ(ones(mapped.bytes()), 9 * page + 5);
  mapped.check();
  EXPECT_NE(reason([&] { mapped.check(opened); }).find("shrank to"), std::string::npos);
  EXPECT_TRUE(mapped.damaged());  // so that who cannot ask for the size knows too
}

TEST_F(damage, StaysWhenTheFileGrowsAgain) {
  truncate(2 * page + 100);
  EXPECT_EQ(ones(mapped.bytes()), 2 * page + 100);
  truncate(10 * page);
  stored.write_at(5 * page, std::vector<std::byte>(page, one));
  EXPECT_TRUE(mapped.damaged());
  EXPECT_NE(reason([&] { mapped.check(opened); }).find("was truncated"), std::string::npos);
  EXPECT_EQ(ones(mapped.bytes()), 2 * page + 100);
  const mapping again(opened);
  EXPECT_EQ(again.checked(ones), 3 * page + 100);
  again.check(opened);
}

TEST_F(damage, GrowthBeforeItIsReadHarmsNothing) {
  truncate(0);
  truncate(10 * page);
  EXPECT_EQ(mapped.checked(ones), 0u);
  mapped.check(opened);
}

TEST_F(damage, IsSharedByAllThatShareThePages) {
  const mapping copy = mapped;
  const mapping other(opened, 100, 8 * page);
  const view part = mapped.view(5 * page, 6 * page);
  truncate(0);
  EXPECT_EQ(ones(part.bytes()), 0u);
  EXPECT_TRUE(copy.damaged());
  EXPECT_FALSE(other.damaged());
  check_mapped(other.bytes());
  EXPECT_EQ(ones(other.bytes()), 0u);
  EXPECT_TRUE(other.damaged());
}

TEST_F(damage, ViewsAloneCanBeChecked) {
  const view part = mapped.view(5 * page, 6 * page);
  mapped = mapping();
  opened = file();
  check_mapped(part.bytes());
  truncate(0);
  EXPECT_EQ(ones(part.bytes()), 0u);
  EXPECT_FALSE(reason([&] { check_mapped(part.bytes()); }).empty());
  EXPECT_FALSE(reason([&] { check_mapped(part.bytes().subspan(100, 1)); }).empty());
  const auto own = test::random_bytes(100);
  check_mapped(own);
  check_mapped({});
}

TEST_F(damage, AnEmptyMappingHasNone) {
  mapping moved(std::move(mapped));
  EXPECT_FALSE(mapped.damaged());  // NOLINT: that moves leave it empty is what is tested
  mapped.check();
  mapped.check(opened);
  truncate(0);
  EXPECT_EQ(ones(moved.bytes()), 0u);
  EXPECT_TRUE(moved.damaged());
  moved = mapping();
  EXPECT_FALSE(moved.damaged());
}

TEST_F(damage, AnotherFileIsNotAsked) {
  const temporary_file other(stored.content());
  EXPECT_THROW(mapped.check(file(other.path())), std::invalid_argument);
}

TEST_F(damage, IsOfOneProcessOnly) {
  truncate(0);
  const auto end = test::in_child([&] { return ones(mapped.bytes()) == 0 && mapped.damaged() ? 0 : 1; });
  EXPECT_EQ(end.code, 0);
  EXPECT_FALSE(mapped.damaged());
}

TEST(DamageOff, TheEnvironmentTurnsItOff) {
  const auto end = test::in_child([] {
    ::setenv("MEMOSAIC_SIGBUS", "off", 1);
    return watch_mappings() ? 1 : 0;
  });
  EXPECT_EQ(end.code, 0);
}

}  // namespace damage_test
