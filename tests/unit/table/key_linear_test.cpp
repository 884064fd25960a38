// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>

#include "memosaic/error.hpp"
#include "support/key_sections.hpp"

/// Tables of few keys, whose hashes are compared one by one.
namespace memosaic::key_linear_test {

using namespace memosaic::table_core;

TEST(KeyLinear, SlotsAreTheOrderGiven) {
  for (std::size_t count = 0; count <= most_linear_keys; ++count) {
    const test::key_index_shape shape{.seed = count};
    const auto keys = test::numbered_keys(count);
    const auto bytes = linear_index(test::hashes_of(keys, shape), shape.seed);
    const key_index index({bytes, "t", 0}, {});
    index.verify({bytes, "t", 0}, {});
    EXPECT_EQ(index.kind(), index_kind::linear);
    EXPECT_EQ(index.seed(), count);
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(index.slot_of(std::as_bytes(std::span(keys[i]))), i);
    for (const auto& absent : test::numbered_keys(100, 1000)) {
      EXPECT_EQ(index.slot_of(std::as_bytes(std::span(absent))), no_slot);
    }
  }
}

TEST(KeyLinear, MoreKeysAreRefused) {
  const auto hashes = test::hashes_of(test::numbered_keys(64), {});
  EXPECT_THROW(static_cast<void>(linear_index(hashes, 0)), std::length_error);
}

TEST(KeyLinear, EqualHashesAreFoundByVerify) {
  auto hashes = test::hashes_of(test::numbered_keys(10), {});
  hashes[7] = hashes[2];
  const auto bytes = linear_index(hashes, 0);
  const key_index index({bytes, "t", 0}, {});
  EXPECT_THROW(index.verify({bytes, "t", 0}, {}), format_error);
}

TEST(KeyLinear, AnIndexOfNothingFindsNothing) {
  const key_index index;
  EXPECT_EQ(index.size(), 0U);
  EXPECT_EQ(index.slot_of(std::uint64_t{0}), no_slot);
  EXPECT_EQ(index.slot_of(bytes_view()), no_slot);
}

}  // namespace memosaic::key_linear_test
