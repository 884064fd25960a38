// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/masked_search.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

#include "memosaic/sparse/wide_address.hpp"

namespace memosaic::masked_search_test {

using namespace memosaic::literals;

constexpr hole_match rules[] = {hole_match::none(), hole_match::as(std::byte{'b'}), hole_match::wildcards()};

template <memory_address Address>
class trial {
 public:
  using memory_type = basic_sparse_memory<Address>;
  using range = basic_address_range<Address>;

  explicit trial(std::uint64_t seed) : numbers_(seed) {}

  /// Pieces of every kind in 400 addresses from `low` on, and holes between them.
  memory_type some_memory(Address low) {
    memory_type memory;
    for (auto count = below(14); count > 0; --count) {
      const Address at = advanced(low, below(380));
      auto bytes = some_bytes(1 + below(20));
      switch (below(4)) {
        case 0:
          memory.fill({at, advanced(low, 400)}, bytes_view(bytes).first(std::min<std::size_t>(3, bytes.size())));
          break;
        case 1:
          memory.clear({at, advanced(at, below(20))});
          break;
        default:
          memory.write(at, bytes);
      }
    }
    // A run of bytes that the tree keeps as one, with holes around it.
    if (below(3) == 0) {
      memory.write(advanced(low, 100), std::vector<std::byte>(8000, std::byte{'a'}));
      memory.fill({advanced(low, 120), advanced(low, 5000)}, "ab"_bytes);
      memory.clear({advanced(low, 400), advanced(low, 9000)});
    }
    return memory;
  }

  masked_needle some_needle() {
    auto values = some_bytes(1 + below(below(2) == 0 ? 3 : 12));
    std::vector<std::byte> mask(values.size(), std::byte{0xFF});
    for (auto& bits : mask) {
      if (below(2) == 0) bits = below(3) == 0 ? std::byte{0xF0} : std::byte{0};
    }
    return masked_needle(values, mask);
  }

  range some_range(Address low) {
    const auto a = below(420);
    const auto b = below(420);
    return {advanced(low, std::min(a, b)), advanced(low, std::max(a, b))};
  }

  std::vector<Address> naive(const memory_type& memory, const masked_needle& needle, range where, hole_match holes) {
    std::vector<Address> found;
    for (Address at = where.start; distance(at, where.stop) >= needle.size(); at = advanced(at, 1)) {
      bool same = true;
      for (std::size_t i = 0; same && i < needle.size(); ++i) {
        const auto byte = memory.peek(advanced(at, i));
        const bool unknown = !byte && !holes.reads_as_value();
        same = unknown ? holes.matches_wildcards() && needle.mask()[i] == std::byte{0}
                       : (byte.value_or(holes.value()) & needle.mask()[i]) == needle.values()[i];
      }
      if (same) found.push_back(at);
    }
    return found;
  }

  void run(Address low) {
    const auto memory = some_memory(low);
    for (int round = 0; round < 12; ++round) {
      const auto needle = some_needle();
      const auto where = some_range(low);
      for (const hole_match holes : rules) {
        const auto expected = naive(memory, needle, where, holes);
        matches += expected.size();
        ASSERT_TRUE(find_all(memory, needle, overlap::yes, where, holes) == expected);
        ASSERT_TRUE(count(memory, needle, overlap::yes, where, holes) == expected.size());
        const auto first = find(memory, needle, where, holes);
        const auto last = rfind(memory, needle, where, holes);
        ASSERT_EQ(first.has_value(), !expected.empty());
        ASSERT_EQ(last.has_value(), !expected.empty());
        if (!expected.empty()) {
          ASSERT_TRUE(*first == expected.front() && *last == expected.back());
        }
        std::vector<Address> apart;
        for (const Address at : expected) {
          if (apart.empty() || distance(apart.back(), at) >= needle.size()) apart.push_back(at);
        }
        ASSERT_TRUE(find_all(memory, needle, overlap::no, where, holes) == apart);
      }
    }
  }

  std::size_t matches = 0;

 private:
  std::uint64_t below(std::uint64_t limit) { return numbers_() % limit; }
  static Address advanced(Address at, std::uint64_t count) {
    return checked_advance<Address>(at, count).value_or(highest_stop<Address>);
  }
  std::vector<std::byte> some_bytes(std::uint64_t size) {
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    for (auto& byte : bytes) byte = static_cast<std::byte>('a' + below(2));
    return bytes;
  }

  std::mt19937_64 numbers_;
};

template <memory_address Address>
void try_many(Address low, int rounds) {
  std::size_t matches = 0;
  for (int round = 0; round < rounds; ++round) {
    trial<Address> one(static_cast<std::uint64_t>(round));
    one.run(low);
    if (::testing::Test::HasFatalFailure()) return;
    matches += one.matches;
  }
  EXPECT_GT(matches, 1000U);
}

TEST(MaskedSearch, FindsWhatTryingEveryAddressFinds) { try_many<std::int64_t>(-200, 60); }
TEST(MaskedSearch, AtTheLowestAddress) { try_many<std::int64_t>(lowest_address<std::int64_t>, 20); }
TEST(MaskedSearch, Around64Bits) { try_many<int128>((int128{1} << 64) - 200, 20); }
TEST(MaskedSearch, AtTheLowestWideAddress) { try_many<wide_address>(lowest_address<wide_address>, 10); }

TEST(MaskedSearch, RunsAndHolesAreSearchedInOnePeriod) {
  sparse_memory memory;
  memory.fill({0, std::int64_t{1} << 40}, "\0"_bytes);
  memory.write(std::int64_t{1} << 60, "\x01"_bytes);
  const auto needle = masked_needle::parse("00 ?? 01");
  for (const auto holes : {hole_match::none(), hole_match::wildcards()}) {
    EXPECT_EQ(find(memory, needle, sparse_memory::everywhere, holes), std::nullopt);
    EXPECT_EQ(rfind(memory, needle, sparse_memory::everywhere, holes), std::nullopt);
  }
  EXPECT_EQ(find(memory, needle, sparse_memory::everywhere, hole_match::as(std::byte{0})), (std::int64_t{1} << 60) - 2);
  memory.write((std::int64_t{1} << 40) + 1, "\x01"_bytes);
  EXPECT_EQ(find(memory, needle, sparse_memory::everywhere, hole_match::wildcards()), (std::int64_t{1} << 40) - 1);
  EXPECT_EQ(rfind(memory, needle, sparse_memory::everywhere, hole_match::wildcards()), (std::int64_t{1} << 40) - 1);
}

TEST(MaskedSearch, NothingIsFoundInNothing) {
  const sparse_memory memory{};
  const masked_needle anything = masked_needle::parse("????");
  EXPECT_EQ(find(memory, anything), std::nullopt);
  EXPECT_EQ(find(memory, anything, {5, 5}, hole_match::wildcards()), std::nullopt);
  EXPECT_EQ(find(memory, anything, {5, 6}, hole_match::wildcards()), std::nullopt);
  EXPECT_EQ(find(memory, anything, {5, 7}, hole_match::wildcards()), 5);
  EXPECT_EQ(rfind(memory, anything, {5, 9}, hole_match::wildcards()), 7);
  EXPECT_EQ(rfind(memory, anything, {9, 5}, hole_match::as(std::byte{0})), std::nullopt);
}

}  // namespace memosaic::masked_search_test
