// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include <gtest/gtest.h>

#include <array>

#include "cli/image/filter_words.hpp"

namespace image_arguments_test {
using namespace memosaic::cli;

constexpr std::array table{option_facts{"--output", "-o", "FILE", ""}, option_facts{"--json", "", "", ""},
                           option_facts{"--shift", "", "N", ""}};

given_words parsed(std::vector<std::string> words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  const std::span<const option_facts> known(table);
  return parse_words(pointers, {&known, 1}, "memosaic image cat");
}

std::string refusal(const std::vector<std::string>& words) {
  try {
    static_cast<void>(parsed(words));
  } catch (const trouble& error) {
    return error.what();
  }
  return "nothing";
}

TEST(ImageArguments, OptionsKeepTheirOrderAmongOperands) {
  const given_words words = parsed({"a.hex", "--shift", "-4", "-", "--shift=5", "-oout", "-o", "x", "--json", "b.hex"});
  EXPECT_EQ(words.operands, (std::vector<std::string>{"a.hex", "-", "b.hex"}));
  std::string order;
  for (const given_option& each : words.options) order += std::string(each.facts->name) + "=" + each.value + " ";
  EXPECT_EQ(order, "--shift=-4 --shift=5 --output=out --output=x --json= ");
  EXPECT_EQ(*words.last("--output"), "x");
  EXPECT_TRUE(words.has("--json"));
  EXPECT_FALSE(words.has("--frob"));
}

TEST(ImageArguments, NumbersAndWhatFollowsTwoDashesAreOperands) {
  EXPECT_EQ(parsed({"-0x10", "-5", "-@0x20", "--", "--json", "-o"}).operands,
            (std::vector<std::string>{"-0x10", "-5", "-@0x20", "--json", "-o"}));
}

TEST(ImageArguments, WrongOnesAreNamed) {
  EXPECT_EQ(refusal({"--frob"}), "--frob: no such option: see memosaic image cat --help");
  EXPECT_EQ(refusal({"-x"}), "-x: no such option: see memosaic image cat --help");
  EXPECT_EQ(refusal({"--shift"}), "--shift: its argument is missing: N: see memosaic image cat --help");
  EXPECT_EQ(refusal({"--json=1"}), "--json: takes no argument: leave it out");
}

TEST(FilterWords, AreValueOptionsAndPlace) {
  const filter_words words = filter_words::split("0x10,big,holes=skip@0x20:0x30");
  EXPECT_EQ(words.value, "0x10");
  EXPECT_EQ(words.options, (std::vector<std::string_view>{"big", "holes=skip"}));
  EXPECT_EQ(words.range(), (memosaic::image_range{0x20, 0x30}));
  EXPECT_FALSE(filter_words::split("7").range().has_value());
  const filter_words whole = filter_words::split_whole("text:a,b@c@0x5");
  EXPECT_EQ(whole.value, "text:a,b@c");
  EXPECT_EQ(whole.where, "0x5");
  EXPECT_EQ(filter_words::split("").value, "");
}

TEST(FilterWords, PatternsAreANumberOrBytes) {
  EXPECT_EQ(parse_pattern("0xFF"), std::vector{std::byte{0xFF}});
  EXPECT_EQ(parse_pattern("hex:0102").size(), 2U);
  EXPECT_EQ(parse_pattern("text:12").size(), 2U);
  for (const char* text : {"256", "-1", "FF", "", "hex:", "hex:1"}) {
    EXPECT_THROW(static_cast<void>(parse_pattern(text)), std::invalid_argument) << text;
  }
  EXPECT_TRUE(parse_hole_rule("skip").skips());
  EXPECT_TRUE(parse_hole_rule("refuse").refuses());
  EXPECT_EQ(parse_hole_rule("0x7F").value(), std::byte{0x7F});
  EXPECT_THROW(static_cast<void>(parse_hole_rule("ignore")), std::invalid_argument);
}

}  // namespace image_arguments_test
