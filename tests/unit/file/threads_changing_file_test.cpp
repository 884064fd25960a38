// SPDX-License-Identifier: Apache-2.0
// A file is cut off, grows and is replaced while threads read it through one pool: who gets an answer gets a right one.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

#include "memosaic/error.hpp"
#include "memosaic/file/watch_mappings.hpp"
#include "memosaic/file/window_pool.hpp"
#include "os/calls.hpp"
#include "os/descriptor.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::test::threads_changing_file {

constexpr std::uint64_t pages = 300;

/// What stands at an offset, in every version of the file; never a zero.
std::byte byte_at(std::uint64_t offset) { return static_cast<std::byte>(1 + offset * 0x9E3779B97F4A7C15U % 255); }

std::vector<std::byte> all_bytes(std::uint64_t size) {
  std::vector<std::byte> bytes(static_cast<std::size_t>(size));
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = byte_at(i);
  return bytes;
}

struct counts {
  std::atomic<int> wrong{0};
  std::atomic<int> answered{0};
  std::atomic<int> changed{0};
};

/// Odd while the file is cut and grows again.
using change_count = std::atomic<unsigned>;

/// Zeros that only a read system call beside a change may give, and only where windows are read.
///
/// `pread` promises nothing against a truncation that meets it: on ext4 with large folios (Linux 6.18) it returns zeros
/// from a tail that is cut off meanwhile, and when the file has grown again before the next `fstat`, no size tells.
struct read_beside_change {
  bool possible;
  const change_count& changes;
  unsigned before = changes;

  bool overlapped() const { return possible && (before % 2 != 0 || changes != before); }
};

/// Reads at random places until it is told to end; looks at the file anew when it is told that it has changed.
void read(window_pool& pool, const std::filesystem::path& path, std::uint64_t seed, const std::atomic<bool>& done,
          const change_count& changes, bool may_read, counts& count) {
  std::mt19937_64 random(seed);
  cursor at;
  while (!done) {
    try {
      if (!at.is_associated()) at = pool.open(path);
      const std::uint64_t size = at.file_size();
      if (size == 0) {
        at.refresh();
        continue;
      }
      const std::uint64_t offset = random() % size;
      const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(random() % 9000 + 1, size - offset));
      const read_beside_change beside{may_read, changes};
      const view pinned = at.pin(offset, length);
      const bool overlapped = beside.overlapped();
      bool same = true;
      for (std::size_t i = 0; i < length; i += 61) {
        const std::byte found = *const_cast<const volatile std::byte*>(pinned.data() + i);
        same = same && (found == byte_at(offset + i) || (overlapped && found == std::byte{0}));
      }
      at.check();  // throws if what was read is void
      check_mapped(pinned.bytes());
      count.wrong += same ? 0 : 1;
      ++count.answered;
      if (random() % 8 == 0) at.refresh();
      if (random() % 8 == 0) at = cursor();
    } catch (const file_changed&) {
      ++count.changed;
      at = cursor();
    } catch (const std::exception& error) {
      ++count.wrong;
      ADD_FAILURE() << error.what();
      return;
    }
  }
}

void change_under_readers(window_backing backing, bool scattered) {
  ASSERT_TRUE(watch_mappings());
  const std::uint64_t page = os::page_size();
  const auto whole = all_bytes(pages * page);
  temporary_file stored(whole);
  window_pool_options options;
  options.backing = backing;
  options.window_size = 16 * page;
  options.limits.soft_bytes = 64 * page;
  options.reads_scattered = scattered;
  window_pool pool(options);
  counts count;
  std::atomic<bool> done{false};
  change_count changes{0};
  const bool may_read = scattered || backing == window_backing::read;
  std::vector<std::jthread> readers;
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    readers.emplace_back([&, seed] { read(pool, stored.path(), seed, done, changes, may_read, count); });
  }
  std::mt19937_64 random(5);
  const auto beside = stored.folder() / "beside";
  for (int round = 0; round < 150; ++round) {
    const std::uint64_t size = random() % (pages + 1) * page;
    ++changes;
    if (round % 3 == 0) {
      const os::descriptor fresh(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
      ASSERT_EQ(::pwrite(fresh.fd(), whole.data(), size, 0), static_cast<::ssize_t>(size));
      std::filesystem::rename(beside, stored.path());
    } else {
      std::filesystem::resize_file(stored.path(),
                                   std::min<std::uint64_t>(size, std::filesystem::file_size(stored.path())));
    }
    // Grows by what it had: a reader meets it before, meanwhile and afterwards.
    const auto from = std::filesystem::file_size(stored.path());
    stored.write_at(from, bytes_view(whole).subspan(static_cast<std::size_t>(from)));
    ++changes;
    std::this_thread::yield();
  }
  done = true;
  readers.clear();
  EXPECT_EQ(count.wrong, 0);
  EXPECT_GT(count.answered, 0);
  pool.trim();
  const auto now = pool.statistics();
  EXPECT_EQ(now.bytes, 0u);
  EXPECT_EQ(now.windows, 0u);
  EXPECT_EQ(now.files, 0u);
}

TEST(ThreadsChangingFile, ReadersOfMappedWindows) { change_under_readers(window_backing::mapped, false); }
TEST(ThreadsChangingFile, ReadersOfMappedWindowsThatAreReadAtTimes) {
  change_under_readers(window_backing::mapped, true);
}
TEST(ThreadsChangingFile, ReadersOfAFileThatIsMappedOnce) { change_under_readers(window_backing::resident, false); }
TEST(ThreadsChangingFile, ReadersOfWhatIsNeverMapped) { change_under_readers(window_backing::read, false); }

}  // namespace memosaic::test::threads_changing_file
