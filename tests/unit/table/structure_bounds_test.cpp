// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "memosaic/bytes/endian.hpp"
#include "memosaic/table/sequence_view.hpp"
#include "support/table_containers.hpp"

/// Circles, sharing to any depth and objects across each other end soon: in a value, or in an error.
namespace memosaic::structure_bounds_test {

using testing::cell_bytes;

TEST(StructureBounds, CirclesEnd) {
  const schema types(
      {record_type{"node", {{1, "next", field_type::record(0).or_null()}, {2, "any", field_type::any()}}}});
  const value node = value::record("node", {{"next", value()}, {"any", value()}});
  node.record_fields().fields[0].second = node;
  node.record_fields().fields[1].second = value::list({node, node});
  cell_bytes cell = types.pack(node);
  node.dismantle();
  cell.resize((cell.size() + 7) / 8 * 8);
  EXPECT_EQ(testing::verdict(testing::container_of(types, {&cell, 1})), "");
}

/// A set of a tuple of which both parts are the next one, 60 deep: 2^60 paths, 61 objects.
cell_bytes tuple_of_tuples(const schema& types) {
  value inner = value::tuple({value(1), value(2)});
  for (int i = 0; i < 60; ++i) inner = value::tuple({inner, inner});
  cell_bytes cell = types.pack(value::record({{"x", value::set({inner, value("other")})}}));
  cell.resize((cell.size() + 7) / 8 * 8);
  return cell;
}

TEST(StructureBounds, KeysThatShareTheirPartsToAnyDepth) {
  const schema types({record_type{"root", {{1, "x", field_type::set(field_type::any())}}}});
  const cell_bytes cell = tuple_of_tuples(types);
  EXPECT_EQ(testing::verdict(testing::container_of(types, {&cell, 1})), "");
  // Who asks for anything has it compared with the tuple, which must not be walked along all its paths either.
  const auto items = types.unpack_from(cell)["x"].as_sequence();
  EXPECT_FALSE(items.contains(value(7)));
  EXPECT_TRUE(items.contains(value("other")));
}

TEST(StructureBounds, AKeyThatContainsItself) {
  const schema types({record_type{"root", {{1, "x", field_type::set(field_type::any())}}}});
  cell_bytes cell = types.pack(
      value::record({{"x", value::set({value::tuple({value::tuple({value("a"), value(2.5)}), value(2.5)})})}}));
  cell.resize((cell.size() + 7) / 8 * 8);
  EXPECT_EQ(testing::verdict(testing::container_of(types, {&cell, 1})), "");
  const auto outer = load_little<std::uint64_t>(cell, 24);                     // of the set's only slot
  const std::size_t first_slot = static_cast<std::size_t>(outer - 1) * 8 + 8;  // of the tuple
  store_little(mutable_bytes_view(cell), first_slot + 8, outer);
  const auto bytes = testing::container_of(types, {&cell, 1});
  const std::string found = testing::verdict(bytes);
  EXPECT_NE(found.find("key: it contains itself"), std::string::npos) << found;
}

TEST(StructureBounds, ObjectsAcrossEachOtherAreRefusedAtOnce) {
  // Every element of a list of bytes leads 8 bytes further, and each says to reach the end.
  const schema types({record_type{"root", {{1, "x", field_type::list(field_type::buffer())}}}});
  constexpr std::uint32_t count = 50000;
  cell_bytes cell(8 + 8 + count * 4 + count * 8);
  const mutable_bytes_view to(cell);
  store_little<std::uint32_t>(to, 0, 2);
  store_little<std::uint64_t>(to, 8, count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::size_t at = 16 + count * 4 + 8 * std::size_t{i};
    store_little(to, 16 + 4 * std::size_t{i}, static_cast<std::uint32_t>(at / 8 + 1));
    store_little<std::uint64_t>(to, at, i % 8 == 7 ? 40 : 20);
  }
  const std::string found = testing::verdict(testing::container_of(types, {&cell, 1}));
  EXPECT_NE(found.find("object: it overlaps another one"), std::string::npos) << found;
}

TEST(StructureBounds, RecordsThatVaryInSizeNeedTheirLocator) {
  const schema types({record_type{"root", {{1, "x", field_type::text()}}}});
  std::vector<cell_bytes> cells{types.pack(value::record({{"x", "short"}})),
                                types.pack(value::record({{"x", "this is longer"}}))};
  const auto bytes = testing::container_of(types, cells);
  EXPECT_EQ(testing::verdict(bytes), "");
  container_memory sink;
  container_writer writer(sink, types);
  writer.begin(section_type::records);
  writer.append(cells[0]);
  writer.end(1);
  writer.finish(1);
  EXPECT_NE(testing::verdict(sink.bytes()).find("vary in size, without a locator"), std::string::npos);
}

}  // namespace memosaic::structure_bounds_test
