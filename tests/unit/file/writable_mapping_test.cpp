// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/writable_mapping.hpp"

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <utility>
#include <vector>

#include "memosaic/bytes/fill.hpp"
#include "memosaic/error.hpp"
#include "memosaic/file/mapping.hpp"
#include "memosaic/file/watch_mappings.hpp"
#include "os/calls.hpp"
#include "support/counting_calls.hpp"
#include "support/temporary_file.hpp"

namespace writable_mapping_test {
using namespace memosaic;
using namespace memosaic::literals;
using test::temporary_file;

void put(mutable_bytes_view target, bytes_view source) { std::copy(source.begin(), source.end(), target.begin()); }

TEST(WritableMapping, WritesTheFileAtAnyOffset) {
  const auto page = os::page_size();
  for (const std::size_t offset : {std::size_t{0}, std::size_t{1}, page - 1, page, page + 3}) {
    auto content = test::random_bytes(3 * page);
    const temporary_file stored(content);
    writable_file target(stored.path());
    const mapping reader(target.source());
    writable_mapping mapped(target, offset, page);
    EXPECT_EQ(mapped.size(), page);
    put(mapped.mutable_bytes().subspan(5), "written"_bytes);
    put(std::span(content).subspan(offset + 5), "written"_bytes);
    EXPECT_TRUE(std::equal(content.begin(), content.end(), reader.bytes().begin()));
    mapped.flush();
    mapped.flush(7, 8);
    EXPECT_EQ(stored.content(), content);
  }
}

TEST(WritableMapping, MutableViewsPinThePages) {
  const temporary_file stored(test::random_bytes(10'000));
  const test::counting_calls calls;
  mutable_view part;
  {
    writable_file target(stored.path());
    writable_mapping mapped(target);
    part = mapped.mutable_view(5000, 5010);
    writable_mapping moved(std::move(mapped));
    EXPECT_TRUE(mapped.empty());  // NOLINT: moves leave it empty
    EXPECT_EQ(mapped.mutable_bytes().size(), 0u);
    EXPECT_EQ(mapped.mutable_view().size(), 0u);
    EXPECT_THROW(static_cast<void>(moved.mutable_view(5, 10'001)), std::out_of_range);
  }
  EXPECT_EQ(calls.open_mappings(), 1u);
  put(part.bytes(), "0123456789"_bytes);
  part.release();
  EXPECT_EQ(calls.open_mappings(), 0u);
  EXPECT_EQ(text_of(bytes_view(stored.content()).subspan(5000, 10)), "0123456789");
}

TEST(WritableMapping, GrowsInPlaceUpToItsCapacity) {
  const auto page = os::page_size();
  for (const disk_room room : {disk_room::now, disk_room::later}) {
    const temporary_file stored("start"_bytes);
    writable_file target(stored.path());
    writable_mapping mapped = writable_mapping::reserve(target, 100 * page, room);
    EXPECT_EQ(mapped.size(), 5u);
    EXPECT_EQ(mapped.capacity(), 100 * page);
    const view old_view = mapped.view();
    const std::byte* const place = mapped.bytes().data();
    for (const std::size_t size : {std::size_t{6}, page, page, page + 1, 99 * page + 7, 100 * page}) {
      mapped.grow(target, size, room);
      ASSERT_EQ(mapped.size(), size);
      ASSERT_EQ(mapped.bytes().data(), place);
      ASSERT_EQ(target.size(), size);
      ASSERT_EQ(std::filesystem::file_size(stored.path()), size);
      mapped.mutable_bytes().back() = std::byte{7};
      ASSERT_EQ(stored.content().back(), std::byte{7});
      ASSERT_EQ(mapped.mutable_view().size(), size);
    }
    mapped.check(target.source());
    EXPECT_EQ(text_of(old_view.bytes()), "start");
    EXPECT_THROW(mapped.grow(target, 100 * page + 1), std::length_error);
    EXPECT_THROW(mapped.grow(target, 99 * page), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(writable_mapping::reserve(target, 10)), std::invalid_argument);
    const temporary_file other;
    writable_file wrong(other.path());
    EXPECT_THROW(mapped.grow(wrong, 100 * page), std::invalid_argument);
  }
}

TEST(WritableMapping, GrowsFromNothingAndIntoWhatTheFileHas) {
  const temporary_file stored;
  writable_file target(stored.path());
  writable_mapping mapped = writable_mapping::reserve(target, 10'000);
  EXPECT_TRUE(mapped.empty());
  EXPECT_EQ(mapped.mutable_view().size(), 0u);
  target.write_at(0, "0123456789"_bytes);
  mapped.grow(target, 4, disk_room::later);
  EXPECT_EQ(text_of(mapped.bytes()), "0123");
  EXPECT_EQ(target.size(), 10u);
  mapped.grow(target, 10);
  EXPECT_EQ(text_of(mapped.bytes()), "0123456789");
  writable_mapping none;
  none.grow(target, 0);
  none.flush();
  none.check();
  EXPECT_THROW(none.grow(target, 1), std::length_error);
}

TEST(WritableMapping, DamageStopsGrowthAndFlush) {
  watch_mappings();
  const auto page = os::page_size();
  const temporary_file stored(test::random_bytes(4 * page));
  writable_file target(stored.path());
  writable_mapping mapped = writable_mapping::reserve(target, 8 * page);
  std::filesystem::resize_file(stored.path(), page);
  fill(mapped.mutable_bytes(), std::byte{1});
  EXPECT_TRUE(mapped.damaged());
  EXPECT_THROW(mapped.flush(), file_changed);
  EXPECT_THROW(mapped.grow(target, 5 * page), file_changed);
  EXPECT_EQ(std::filesystem::file_size(stored.path()), page);
  EXPECT_TRUE(std::all_of(mapped.bytes().begin(), mapped.bytes().end(), [](std::byte b) { return b == std::byte{1}; }));
}

TEST(WritableMapping, AFullDiskIsAnErrorAndNoSignal) {
  const temporary_file stored;
  const auto folder = stored.folder() / "small";
  std::filesystem::create_directory(folder);
  if (::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=256k") != 0) GTEST_SKIP() << "may not mount a small disk";
  {
    writable_file target = writable_file::create(folder / "file");
    target.resize(1 << 20);  // a hole
    EXPECT_EQ(writable_mapping(target, disk_room::later).size(), 1u << 20);
    try {
      const writable_mapping mapped(target);
      ADD_FAILURE();
    } catch (const std::filesystem::filesystem_error& error) {
      EXPECT_EQ(error.code(), std::errc::no_space_on_device);
    }
    target.resize(0);
    writable_mapping growing = writable_mapping::reserve(target, 1 << 20);
    growing.grow(target, 100'000);
    EXPECT_THROW(growing.grow(target, 1 << 20), std::filesystem::filesystem_error);
    EXPECT_EQ(growing.size(), 100'000u);
    EXPECT_EQ(std::filesystem::file_size(folder / "file"), 100'000u);
    // Without asking for room, the signal is damage.
    watch_mappings();
    growing.grow(target, 1 << 20, disk_room::later);
    fill(growing.mutable_bytes(), std::byte{1});
    EXPECT_THROW(growing.flush(), file_changed);
  }
  EXPECT_EQ(::umount(folder.c_str()), 0);
}

TEST(WritableMapping, AFileOpenedForReadingCannotBeMappedSo) {
  static_assert(!std::is_constructible_v<writable_mapping, const file&>);
  static_assert(!std::is_constructible_v<writable_mapping, const writable_file&>);
  static_assert(!std::is_copy_constructible_v<writable_mapping>);
}

}  // namespace writable_mapping_test
