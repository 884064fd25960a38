// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "memosaic/error.hpp"
#include "memosaic/table/table_numbers.hpp"
#include "memosaic/table/table_reader.hpp"
#include "support/table_building.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::table_handle_test {

struct item {
  std::int64_t key = 0;
  std::int64_t n = 0;
};

}  // namespace memosaic::table_handle_test

template <>
struct memosaic::description<memosaic::table_handle_test::item> {
  using item = memosaic::table_handle_test::item;
  static constexpr auto fields = memosaic::fields("item", memosaic::field(1, "key", &item::key).key(),
                                                  memosaic::field(2, "n", &item::n).in_place());
};

/// A handle takes over what is published, whole, and nothing else.
namespace memosaic::table_handle_test {

void publish(const std::filesystem::path& path, std::int64_t n, std::int64_t records = 3) {
  table_builder_of<item> builder({.memory_limit = std::uint64_t{1} << 20U});
  for (std::int64_t key = 0; key < records; ++key) builder.add({key, n});
  builder.finish(path);
}

std::int64_t n_of(const table& from) { return (*from.get(1))["n"].as_int64(); }

TEST(TableHandle, TakesOverWhatIsPublished) {
  const test::temporary_file place;
  publish(place.path(), 10);
  table_handle handle(place.path(), open_level::verified);
  table_reader reader(handle);
  EXPECT_EQ(handle.path(), place.path());
  EXPECT_FALSE(handle.refresh());
  const table old = handle.current();
  const record old_row = *old.get(1);
  publish(place.path(), 11);
  EXPECT_EQ(n_of(handle.current()), 10);  // nobody has looked
  EXPECT_EQ(n_of(reader.current()), 10);
  EXPECT_TRUE(handle.refresh());
  EXPECT_FALSE(handle.refresh());
  EXPECT_EQ(handle.generation(), 1U);
  EXPECT_EQ(n_of(handle.current()), 11);
  EXPECT_EQ(n_of(reader.current()), 11);
  EXPECT_EQ((*reader->get(2))["n"].as_int64(), 11);
  EXPECT_EQ(n_of(old), 10);  // readers keep what they have
  EXPECT_EQ(old_row["n"].as_int64(), 10);
}

/// Each table that nobody has any more is unmapped at once: not one of many stays.
TEST(TableHandle, LetsGoOfOldTables) {
  const test::temporary_file place;
  publish(place.path(), 0);
  table_handle handle(place.path());
  const auto mapped = [&] {
    std::ifstream maps("/proc/self/maps");
    std::size_t count = 0;
    for (std::string line; std::getline(maps, line);) {
      count += line.find(place.folder().string()) != std::string::npos ? 1U : 0U;
    }
    return count;
  };
  const std::size_t before = mapped();
  EXPECT_EQ(before, 1U);
  for (std::int64_t n = 1; n <= 20; ++n) {
    publish(place.path(), n);
    ASSERT_TRUE(handle.refresh());
    ASSERT_EQ(n_of(handle.current()), n);
    ASSERT_EQ(mapped(), before);
  }
  EXPECT_EQ(handle.generation(), 20U);
}

TEST(TableHandle, KeepsTheOldOneIfTheNewOneIsDamaged) {
  const test::temporary_file place;
  publish(place.path(), 1);
  table_handle_of<item> handle(place.path(), open_level::verified);
  const auto still = [&] { return handle.generation() == 0 && (*handle.current().get(1))[&item::n] == 1; };
  const auto beside = place.folder() / "other";
  publish(beside, 2);
  std::filesystem::resize_file(beside, std::filesystem::file_size(beside) - 1);
  std::filesystem::rename(beside, place.path());
  EXPECT_THROW(handle.refresh(), format_error);
  EXPECT_THROW(handle.refresh(), format_error);
  EXPECT_TRUE(still());
  publish(beside, 2);
  std::fstream(beside, std::ios::in | std::ios::out | std::ios::binary).seekp(300).put('\x55');
  std::filesystem::rename(beside, place.path());
  EXPECT_THROW(handle.refresh(), format_error);
  std::filesystem::remove(place.path());
  try {
    handle.refresh();
    ADD_FAILURE() << "the path names nothing";
  } catch (const std::filesystem::filesystem_error& error) {
    EXPECT_EQ(error.code(), std::errc::no_such_file_or_directory);
    EXPECT_EQ(error.path1(), place.path());
  }
  std::filesystem::create_directory(place.path());
  EXPECT_THROW(handle.refresh(), std::filesystem::filesystem_error);
  std::filesystem::remove(place.path());
  table_builder others(test::keyed_schema(field_type::text()));  // which no item can be read from
  others.add(test::keyed_record("a", 3));
  others.finish(place.path());
  EXPECT_THROW(handle.refresh(), std::invalid_argument);
  EXPECT_TRUE(still());
  publish(place.path(), 5);
  EXPECT_TRUE(handle.refresh());
  EXPECT_EQ((*handle.current().get(1))[&item::n], 5);
}

TEST(TableHandle, ATableThatIsWrittenOverIsAnError) {
  const test::temporary_file place;
  publish(place.path(), 1);
  table_handle handle(place.path());
  const auto beside = place.folder() / "other";
  publish(beside, 1, 4);  // as long, but other contents
  ASSERT_EQ(std::filesystem::file_size(beside), std::filesystem::file_size(place.path()));
  const auto put_over = [&](const std::filesystem::path& to) {
    std::ifstream from(beside, std::ios::binary);
    std::fstream(to, std::ios::in | std::ios::out | std::ios::binary) << from.rdbuf();
  };
  put_over(place.path());
  EXPECT_THROW(handle.refresh(), file_changed);
  EXPECT_THROW(handle.refresh(), file_changed);
  EXPECT_EQ(handle.generation(), 0U);
  publish(place.path(), 2);
  EXPECT_TRUE(handle.refresh());
  std::filesystem::resize_file(place.path(), std::filesystem::file_size(place.path()) + 1);
  EXPECT_THROW(handle.refresh(), file_changed);
  publish(place.path(), 3);
  EXPECT_TRUE(handle.refresh());
  EXPECT_EQ(n_of(handle.current()), 3);
}

/// What is written in place is no other table, and stays behind when one is published.
TEST(TableHandle, NumbersInPlaceAreNoChange) {
  const test::temporary_file place;
  publish(place.path(), 1);
  table_handle_of<item> handle(place.path());
  const table_numbers numbers(place.path());
  numbers.at<std::int64_t>(*numbers.table().get(1), "n").add(100);
  numbers.flush();
  std::filesystem::last_write_time(place.path(), std::filesystem::file_time_type::clock::now());
  EXPECT_FALSE(handle.refresh());
  EXPECT_EQ((*handle.current().get(1))[&item::n], 101);
  publish(place.path(), 2);
  EXPECT_TRUE(handle.refresh());
  numbers.at<std::int64_t>(*numbers.table().get(1), "n").add(100);
  EXPECT_EQ((*handle.current().get(1))[&item::n], 2);
  EXPECT_EQ(n_of(numbers.table()), 201);
}

TEST(TableHandle, APathWithoutATableIsAnError) {
  const test::temporary_file place;
  EXPECT_THROW(table_handle(place.folder() / "none"), std::filesystem::filesystem_error);
  EXPECT_THROW(table_handle{place.path()}, format_error);  // an empty file
}

}  // namespace memosaic::table_handle_test
