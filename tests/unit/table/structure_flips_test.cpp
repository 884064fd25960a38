// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "memosaic/bytes/endian.hpp"
#include "support/table_containers.hpp"
#include "support/table_golden.hpp"
#include "support/table_values.hpp"
#include "table/records_verifier.hpp"

/// What passes verification can be read and written again, whatever bit was flipped below right checksums.
namespace memosaic::structure_flips_test {

using testing::cell_bytes;

/// A record of everything, but small, so that every bit can have its turn.
value small() {
  value record = testing::golden_values().front();
  for (auto& [name, content] : record.record_fields().fields) {
    if (name == "bytes" || name == "buffer") {
      content = name == "bytes" ? value::bytes(bytes_of(std::string_view("few")))
                                : value::buffer(bytes_of(std::string_view("few")));
    }
  }
  return record;
}

class flips {
 public:
  flips(schema types, reference_width width) : types_(std::move(types)), width_(width) {}

  void try_all(const cell_bytes& cell, bytes_view shared = {}) {
    auto bytes = testing::container_of(types_, {&cell, 1}, shared, width_);
    ASSERT_EQ(testing::verdict(bytes), "");
    const auto file = container::open(view(bytes, unowned));
    for (const auto type : {section_type::records, section_type::vardata}) {
      const section_entry* const section = file.find(type);
      if (section == nullptr) continue;
      const std::size_t start = static_cast<std::size_t>(section->offset);
      for (std::size_t bit = 0; bit < section->length * 8; ++bit) {
        std::byte& flipped = bytes[start + bit / 8];
        flipped ^= static_cast<std::byte>(1U << bit % 8);
        try_one(file, bit);
        flipped ^= static_cast<std::byte>(1U << bit % 8);
      }
    }
    EXPECT_GT(refused_, 0U);
    EXPECT_GT(right_, 0U);
  }

 private:
  /// The checksums of the whole file are of no interest here: the structure alone has to tell.
  void try_one(const container& file, std::size_t bit) {
    try {
      table_core::verify_records(file, 1);
    } catch (const format_error& error) {
      EXPECT_LT(error.offset(), file.bytes().size()) << error.what();
      ++refused_;
      return;
    }
    ++right_;
    try {
      value copy = file.record_at(0).materialise();
      std::vector<std::byte> again;
      table_core::pack_value(types_, width_, copy, again);
      copy.dismantle();
    } catch (const std::exception& error) {
      ADD_FAILURE() << "bit " << bit << " passed verification, but: " << error.what();
    }
  }

  schema types_;
  reference_width width_;
  std::size_t refused_ = 0;
  std::size_t right_ = 0;
};

TEST(StructureFlips, EveryBitOfARecordOfEverything) {
  const schema types = testing::golden_schema();
  for (const auto width : {reference_width::narrow, reference_width::wide}) {
    cell_bytes cell;
    table_core::pack_value(types, width, small(), cell);
    cell.resize((cell.size() + 7) / 8 * 8);
    flips(types, width).try_all(cell);
  }
}

TEST(StructureFlips, EveryBitOfObjectsThatAreShared) {
  const schema types({record_type{
      "root", {{1, "a", field_type::set(field_type::any())}, {2, "b", field_type::set(field_type::any())}}}});
  value::sequence items;
  for (int i = 0; i < 10; ++i) items.emplace_back(value::tuple({value("t" + std::to_string(i)), value(i)}));
  const cell_bytes packed = types.pack(value::record({{"a", value::set(items)}, {"b", value::set({})}}));
  // The whole record becomes VARDATA, which references within mean anyway, and the cell only leads to its set.
  cell_bytes cell(8);
  const auto set = load_little<std::uint32_t>(packed, 0) | 0x80000000U;
  store_little(mutable_bytes_view(cell), 0, set);
  store_little(mutable_bytes_view(cell), 4, set);
  flips(types, reference_width::narrow).try_all(cell, packed);
}

TEST(StructureFlips, ValuesOfAnyShapePassAsTheyWerePacked) {
  std::uint64_t state = 1;
  for (int round = 0; round < 300; ++round) {
    std::vector<std::uint8_t> choices(400);
    for (auto& each : choices) each = static_cast<std::uint8_t>((state = state * 6364136223846793005U + 99) >> 56);
    testing::table_values source(choices);
    const schema types = source.any_schema();
    const auto width = round % 2 == 0 ? reference_width::narrow : reference_width::wide;
    std::vector<cell_bytes> cells(3);
    for (auto& each : cells) table_core::pack_value(types, width, source.record_of(types, 0), each);
    for (auto& each : cells) each.resize((each.size() + 7) / 8 * 8);
    EXPECT_EQ(testing::verdict(testing::container_of(types, cells, {}, width)), "") << round;
  }
}

}  // namespace memosaic::structure_flips_test
