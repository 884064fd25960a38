// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/error.hpp"
#include "memosaic/file/watch_mappings.hpp"
#include "memosaic/file/window_pool.hpp"
#include "support/child_process.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::window_damage_cases {

constexpr std::uint64_t mebi = 1U << 20;

class WindowDamage : public testing::TestWithParam<window_backing> {
 protected:
  [[nodiscard]] static window_pool_options options() {
    window_pool_options result;
    result.backing = GetParam();
    result.window_size = 2 * mebi;
    return result;
  }

  std::vector<std::byte> content_ = random_bytes(8 * mebi, 3);
  temporary_file stored_{content_};
  bool watched_ = watch_mappings();
};

INSTANTIATE_TEST_SUITE_P(Backings, WindowDamage, testing::Values(window_backing::resident, window_backing::mapped));

TEST_P(WindowDamage, every_move_on_a_file_that_lost_pages_throws_and_the_file_is_not_opened_again) {
  window_pool pool(options());
  auto at = pool.open(stored_.path());
  auto other = pool.open(stored_.path());
  EXPECT_EQ(other[7 * mebi], content_[7 * mebi]);
  EXPECT_EQ(at[mebi], content_[mebi]);
  const auto time = std::filesystem::last_write_time(stored_.path());
  std::filesystem::resize_file(stored_.path(), 0);
  EXPECT_EQ(at[mebi + 100000], std::byte{0});
  EXPECT_THROW(at.check(), file_changed);
  EXPECT_THROW(static_cast<void>(at[7 * mebi]), file_changed);
  EXPECT_THROW(static_cast<void>(other[mebi]), file_changed);
  // The same size and time again: it is another entry all the same.
  std::ofstream(stored_.path(), std::ios::binary)
      .write(text_of(content_).data(), static_cast<std::streamsize>(content_.size()));
  std::filesystem::last_write_time(stored_.path(), time);
  auto fresh = pool.open(stored_.path());
  EXPECT_TRUE(equal(fresh.pin(mebi, 2 * mebi).bytes(), bytes_view(content_).subspan(mebi, 2 * mebi)));
  EXPECT_THROW(static_cast<void>(at[7 * mebi]), file_changed);
  EXPECT_EQ(at.refresh(), file_change::same);
  EXPECT_EQ(at[7 * mebi], content_[7 * mebi]);
}

TEST_P(WindowDamage, a_file_that_grows_or_shrinks_is_seen_by_refresh) {
  window_pool pool(options());
  auto at = pool.open(stored_.path());
  auto stays = pool.open(stored_.path());
  EXPECT_EQ(stays[5], content_[5]);
  std::ofstream(stored_.path(), std::ios::binary | std::ios::app) << "more";
  EXPECT_EQ(at.refresh(), file_change::grown);
  EXPECT_EQ(at[8 * mebi + 3], static_cast<std::byte>('e'));
  EXPECT_THROW(static_cast<void>(stays[8 * mebi]), std::out_of_range);
  std::filesystem::resize_file(stored_.path(), mebi);
  EXPECT_EQ(at.refresh(), file_change::shrunk);
  EXPECT_EQ(at.file_size(), mebi);
  EXPECT_EQ(at[mebi - 1], content_[mebi - 1]);
  EXPECT_EQ(at.refresh(), file_change::same);
  std::filesystem::remove(stored_.path());
  EXPECT_THROW(at.refresh(), std::filesystem::filesystem_error);
  EXPECT_EQ(at[0], content_[0]);
}

TEST_P(WindowDamage, a_borrowed_descriptor_is_asked_itself) {
  window_pool pool(options());
  const int fd = ::open(stored_.path().c_str(), O_RDONLY | O_CLOEXEC);
  auto at = pool.open(fd, "mine");
  EXPECT_EQ(at[mebi], content_[mebi]);
  EXPECT_EQ(pool.statistics().files, 0U);
  std::filesystem::resize_file(stored_.path(), 3 * mebi);
  EXPECT_EQ(at.refresh(), file_change::shrunk);
  EXPECT_EQ(at[2 * mebi], content_[2 * mebi]);
  ::close(fd);
  EXPECT_THROW(at.refresh(), std::filesystem::filesystem_error);
}

TEST(WindowFork, the_child_goes_on_with_the_pool_that_it_has) {
  const auto content = random_bytes(4 * mebi, 7);
  temporary_file stored(content);
  window_pool_options options;
  options.backing = window_backing::mapped;
  options.window_size = 65536;
  options.limits.soft_bytes = 300000;
  options.reads_scattered = false;
  window_pool pool(options);
  auto at = pool.open(stored.path());
  const view kept = at.pin(100, 5000);
  const auto end = in_child([&] {
    ::alarm(20);
    if (!equal(kept.bytes(), bytes_view(content).subspan(100, 5000))) return 1;
    for (std::size_t offset = 0; offset < content.size(); offset += 30000) {
      if (at[offset] != content[offset]) return 2;
    }
    at.unuse_region();
    pool.trim();
    return pool.statistics().bytes == 65536 ? 0 : 3;  // what is pinned
  });
  EXPECT_EQ(end.signal, 0);
  EXPECT_EQ(end.code, 0);
  EXPECT_EQ(at[mebi], content[mebi]);
}

}  // namespace memosaic::test::window_damage_cases
