// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "image/format_table.hpp"
#include "memosaic/image/format.hpp"

namespace format_names_test {
using namespace memosaic;

TEST(ImageFormat, EveryFormatHasItsFacts) {
  ASSERT_EQ(image_formats().size(), 13u);
  std::set<std::string_view> extensions;
  for (const auto& facts : image_formats()) {
    EXPECT_EQ(&facts_of(facts.format), &facts);
    EXPECT_EQ(image_format_named(facts.name), facts.format);
    EXPECT_TRUE(facts.readable || facts.writable) << facts.name;
    ASSERT_FALSE(facts.extensions.empty()) << facts.name;
    for (const auto extension : facts.extensions) {
      EXPECT_TRUE(extensions.insert(extension).second) << extension << " stands for several formats";
      EXPECT_EQ(image_format_of_extension("a." + std::string(extension)), facts.format);
    }
  }
}

TEST(ImageFormat, TheTableOffersWhatTheFactsPromise) {
  for (const auto& facts : image_formats()) {
    const auto& row = image_core::table_row_of(facts.format);
    EXPECT_EQ(row.format, facts.format);
    EXPECT_EQ(row.read != nullptr, facts.readable) << facts.name;
    EXPECT_EQ(row.write != nullptr, facts.writable) << facts.name;
  }
}

TEST(ImageFormat, NamesHaveShortFormsAndNoCase) {
  EXPECT_EQ(image_format_named("ihex"), image_format::intel_hex);
  EXPECT_EQ(image_format_named("Intel-Hex"), image_format::intel_hex);
  EXPECT_EQ(image_format_named("S19"), image_format::s_record);
  EXPECT_EQ(image_format_named("binary"), image_format::raw);
  EXPECT_EQ(image_format_named("vmem"), image_format::verilog_vmem);
  EXPECT_EQ(image_format_named(""), std::nullopt);
  EXPECT_EQ(image_format_named("intel"), std::nullopt);
}

TEST(ImageFormat, TheLastExtensionOfTheLastNameCounts) {
  EXPECT_EQ(image_format_of_extension("/a.elf/b.HEX"), image_format::intel_hex);
  EXPECT_EQ(image_format_of_extension("a.hex.bin"), image_format::raw);
  EXPECT_EQ(image_format_of_extension("hex"), std::nullopt);
  EXPECT_EQ(image_format_of_extension(".hex"), std::nullopt);
  EXPECT_EQ(image_format_of_extension("/x.hex/.hex"), std::nullopt);
  EXPECT_EQ(image_format_of_extension("/x.hex/y"), std::nullopt);
  EXPECT_EQ(image_format_of_extension("a."), std::nullopt);
  EXPECT_EQ(image_format_of_extension(""), std::nullopt);
  EXPECT_EQ(image_format_of_extension("a.unknown"), std::nullopt);
}

}  // namespace format_names_test
