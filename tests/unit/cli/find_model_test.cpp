// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "cli/find.hpp"
#include "support/captured_console.hpp"
#include "support/filled_pipe.hpp"
#include "support/temporary_file.hpp"

namespace find_model_test {
using namespace memosaic;
using namespace memosaic::literals;
using cli::find_options;

bool matches_at(bytes_view bytes, bytes_view needle, std::size_t at) {
  return at + needle.size() <= bytes.size() &&
         std::equal(needle.begin(), needle.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

// Every offset is tried, from the front or from the back; what overlaps the match before is left out.
std::vector<std::uint64_t> expected_matches(bytes_view bytes, const find_options& options) {
  const std::size_t stop = std::min<std::size_t>(bytes.size(), options.range.stop.value_or(bytes.size()));
  const bytes_view searched = bytes.first(stop);
  const std::uint64_t origin = options.origin.value_or(options.range.start);
  std::vector<std::uint64_t> all;
  for (std::size_t at = options.range.start; at < stop; ++at) {
    const std::uint64_t distance = at >= origin ? at - origin : origin - at;
    if (distance % options.step == 0 && matches_at(searched, options.needle, at)) all.push_back(at);
  }
  const bool from_back = options.backward || options.last;
  if (from_back) std::reverse(all.begin(), all.end());
  std::vector<std::uint64_t> found;
  for (const std::uint64_t at : all) {
    const std::uint64_t apart = found.empty() ? UINT64_MAX : std::max(at, found.back()) - std::min(at, found.back());
    if (options.overlapping == overlap::yes || apart >= options.needle.size()) found.push_back(at);
  }
  const std::uint64_t most = options.last ? 1 : options.most.value_or(found.size());
  if (found.size() > most) found.resize(most);
  return found;
}

std::vector<std::uint64_t> found_offsets(find_options options, const std::string& path) {
  options.files = {path};
  options.form = cli::answer_form::json;
  test::captured_console console;
  const cli::exit_code code = cli::find(options, console.with());
  EXPECT_EQ(console.complaints(), "");
  const auto answer = nlohmann::json::parse(console.answer());
  std::vector<std::uint64_t> offsets;
  for (const auto& match : answer["files"][0]["matches"]) offsets.push_back(match["offset"]);
  EXPECT_EQ(answer["files"][0]["count"], offsets.size());
  EXPECT_EQ(code, offsets.empty() ? cli::exit_code::no : cli::exit_code::yes);

  options.count = true;
  test::captured_console counting;
  EXPECT_EQ(cli::find(options, counting.with()), code);
  EXPECT_EQ(nlohmann::json::parse(counting.answer())["files"][0]["count"], offsets.size());
  return offsets;
}

find_options random_options(std::mt19937_64& random, std::size_t size) {
  find_options options;
  options.needle.resize(1 + random() % 4);
  for (auto& byte : options.needle) byte = static_cast<std::byte>(random() % 2);
  if (random() % 2 == 0) options.range.start = random() % (size + 3);
  if (random() % 2 == 0) options.range.stop = options.range.start + random() % (size + 3);
  if (random() % 2 == 0) options.step = 1 + random() % 5;
  if (random() % 2 == 0) options.origin = random() % (size + 9);
  if (random() % 2 == 0) options.overlapping = overlap::yes;
  if (random() % 3 == 0) options.most = random() % 4;
  return options;
}

TEST(FindModel, MappedAndStreamedAreTheNaiveSearch) {
  std::mt19937_64 random(17);
  for (int i = 0; i < 400; ++i) {
    std::vector<std::byte> bytes(random() % 60);
    for (auto& byte : bytes) byte = static_cast<std::byte>(random() % 2);
    find_options options = random_options(random, bytes.size());
    const test::temporary_file stored(bytes);
    ASSERT_EQ(found_offsets(options, stored.path()), expected_matches(bytes, options));
    options.backward = true;
    ASSERT_EQ(found_offsets(options, stored.path()), expected_matches(bytes, options));
    options.backward = false;
    if (options.most == 0U) continue;
    // A pipe can be read once, so only what is found is compared.
    options.last = random() % 2 == 0;
    ASSERT_EQ(found_offsets(options, stored.path()), expected_matches(bytes, options));
    const test::filled_pipe pipe(bytes);
    options.files = {pipe.path()};
    test::captured_console console;
    static_cast<void>(cli::find(options, console.with()));
    std::string expected;
    for (const std::uint64_t at : expected_matches(bytes, options)) {
      expected += pipe.path() + ":" + cli::hex_number(at) + "\n";
    }
    ASSERT_EQ(console.answer(), expected);
  }
}

TEST(FindModel, MatchesAcrossThePiecesOfAStreamAreFound) {
  auto bytes = test::random_bytes(700000, 3);
  find_options options;
  const auto needle = "a needle of some length"_bytes;
  options.needle.assign(needle.begin(), needle.end());
  std::string expected;
  for (std::size_t at = 65536 - 30; at + needle.size() < bytes.size(); at += 65536 + 1) {
    std::copy(needle.begin(), needle.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
    expected += ":" + cli::hex_number(at) + "\n";
  }
  const test::filled_pipe pipe(bytes);
  options.files = {pipe.path()};
  test::captured_console console;
  EXPECT_EQ(cli::find(options, console.with()), cli::exit_code::yes);
  std::string answer = console.answer();
  for (std::size_t at = 0; (at = answer.find(pipe.path(), at)) != std::string::npos;)
    answer.erase(at, pipe.path().size());
  EXPECT_EQ(answer, expected);
}

}  // namespace find_model_test
