// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "memosaic/table/table_statistics.hpp"
#include "support/table_building.hpp"

/// Statistics are what counting one by one gives.
namespace memosaic::table_statistics_test {

table_statistics of(const std::vector<std::byte>& bytes) { return statistics_of(test::opened(bytes)); }

std::vector<std::byte> built(field_type key, std::size_t count, table_options options, bool varying = false) {
  const bool is_text = key.kind() == value_kind::text || key.kind() == value_kind::fixed_text;
  table_builder builder(test::keyed_schema(std::move(key), varying), std::move(options));
  for (std::size_t i = 0; i < count; ++i) {
    const auto n = static_cast<std::int64_t>(i);
    builder.add(test::keyed_record(is_text ? value("k" + std::to_string(i % 500)) : value(n), n, varying));
  }
  return test::finished(builder);
}

TEST(TableStatistics, TellTheKindOfIndex) {
  const auto linear = of(built(field_type::fixed_text(8), 20, {}));
  EXPECT_EQ(linear.index, table_index::linear);
  EXPECT_EQ(linear.most_probes, 20U);
  const auto perfect = of(built(field_type::fixed_text(8), 500, {}));
  EXPECT_EQ(perfect.index, table_index::perfect);
  EXPECT_EQ(std::tuple(perfect.hash_bits, perfect.fingerprint_bits, perfect.partitions, perfect.most_probes),
            std::tuple(64U, 8U, 1U, 1U));
  EXPECT_GE(perfect.index_bytes, 500U + 500U / 3);
  EXPECT_EQ(of(built(field_type::int64(), 500, {})).index, table_index::dense);
  table_builder array(schema({record_type{"t", {{1, "n", field_type::int8()}}}}));
  const auto none = of(test::finished(array));
  EXPECT_EQ(std::tuple(none.index, none.least_record, none.most_records_of_key, none.record_sizes.size()),
            std::tuple(table_index::none, 0U, 0U, 0U));
}

TEST(TableStatistics, FixedRecordsAndTheirPadding) {
  // 9 bytes of key, 7 of padding, 8 of the number; 24, padded to 32 so that none lies in two lines.
  const auto one_line = of(built(field_type::fixed_text(8), 100, {}));
  EXPECT_EQ(std::tuple(one_line.fixed_part, one_line.slots, one_line.stride), std::tuple(24U, 17U, 32U));
  EXPECT_EQ(one_line.padding, 100U * 15);
  EXPECT_EQ(one_line.split_records, 0U);
  const auto packed = of(built(field_type::fixed_text(8), 100, {.one_line_records = false}));
  EXPECT_EQ(std::tuple(packed.stride, packed.padding), std::tuple(24U, 100U * 7));
  std::uint64_t split = 0;
  for (std::uint64_t i = 0; i < 100; ++i) split += i * 24 % 64 + 24 > 64 ? 1U : 0U;
  EXPECT_EQ(packed.split_records, split);
}

TEST(TableStatistics, VaryingRecordsAreCountedBySize) {
  const auto bytes = built(field_type::text(), 1200, {.duplicates = duplicate_policy::multi}, true);
  const auto found = of(bytes);
  const table whole = test::opened(bytes);
  std::uint64_t least = UINT64_MAX;
  std::uint64_t most = 0;
  std::uint64_t sum = 0;
  for (const record row : whole) {
    least = std::min<std::uint64_t>(least, row.cell().size());
    most = std::max<std::uint64_t>(most, row.cell().size());
    sum += row.cell().size();
  }
  EXPECT_EQ(std::tuple(found.stride, found.least_record, found.most_record, found.record_bytes),
            std::tuple(0U, least, most, sum));
  EXPECT_EQ(found.most_records_of_key, 3U);
  std::uint64_t counted = 0;
  for (const auto& row : found.record_sizes) {
    std::uint64_t expected = 0;
    for (const record each : whole) {
      expected += each.cell().size() <= row.most && each.cell().size() > row.most / 2 ? 1U : 0U;
    }
    EXPECT_EQ(row.count, expected) << row.most;
    counted += row.count;
  }
  EXPECT_EQ(counted, 1200U);
}

}  // namespace memosaic::table_statistics_test
