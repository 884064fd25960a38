// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/wide_address.hpp"

#include <gtest/gtest.h>

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <stdexcept>
#include <type_traits>
#include <unordered_set>

#include "support/big_number.hpp"

namespace memosaic::wide_address_test {

static_assert(memory_address<wide_address> && std::is_trivially_copyable_v<wide_address>);
static_assert(std::convertible_to<int128, wide_address> && !std::convertible_to<wide_address, std::int64_t>);
static_assert(!std::constructible_from<wide_address, double> && !std::constructible_from<wide_address, bool>);

constexpr auto low = lowest_address<wide_address>;
constexpr auto high = highest_stop<wide_address>;
static_assert(low < wide_address(lowest_address<int128>) && wide_address(highest_stop<int128>) < high);
static_assert(wide_address(-1) < wide_address(0) && -wide_address(5) == wide_address(-5));

wide_address power(unsigned bits) { return wide_address(wide_length(1) << bits); }

/// Limbs that are likely to carry.
wide_length some_length(std::mt19937_64& numbers) {
  wide_length::limb_array limbs;
  for (auto& limb : limbs) {
    const std::uint64_t choices[] = {0, ~std::uint64_t{0}, std::uint64_t{1} << 63, numbers()};
    limb = choices[numbers() % 4];
  }
  return wide_length::from_limbs(limbs) >> static_cast<unsigned>(numbers() % 512);
}

TEST(WideAddress, LengthsCalculateAsBoostDoesModuloTheirRange) {
  std::mt19937_64 numbers(1);
  const auto modulus = big_number::number(1) << 512;
  const auto value = [](const wide_length& length) { return big_number(length).value(); };
  for (int round = 0; round < 20'000; ++round) {
    const auto a = some_length(numbers);
    const auto b = some_length(numbers);
    const auto bits = static_cast<unsigned>(numbers() % 512);
    ASSERT_EQ(value(a + b), (value(a) + value(b)) % modulus);
    ASSERT_EQ(value(a - b), (value(a) - value(b) + modulus) % modulus);
    ASSERT_EQ(value(a * b), value(a) * value(b) % modulus);
    ASSERT_EQ(value(a << bits), (value(a) << bits) % modulus);
    ASSERT_EQ(value(a >> bits), value(a) >> bits);
    ASSERT_EQ(value(~a), modulus - 1 - value(a));
    ASSERT_EQ(a <=> b, big_number(a) <=> big_number(b));
    if (b == 0) continue;
    ASSERT_EQ(value(a / b), value(a) / value(b));
    ASSERT_EQ(value(a % b), value(a) % value(b));
  }
  EXPECT_THROW(static_cast<void>(wide_length(1) / 0), std::overflow_error);
  EXPECT_THROW(static_cast<void>(wide_length(1) % 0), std::overflow_error);
}

TEST(WideAddress, SumsAreRightOrRefused) {
  std::mt19937_64 numbers(2);
  const big_number lowest(low);
  const big_number highest(high);
  const auto checked = [&](auto&& calculate, const big_number& expected) {
    std::optional<big_number> found;
    try {
      found = big_number(calculate());
    } catch (const std::out_of_range&) {}
    const bool representable = lowest <= expected && expected <= highest;
    return found.has_value() == representable && (!found || *found == expected);
  };
  for (int round = 0; round < 20'000; ++round) {
    const wide_address a(some_length(numbers));
    const wide_address b(some_length(numbers));
    ASSERT_TRUE(checked([&] { return a + b; }, big_number(a) + big_number(b)));
    ASSERT_TRUE(checked([&] { return a - b; }, big_number(a) - big_number(b)));
    ASSERT_TRUE(checked([&] { return -a; }, big_number(0) - big_number(a)));
    ASSERT_EQ(a <=> b, big_number(a) <=> big_number(b));
  }
}

TEST(WideAddress, SmallerIntegersAreCheckedBothWays) {
  EXPECT_EQ(static_cast<std::int64_t>(wide_address(-7)), -7);
  EXPECT_TRUE(static_cast<int128>(wide_address(lowest_address<int128>)) == lowest_address<int128>);
  EXPECT_EQ(static_cast<std::uint64_t>(wide_address(UINT64_MAX)), UINT64_MAX);
  EXPECT_THROW(static_cast<void>(static_cast<std::int64_t>(wide_address(UINT64_MAX))), std::out_of_range);
  EXPECT_THROW(static_cast<void>(static_cast<std::uint64_t>(wide_address(-1))), std::out_of_range);
  EXPECT_THROW(static_cast<void>(static_cast<int128>(power(127))), std::out_of_range);
  EXPECT_TRUE(static_cast<uint128>(wide_length(~uint128{0})) == ~uint128{0});
  EXPECT_THROW(static_cast<void>(static_cast<std::int64_t>(wide_length(-1))), std::out_of_range);
  EXPECT_THROW(static_cast<void>(static_cast<uint128>(wide_length(1) << 128)), std::out_of_range);
}

TEST(WideAddress, EndsAreWhatTheyAreForOtherAddresses) {
  EXPECT_EQ(distance(low, high), ~wide_length());
  EXPECT_EQ(checked_advance<wide_address>(high - 3, 3), high);
  EXPECT_EQ(checked_advance<wide_address>(high - 3, 4), std::nullopt);
  EXPECT_EQ(checked_shift<wide_address>(0, low), low);
  EXPECT_EQ(checked_shift<wide_address>(-1, low), std::nullopt);
  EXPECT_EQ(checked_shift<wide_address>(high, low), wide_address(-1));
}

TEST(WideAddress, TextComesBackAsTheSameAddress) {
  EXPECT_EQ(address_text(power(200)), "0x1" + std::string(50, '0'));
  EXPECT_EQ(decimal_text(power(128)), "340282366920938463463374607431768211456");
  EXPECT_EQ(parse_address<wide_address>("-0x1F"), wide_address(-31));
  std::mt19937_64 numbers(3);
  for (int round = 0; round < 500; ++round) {
    const wide_address address(some_length(numbers));
    ASSERT_EQ(decimal_text(address), big_number(address).value().str());
    ASSERT_EQ(parse_address<wide_address>(decimal_text(address)), address);
    ASSERT_EQ(parse_address<wide_address>(address_text(address)), address);
  }
}

TEST(WideAddress, HashesDiffer) {
  std::unordered_set<wide_address> seen;
  for (unsigned bits = 0; bits < 511; ++bits) EXPECT_TRUE(seen.insert(power(bits)).second);
  EXPECT_TRUE(seen.contains(wide_address(std::uint64_t{1} << 40)));
}

}  // namespace memosaic::wide_address_test
