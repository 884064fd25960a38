// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "memosaic/error.hpp"
#include "memosaic/table/container.hpp"
#include "memosaic/table/container_writer.hpp"
#include "support/guarded_bytes.hpp"
#include "support/table_exercise.hpp"

/// Sections come back as they were written; what is damaged is refused or found.
namespace memosaic::container_test {

const schema numbers({record_type{
    "number",
    {{1, "n", field_type::int32()}, {2, "name", field_type::fixed_text(6)}, {3, "x", field_type::float64()}},
    1}});

std::vector<std::byte> written(std::size_t count, std::size_t more = 0) {
  container_memory sink;
  container_writer writer(sink, numbers, {reference_width::narrow, 42, 8});
  const std::size_t stride = numbers.layout().stride();
  writer.begin(section_type::records, {{stride, 0}, 4096, false, false});
  for (std::size_t i = 0; i < count; ++i) {
    auto cell = numbers.pack(value::record({{"n", i}, {"name", "r" + std::to_string(i)}, {"x", 0.5}}));
    cell.resize(stride);
    writer.append(cell);
  }
  writer.end(count);
  if (more != 0) {
    writer.begin(section_type::usermeta, {{}, 64, true, false});
    writer.append(std::vector<std::byte>(more, std::byte{7}));
    writer.end(1);
    writer.begin(section_type::first_of_user, {{}, 64, false, true});
    writer.append(std::vector<std::byte>(16));
    writer.end(2);
  }
  writer.finish(count);
  return sink.take();
}

container opened(const std::vector<std::byte>& bytes, open_level level = open_level::checked) {
  return container::open(view(bytes, unowned), level, "some.table");
}

TEST(Container, SectionsComeBack) {
  const auto bytes = written(30, 200000);
  for (const auto level : {open_level::checked, open_level::verified, open_level::trusted}) {
    const container file = opened(bytes, level);
    EXPECT_EQ(file.schema(), numbers);
    EXPECT_EQ(file.header().hash_seed, 42U);
    EXPECT_EQ(file.record_count(), 30U);
    EXPECT_EQ(file.find(section_type::records)->offset, 4096U);
    EXPECT_EQ(file.bytes(section_type::usermeta).size(), 200000U);
    EXPECT_EQ(file.bytes(section_type::vardata).size(), 0U);
    EXPECT_EQ(file.record_at(29)["n"].as_int64(), 29);
    EXPECT_EQ(file.record_at(29)["name"].as_text(), "r29");
    EXPECT_THROW(static_cast<void>(file.record_at(30)), std::out_of_range);
    file.verify(3);
  }
}

TEST(Container, EqualContentsHaveOneId) {
  const auto a = opened(written(3)).header().content_id;
  EXPECT_EQ(a, opened(written(3)).header().content_id);
  EXPECT_NE(a, opened(written(4)).header().content_id);
}

TEST(Container, BlocksAreVerifiedAlone) {
  auto bytes = written(3, 200000);
  const auto section = *opened(bytes).find(section_type::usermeta);
  EXPECT_EQ(section.checksum, opened(bytes).find(section_type::usermeta)->checksum);
  bytes[static_cast<std::size_t>(section.offset) + 70000] ^= std::byte{1};
  const container file = opened(bytes);
  file.verify_block(section, 0);
  EXPECT_THROW(file.verify_block(section, 1), format_error);
  file.verify_block(section, 3);
  EXPECT_THROW(file.verify_block(section, 4), std::out_of_range);
  EXPECT_THROW(file.verify_block(*file.find(section_type::first_of_user), 0), std::invalid_argument);
  EXPECT_THROW(file.verify(2), format_error);
}

TEST(Container, SectionsThatAreWrittenInPlaceAreNotSummed) {
  auto bytes = written(3, 100);
  const auto section = *opened(bytes).find(section_type::first_of_user);
  bytes[static_cast<std::size_t>(section.offset)] = std::byte{99};
  EXPECT_NO_THROW(static_cast<void>(opened(bytes, open_level::verified)));
}

TEST(Container, EveryFlippedBitIsFound) {
  auto bytes = written(10);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    EXPECT_THROW(static_cast<void>(opened(bytes, open_level::verified)), format_error) << "bit " << bit;
    try {
      const container file = opened(bytes);
      for (std::uint64_t i = 0; i < file.record_count(); ++i) testing::table_exercise().read(file.record_at(i));
    } catch (const format_error&) {}
    bytes[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
  }
}

TEST(Container, EveryTruncationIsFound) {
  const auto bytes = written(10);
  const testing::guarded_bytes guarded(bytes.size());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto part = guarded.at_back(size);
    std::copy_n(bytes.begin(), size, part.begin());
    EXPECT_THROW(static_cast<void>(container::open(view(part, unowned))), format_error) << size;
    EXPECT_THROW(static_cast<void>(container::open(view(part, unowned), open_level::trusted)), format_error) << size;
  }
}

TEST(Container, MessagesSayWhereAndWhat) {
  auto bytes = written(1);
  bytes.pop_back();
  try {
    static_cast<void>(opened(bytes));
    FAIL();
  } catch (const format_error& error) {
    EXPECT_EQ(std::string(error.what()), "some.table: length: expected " + std::to_string(bytes.size() + 1) +
                                             " bytes, found " + std::to_string(bytes.size()) +
                                             ": the file was cut off at offset 40");
  }
}

}  // namespace memosaic::container_test
