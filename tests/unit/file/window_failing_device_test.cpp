// SPDX-License-Identifier: Apache-2.0
// A device that cannot read some pages: who touches them is told, the rest is read, and a healed device is read again.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "memosaic/error.hpp"
#include "memosaic/file/watch_mappings.hpp"
#include "memosaic/file/window_pool.hpp"
#include "support/child_process.hpp"
#include "support/temporary_file.hpp"

#if __has_include(<linux/fuse.h>)
#include "support/failing_device.hpp"

namespace memosaic::test::window_failing_device {

constexpr int absent = 77;

bool is_right(bytes_view got, std::uint64_t offset) {
  return std::all_of(got.begin(), got.end(), [&](std::byte each) { return each == failing_device::byte_at(offset++); });
}

/// Exit codes tell what went wrong.
int read_all_of_it(window_backing backing) {
  const temporary_file place;
  const auto folder = place.folder() / "device";
  std::filesystem::create_directory(folder);
  const failing_device device(folder, place.folder() / "healed");
  if (!device.missing().empty()) {
    std::fprintf(stderr, "%s\n", device.missing().c_str());
    return absent;
  }
  watch_mappings();
  window_pool_options options;
  options.backing = backing;
  options.window_size = 32768;
  window_pool pool(options);
  auto at = pool.open(device.file());
  if (at.file_size() != failing_device::size) return 1;
  const view good = at.pin(0, 20'000);
  if (!is_right(good.bytes(), 0) || at.damaged()) return 2;
  bool told = false;
  try {
    const view bad = at.pin(failing_device::bad_from + 100, 100);
    const bool right = is_right(bad.bytes(), failing_device::bad_from + 100);
    if (right) return 3;  // it cannot have them
    if (!at.damaged()) return 4;
    at.check();
  } catch (const file_changed& changed) {
    told = changed.path() == device.file();
  } catch (const std::filesystem::filesystem_error& error) {
    told = error.code() == std::errc::io_error && error.path1() == device.file();
  }
  if (!told) return 5;
  if (!is_right(good.bytes(), 0)) return 6;
  device.heal();
  at.refresh();
  const view again = at.pin(failing_device::bad_from, 8192);
  if (!is_right(again.bytes(), failing_device::bad_from)) return 7;
  if (at.damaged()) return 8;
  auto fresh = pool.open(device.file());
  const view last = fresh.pin(failing_device::size - 5000, 5000);
  return is_right(last.bytes(), failing_device::size - 5000) && !fresh.damaged() ? 0 : 9;
}

class WindowFailingDevice : public testing::TestWithParam<window_backing> {};
INSTANTIATE_TEST_SUITE_P(Backings, WindowFailingDevice,
                         testing::Values(window_backing::mapped, window_backing::resident, window_backing::read));

TEST_P(WindowFailingDevice, TellsAndComesBack) {
  const auto end = in_child([] { return read_all_of_it(GetParam()); });
  EXPECT_EQ(end.signal, 0);
  if (end.code == absent) GTEST_SKIP() << "no FUSE here: /dev/fuse, or the right to mount, is absent";
  EXPECT_EQ(end.code, 0);
}

}  // namespace memosaic::test::window_failing_device
#endif
