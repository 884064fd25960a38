// SPDX-License-Identifier: Apache-2.0
#include "cli/input.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "cli/trouble.hpp"
#include "support/filled_pipe.hpp"
#include "support/temporary_file.hpp"

namespace input_test {
using namespace memosaic;
using cli::byte_range;
using cli::input;

constexpr std::size_t size = 700001;

std::vector<std::byte> read_all(input& source, std::size_t unit) {
  std::vector<std::byte> all;
  bool partial = false;
  for (auto piece = source.next(unit); !piece.empty(); piece = source.next(unit)) {
    EXPECT_FALSE(partial) << "only the last piece may be no multiple of the unit";
    partial = piece.size() % unit != 0;
    all.insert(all.end(), piece.begin(), piece.end());
  }
  EXPECT_TRUE(source.next(unit).empty());
  return all;
}

TEST(Input, GivesTheSameBytesMappedAndStreamed) {
  const auto bytes = test::random_bytes(size);
  const test::temporary_file stored(bytes);
  for (const std::size_t unit : {std::size_t{1}, std::size_t{7}, std::size_t{4096}, input::longest_unit}) {
    for (const byte_range range : {byte_range{}, byte_range{5, std::nullopt}, byte_range{300000, 300001},
                                   byte_range{1, size + 5}, byte_range{size, size}, byte_range{9, 9}}) {
      const std::size_t stop = std::min<std::size_t>(size, range.stop.value_or(size));
      const std::vector<std::byte> expected(bytes.begin() + static_cast<std::ptrdiff_t>(range.start),
                                            bytes.begin() + static_cast<std::ptrdiff_t>(stop));
      input mapped(stored.path());
      ASSERT_TRUE(mapped.seekable());
      ASSERT_TRUE(mapped.narrow(range));
      EXPECT_EQ(mapped.size(), expected.size());
      EXPECT_EQ(read_all(mapped, unit), expected);

      const test::filled_pipe pipe(bytes);
      input streamed(pipe.path());
      ASSERT_FALSE(streamed.seekable());
      ASSERT_TRUE(streamed.narrow(range));
      EXPECT_EQ(streamed.size(), std::nullopt);
      EXPECT_EQ(streamed.origin(), range.start);
      EXPECT_EQ(read_all(streamed, unit), expected);
    }
  }
}

TEST(Input, ARangeThatStartsBeyondTheEndIsSaid) {
  const auto bytes = test::random_bytes(10);
  const test::temporary_file stored(bytes);
  input mapped(stored.path());
  EXPECT_THROW(mapped.narrow_or_refuse({11, std::nullopt}), cli::trouble);
  EXPECT_TRUE(mapped.next().empty());
  const test::filled_pipe pipe(bytes);
  input streamed(pipe.path());
  EXPECT_THROW(streamed.narrow_or_refuse({11, std::nullopt}), cli::trouble);
  EXPECT_TRUE(streamed.next().empty());
}

TEST(Input, WhatLooksRegularButCannotBeMappedIsAStream) {
  input source("/proc/self/status");
  EXPECT_FALSE(source.seekable());
  EXPECT_EQ(text_of(source.next()).substr(0, 5), "Name:");
}

TEST(Input, AnEmptyFileIsMappedAndHasNoBytes) {
  const test::temporary_file stored;
  input source(stored.path());
  EXPECT_TRUE(source.seekable());
  EXPECT_TRUE(source.next().empty());
}

}  // namespace input_test
