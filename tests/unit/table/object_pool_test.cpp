// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "memosaic/table/object_pool.hpp"
#include "memosaic/table/record.hpp"
#include "memosaic/table/sequence_view.hpp"
#include "support/table_building.hpp"
#include "support/temporary_file.hpp"

/// Objects that are added before the records that refer to them, and need not be kept.
namespace memosaic::object_pool_test {

const schema nodes({record_type{"root",
                                {{1, "key", field_type::text()},
                                 {2, "node", field_type::record(1).or_null()},
                                 {3, "free", field_type::any()},
                                 {4, "words", field_type::list(field_type::text())}},
                                1},
                    record_type{"node",
                                {{1, "n", field_type::int64()}, {2, "next", field_type::record(1).or_null()}}}});

value root(std::string key, value node, value free = {}, value words = value::list()) {
  return value::record("root", {{"key", std::move(key)}, {"node", node}, {"free", free}, {"words", words}});
}

value node(std::int64_t n, value next) { return value::record("node", {{"n", n}, {"next", next}}); }

TEST(ObjectPool, AChainLongerThanItsMemoryIsReadStepByStep) {
  for (const auto width : {reference_width::narrow, reference_width::wide}) {
    table_builder builder(nodes, {.memory_limit = 1, .references = width});
    constexpr int count = 40'000;
    value last;
    for (int i = 0; i < count; ++i) last = builder.pool().add(field_type::record(1), node(i, last));
    EXPECT_GE(builder.pool().bytes(), 16U * count);  // beyond 64 KiB of memory many times
    builder.add(root("chain", last, last));
    const auto bytes = test::finished(builder);
    const table read = test::opened(bytes);
    value_view each = (*read.get("chain"))["node"];
    EXPECT_EQ((*read.get("chain"))["free"].identity(), each.identity());
    for (int i = count; i-- > 0;) {
      const record found = each.as_record();
      ASSERT_EQ(found["n"].as_int64(), i);
      each = found["next"];
    }
    EXPECT_FALSE(each.is_present());
  }
}

TEST(ObjectPool, EveryKindIsFoundInTypedFieldsAndInAny) {
  table_builder builder(nodes);
  object_pool& pool = builder.pool();
  const value words = value::list({"one", "two"});
  const value pooled_words = pool.add(words);
  const std::vector<float> items(20, 0.5F);
  const value::sequence plain{"text",
                              value::bytes(bytes_of(std::string_view("bytes"))),
                              value::buffer(bytes_of(std::string(100, 'b'))),
                              decimal::from_text("12.5"),
                              words,
                              value::tuple({1, "x"}),
                              value::set({1, 2, 300}),
                              value::dict({{1, "y"}}),
                              nd_array::of(std::span(items), {4, 5}),
                              node(5, value()),
                              value::list(),
                              ""};
  value::sequence pooled;
  for (const value& each : plain) pooled.push_back(pool.add(each));
  EXPECT_EQ(pooled[0].kind(), value_kind::pooled);
  EXPECT_EQ(pooled[4].as_pooled().kind(), value_kind::list);
  EXPECT_EQ(pooled[4].to_text(), "pooled list");
  const value nested = pool.add(value::list(pooled));
  builder.add(root("a", value(), nested, pooled_words));
  builder.add(root("b", value(), value::list(pooled), pooled_words));
  const auto bytes = test::finished(builder);
  const table read = test::opened(bytes);
  EXPECT_EQ(read.get("a")->materialise(), root("a", value(), value::list(plain), words));
  EXPECT_EQ(read.get("b")->materialise(), root("b", value(), value::list(plain), words));
  EXPECT_EQ((*read.get("a"))["words"].identity(), (*read.get("b"))["words"].identity());
  const auto inner = (*read.get("b"))["free"].as_sequence();
  const auto shared = (*read.get("a"))["free"].as_sequence();
  for (std::size_t i = 0; i + 2 < plain.size(); ++i) EXPECT_EQ(inner[i].identity(), shared[i].identity()) << i;
}

TEST(ObjectPool, ACircleWithinAnObjectCloses) {
  const value list = value::list({value("x")});
  list.items().push_back(list);
  table_builder builder(nodes);
  const value pooled = builder.pool().add(list);
  list.dismantle();  // it is packed already
  builder.add(root("k", value(), pooled));
  const auto bytes = test::finished(builder);
  const value read = test::opened(bytes).get("k")->materialise();
  EXPECT_EQ(read.find("free")->items()[1].identity(), read.find("free")->identity());
  read.dismantle();
}

TEST(ObjectPool, WhatCannotBeIsRefusedAndLeavesThePoolAsItWas) {
  table_builder builder(nodes);
  table_builder other(nodes);
  object_pool& pool = builder.pool();
  const value text = pool.add("some text");
  const std::uint64_t before = pool.bytes();
  EXPECT_THROW(static_cast<void>(pool.add(5)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(pool.add(field_type::int8(), 5)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(pool.add(field_type::record(7), node(1, value()))), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(pool.add(value::list({text, value::record("none", {})}))), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(pool.add(value::set({text}))), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(pool.add(text)), std::invalid_argument);
  EXPECT_EQ(pool.bytes(), before);
  EXPECT_THROW(other.add(root("k", value(), text)), std::invalid_argument);
  static_cast<void>(other.pool());
  EXPECT_THROW(other.add(root("k", value(), text)), std::invalid_argument);
  EXPECT_THROW(builder.add(root("k", text)), std::invalid_argument);
  EXPECT_THROW(builder.add(value::record("root", {{"key", text}, {"words", value::list()}, {"free", 1}})),
               std::invalid_argument);
  const value typed = pool.add(field_type::list(field_type::text().or_null()), value::list({"a", value()}));
  EXPECT_THROW(builder.add(root("k", value(), typed)), std::invalid_argument);  // `any` has no such list
  EXPECT_THROW(static_cast<void>(nodes.pack(root("k", value(), text))), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(text.as_text()), std::invalid_argument);
  EXPECT_EQ(builder.size(), 0U);
  builder.add(root("k", value(), text));
  EXPECT_EQ((*test::opened(test::finished(builder)).get("k"))["free"].kind(), value_kind::text);
  EXPECT_THROW(static_cast<void>(builder.pool()), std::logic_error);
}

TEST(ObjectPool, WhatIsBeyondNarrowReferencesNeedsWideOnes) {
  std::vector<std::byte> bytes;
  constexpr std::uint64_t far = std::uint64_t{1} << 36U;
  cell_writer wide(bytes, reference_width::wide, {far});
  const std::size_t object = wide.add_text("far away");
  EXPECT_EQ(object, far);
  const std::size_t slot = wide.allocate(16);
  wide.put_reference(slot, object);
  wide.put_shared_reference(slot + 8, object);
  EXPECT_EQ(load_little<std::uint64_t>(bytes, slot - far), far / 8 + 1);
  EXPECT_EQ(load_little<std::uint64_t>(bytes, slot - far + 8), (far / 8 + 1) | std::uint64_t{1} << 63U);
  cell_writer narrow(bytes, reference_width::narrow);
  const std::size_t small = narrow.allocate(16);
  EXPECT_THROW(narrow.put_shared_reference(small, far), std::length_error);
  EXPECT_THROW(narrow.put_reference(small, far), std::length_error);
  constexpr std::size_t last = std::size_t{0x7FFFFFFE} * 8;  // reference 0x7FFFFFFF, the greatest
  narrow.put_shared_reference(small, last);
  EXPECT_EQ(load_little<std::uint32_t>(bytes, bytes.size() - 16), 0xFFFFFFFFU);
}

}  // namespace memosaic::object_pool_test
