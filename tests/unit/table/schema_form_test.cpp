// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/error.hpp"
#include "memosaic/table/record.hpp"
#include "memosaic/table/schema.hpp"

/// The canonical form: one for each schema, and any other bytes are refused.
namespace memosaic::schema_form_test {

schema example() {
  return schema({record_type{"root",
                             {{7, "list", field_type::list(field_type::text().or_null())},
                              {1, "key", field_type::fixed_text(20)},
                              {3, "count", field_type::int32(), true, 2, value(-5)},
                              {4, "note", field_type::text().or_null(), false, 3, value("none")},
                              {9, "inner", field_type::record(1).or_null()}},
                             1},
                 record_type{"inner", {{1, "map", field_type::dict(field_type::int64(), field_type::any())}}}});
}

TEST(SchemaForm, ReadsBackAsItWas) {
  const schema types = example();
  EXPECT_EQ(types.root().fields.front().number, 1);
  const schema read = schema::parse(types.canonical_form());
  EXPECT_EQ(read.types(), types.types());
  EXPECT_EQ(read.fingerprint(), types.fingerprint());
  EXPECT_EQ(read.root().key, 1);
  EXPECT_EQ(*read.root().fields[1].otherwise, value(-5));
}

TEST(SchemaForm, TheBytesAreThoseOfTheDocument) {
  const schema types({record_type{"t", {{2, "x", field_type::list(field_type::int8()).or_null(), true, 5}}}});
  const std::vector<std::uint8_t> expected{'S', 1, 1, 0, 1, 0, 't', 0,   0,  1, 0, 2, 0,
                                           1,   5, 0, 0, 0, 1, 0,   'x', 20, 1, 2, 0};
  EXPECT_TRUE(equal(types.canonical_form(), bytes_of(expected)));
}

TEST(SchemaForm, DefaultsAreUsedWhenPacking) {
  const schema types({record_type{"t", {{1, "x", field_type::int16(), false, 0, value(7)}}}});
  const auto packed = types.pack(value::record({}));
  EXPECT_EQ(types.unpack_from(packed)["x"].as_int64(), 7);
}

TEST(SchemaForm, EveryTruncationAndBitIsRefusedOrAnotherSchema) {
  const schema types = example();
  const auto form = types.canonical_form();
  for (std::size_t size = 0; size < form.size(); ++size) {
    EXPECT_THROW(static_cast<void>(schema::parse(form.first(size))), format_error);
  }
  std::vector<std::byte> bytes(form.begin(), form.end());
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    try {
      const schema other = schema::parse(bytes);
      EXPECT_TRUE(equal(other.canonical_form(), bytes));
      EXPECT_NE(other.fingerprint(), types.fingerprint());
    } catch (const format_error&) {}
    bytes[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
  }
  bytes.push_back(std::byte{0});
  EXPECT_THROW(static_cast<void>(schema::parse(bytes)), format_error);
}

TEST(SchemaForm, DeepTypesAreRefused) {
  std::vector<std::uint8_t> form{'S', 1, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 'x'};
  for (int i = 0; i < 100000; ++i) {
    form.push_back(20);
    form.push_back(0);
  }
  EXPECT_THROW(static_cast<void>(schema::parse(bytes_of(form))), format_error);
}

TEST(SchemaForm, WhatNoSchemaMayBeIsRefused) {
  const auto refused = [](record_type type) { EXPECT_THROW(schema({std::move(type)}), std::invalid_argument); };
  refused({"t", {{0, "x", field_type::int8()}}});
  refused({"t", {{1, "", field_type::int8()}}});
  refused({"t", {{1, "\xFF", field_type::int8()}}});
  refused({"t", {{1, "x", field_type::int8()}, {1, "y", field_type::int8()}}});
  refused({"t", {{1, "x", field_type::int8()}, {2, "x", field_type::int8()}}});
  refused({"t", {{1, "x", field_type::record(1)}}});
  refused({"t", {{1, "x", field_type::int8().or_null()}}, 1});
  refused({"t", {{1, "x", field_type::int8()}}, 2});
  refused({"t", {{1, "x", field_type::int8(), false, 0, value(300)}}});
  refused({"t", {{1, "x", field_type::int8(), false, 0, value("text")}}});
  EXPECT_THROW(schema({}), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(field_type::set(field_type::list(field_type::int8()))), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(field_type::fixed_text(0)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(field_type(value_kind::list)), std::invalid_argument);
}

}  // namespace memosaic::schema_form_test
