// SPDX-License-Identifier: Apache-2.0
// One file by several names and descriptors: each cursor is on what its own opener named.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <utility>

#include "memosaic/file/window_pool.hpp"
#include "os/descriptor.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::window_names_test {

constexpr std::size_t size = 100'000;

window_pool_options reading() {
  window_pool_options options;
  options.backing = window_backing::read;  // uses the descriptor at every access
  return options;
}

os::descriptor opened(const std::filesystem::path& path) {
  return os::descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
}

TEST(WindowNames, ABorrowedDescriptorServesNobodyElse) {
  const auto content = random_bytes(size, 1);
  const temporary_file stored(content);
  const temporary_file other(random_bytes(size, 2));
  window_pool pool(reading());
  auto lent = opened(stored.path());
  const int number = lent.fd();
  {
    auto at = pool.open(lent.fd(), stored.path());
    EXPECT_EQ(at[10], content[10]);
  }
  lent = {};  // no cursor is on it
  const auto reused = opened(other.path());
  ASSERT_EQ(reused.fd(), number);
  auto at = pool.open(stored.path());
  EXPECT_NE(at.source().fd(), number);
  EXPECT_EQ(at[10], content[10]);
  EXPECT_EQ(at[size - 1], content[size - 1]);
}

TEST(WindowNames, ADescriptorThatIsUsedAgainIsAnotherFile) {
  const auto first = random_bytes(size, 1);
  const auto second = random_bytes(size, 2);
  const temporary_file one(first);
  const temporary_file two(second);
  window_pool pool(reading());
  auto lent = opened(one.path());
  const int number = lent.fd();
  EXPECT_EQ(pool.open(number)[7], first[7]);
  lent = {};
  lent = opened(two.path());
  ASSERT_EQ(lent.fd(), number);
  EXPECT_EQ(pool.open(number)[7], second[7]);
}

TEST(WindowNames, ALinkIsFollowedAgainWhenItsCursorIsRefreshed) {
  const auto first = random_bytes(size, 1);
  const auto second = random_bytes(size, 2);
  const temporary_file one(first);
  const temporary_file two(second);
  const auto current = one.folder() / "current";
  std::filesystem::create_symlink(one.path(), current);
  window_pool pool;
  auto fixed = pool.open(one.path());
  auto moving = pool.open(current);
  EXPECT_EQ(fixed.source().path(), one.path());
  EXPECT_EQ(moving.source().path(), current);
  EXPECT_EQ(moving[5], first[5]);
  std::filesystem::remove(current);
  std::filesystem::create_symlink(two.path(), current);
  EXPECT_EQ(fixed.refresh(), file_change::same);
  EXPECT_EQ(moving.refresh(), file_change::replaced);
  EXPECT_EQ(moving[5], second[5]);
  EXPECT_EQ(fixed[5], first[5]);
}

TEST(WindowNames, ACopyIsOnTheSameFile) {
  const auto content = random_bytes(size, 1);
  const temporary_file stored(content);
  window_pool pool(reading());
  const auto lent = opened(stored.path());
  auto at = pool.open(lent.fd());
  cursor copy = at;
  at = cursor();
  EXPECT_EQ(copy.source().fd(), lent.fd());
  EXPECT_EQ(copy.file_size(), size);
  EXPECT_EQ(copy[99], content[99]);
  EXPECT_EQ(copy.refresh(), file_change::same);
}

}  // namespace memosaic::test::window_names_test
