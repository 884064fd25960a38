// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "memosaic/table/schema.hpp"
#include "support/table_values.hpp"

/// Fields have one place each, the key first, without holes where that can be had.
namespace memosaic::record_layout_test {

TEST(RecordLayout, TheExampleOfTheDocument) {
  const schema types({record_type{"r",
                                  {{1, "key", field_type::fixed_text(20)},
                                   {2, "i", field_type::int64()},
                                   {3, "f", field_type::float64()},
                                   {4, "a", field_type::int32()},
                                   {5, "b", field_type::int32()},
                                   {6, "raw", field_type::fixed_bytes(14)}},
                                  1}});
  const record_layout& layout = types.layout();
  std::vector<std::uint32_t> offsets;
  for (const field_place& place : layout.places()) offsets.push_back(place.offset);
  EXPECT_EQ(offsets, (std::vector<std::uint32_t>{0, 40, 48, 36, 56, 21}));
  EXPECT_EQ(layout.size(), 60U);
  EXPECT_EQ(layout.stride(), 64U);
  EXPECT_TRUE(layout.self_contained());
}

TEST(RecordLayout, StateBitsStandBehindTheKey) {
  const schema types({record_type{"r",
                                  {{1, "a", field_type::int8().or_null(), true},
                                   {2, "k", field_type::int32()},
                                   {3, "b", field_type::int64(), true}},
                                  2}});
  const auto places = types.layout().places();
  EXPECT_EQ(places[1].offset, 0U);
  EXPECT_EQ(places[0].null_bit, 32U);
  EXPECT_EQ(places[0].missing_bit, 33U);
  EXPECT_EQ(places[2].missing_bit, 34U);
  EXPECT_EQ(places[2].null_bit, field_place::no_bit);
  EXPECT_EQ(places[0].offset, 5U);
  EXPECT_EQ(places[2].offset, 8U);
}

TEST(RecordLayout, NoFieldsOverlapAndAllAreAligned) {
  for (std::uint32_t seed = 1; seed < 200; ++seed) {
    std::vector<std::uint8_t> choices(400);
    std::uint32_t state = seed * 2654435761U;
    for (auto& each : choices) each = static_cast<std::uint8_t>((state = state * 1664525 + 1013904223) >> 24);
    const schema types = testing::table_values(choices).any_schema();
    for (const auto width : {reference_width::narrow, reference_width::wide}) {
      const record_layout& layout = types.layout(0, width);
      std::vector<int> used(layout.size());
      for (std::size_t i = 0; i < (layout.state_bits() + 7) / 8; ++i) ++used.at(layout.state_offset() + i);
      for (std::size_t i = 0; i < layout.places().size(); ++i) {
        const field_type& type = types.root().fields[i].type;
        EXPECT_EQ(layout.places()[i].offset % type.slot_alignment(width), 0U);
        for (std::size_t at = 0; at < type.slot_size(width); ++at) ++used.at(layout.places()[i].offset + at);
      }
      EXPECT_TRUE(std::all_of(used.begin(), used.end(), [](int times) { return times <= 1; }));
    }
  }
}

TEST(RecordLayout, TooLargeIsRefused) {
  record_type type{"r", {}};
  for (std::uint16_t i = 1; i <= 257; ++i)
    type.fields.push_back({i, "f" + std::to_string(i), field_type::fixed_bytes(65535)});
  EXPECT_THROW(schema({type}), std::invalid_argument);
}

}  // namespace memosaic::record_layout_test
