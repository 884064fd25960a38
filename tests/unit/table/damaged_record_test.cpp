// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "memosaic/table/record.hpp"
#include "memosaic/table/schema.hpp"
#include "support/guarded_bytes.hpp"
#include "support/table_exercise.hpp"
#include "support/table_values.hpp"

/// Whatever happens to the bytes of a packed record, reading it ends in values or typed errors, and reads nothing
/// outside them.
namespace memosaic::table_damaged_record_test {

schema every_type() {
  const auto any = field_type::any();
  return schema({record_type{"all",
                             {{1, "integer", field_type::int32()},
                              {2, "text", field_type::text().or_null()},
                              {3, "list", field_type::list(field_type::text().or_null())},
                              {4, "numbers", field_type::list(field_type::int64())},
                              {5, "set", field_type::set(field_type::int32())},
                              {6, "dict", field_type::dict(field_type::text(), any)},
                              {7, "array", field_type::array()},
                              {8, "next", field_type::record(0).or_null()},
                              {9, "any", any, true},
                              {10, "decimal", field_type::decimal().or_null()},
                              {11, "fixed", field_type::fixed_text(9)},
                              {12, "time", field_type::datetime()},
                              {13, "buffer", field_type::buffer()}}}});
}

value some_record(bool inner) {
  value::sequence numbers;
  value::entries entries;
  for (int i = 0; i < 10; ++i) {
    numbers.emplace_back(i * 3);
    entries.emplace_back(value("key" + std::to_string(i)), value(i));
  }
  const std::vector<double> items{1, 2, 3, 4, 5, 6};
  return value::record(
      {{"integer", 5},
       {"text", "some text"},
       {"list", value::list({"a", {}, "ccc"})},
       {"numbers", value::list(numbers)},
       {"set", value::set(numbers)},
       {"dict", value::dict(entries)},
       {"array", nd_array::of(std::span<const double>(items), {2, 3})},
       {"next", inner ? some_record(false) : value()},
       {"any", value::list({1, "x", value::tuple({true, 2.5}), value::dict({{1, value::set({"q"})}})})},
       {"decimal", decimal::from_text("-12.50")},
       {"fixed", "nine"},
       {"time", datetime{1, 3600, true, true}},
       {"buffer", value::buffer(bytes_of(std::string_view("raw")))}});
}

TEST(DamagedRecord, EverySingleBit) {
  const schema types = every_type();
  const auto packed = types.pack(some_record(true));
  const testing::guarded_bytes guarded(packed.size());
  const auto bytes = guarded.at_back(packed.size());
  std::copy(packed.begin(), packed.end(), bytes.begin());
  for (std::size_t bit = 0; bit < packed.size() * 8; ++bit) {
    bytes[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    testing::table_exercise(100).read(types.unpack_from(bytes));
    bytes[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
  }
}

TEST(DamagedRecord, EveryTruncation) {
  const schema types = every_type();
  const auto packed = types.pack(some_record(true));
  const testing::guarded_bytes guarded(packed.size());
  for (std::size_t size = 0; size < packed.size(); ++size) {
    const auto bytes = guarded.at_back(size);
    std::copy_n(packed.begin(), size, bytes.begin());
    if (size < types.layout().size()) {
      EXPECT_THROW(static_cast<void>(types.unpack_from(bytes)), std::out_of_range);
    } else {
      testing::table_exercise().read(types.unpack_from(bytes));
    }
  }
}

TEST(DamagedRecord, EveryWordReplacedByEdges) {
  const schema types = every_type();
  const auto packed = types.pack(some_record(true));
  auto bytes = packed;
  for (std::size_t at = 0; at + 4 <= packed.size(); at += 4) {
    for (const std::uint32_t edge : {0U, 1U, 0x7FFFFFFFU, 0x80000000U, 0xFFFFFFFFU, 0x80000001U}) {
      store_little(mutable_bytes_view(bytes), at, edge);
      testing::table_exercise(100).read(types.unpack_from(bytes));
    }
    std::copy_n(packed.begin() + static_cast<std::ptrdiff_t>(at), 4, bytes.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

TEST(DamagedRecord, RandomBytes) {
  const schema types = every_type();
  std::mt19937_64 random(7);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::byte> bytes(types.layout().size() + random() % 400);
    for (std::byte& each : bytes) each = static_cast<std::byte>(random() % (round % 2 == 0 ? 8 : 256));
    testing::table_exercise(200).read(types.unpack_from(bytes));
  }
}

TEST(DamagedRecord, OverlappingListsAreNotCopiedForever) {
  // A list of 1000 references to one list of 1000 references ... to itself: 1000^n values if each were copied.
  const schema types({record_type{
      "list",
      {{1, "items", field_type::list(field_type::list(field_type::list(field_type::list(field_type::any()))))}}}});
  std::vector<std::byte> bytes(16 + 4000, std::byte{0});
  for (std::size_t at = 0; at + 8 <= bytes.size(); at += 4) store_little<std::uint32_t>(bytes, at, 2);
  store_little<std::uint64_t>(bytes, 8, 500);
  EXPECT_THROW(static_cast<void>(types.unpack_from(bytes).materialise()), format_error);
}

}  // namespace memosaic::table_damaged_record_test
