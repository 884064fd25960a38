// SPDX-License-Identifier: Apache-2.0
// A file that is larger than what may stay in memory, read through windows.
#include "memosaic/memosaic.hpp"

#undef NDEBUG
#include <cassert>
#include <cstdint>
#include <filesystem>
#include <string>

namespace {

using namespace memosaic::literals;

void move_about(const std::filesystem::path& path) {
  // [cursor]
  memosaic::window_pool_options options;
  options.limits.soft_bytes = 64 << 20;  // of all files together
  memosaic::window_pool pool(options);
  memosaic::cursor at = pool.open(path);
  const std::byte first = at[0];                             // inside its window one comparison
  const memosaic::bytes_view run = at.ensure(1'000, 5'000);  // 5000 bytes or more in one run, until the cursor moves
  const memosaic::view kept = at.pin(70'000, 12);            // these stay, also when cursor and pool are gone
  at.check();                                                // throws file_changed if pages were lost meanwhile
  // [cursor]
  assert(first == std::byte{'.'} && run.size() >= 5'000);
  assert(memosaic::equal(kept.bytes(), "............"_bytes));
}

void go_through(memosaic::window_pool& pool, const std::filesystem::path& path) {
  // [bytes]
  memosaic::file_bytes log(pool.open(path));
  const auto last = log.rfind("panic"_bytes);  // window by window, across their borders
  if (!last) return;
  const memosaic::view word = log.view_of(*last, *last + 5);  // pinned
  memosaic::file_bytes before = log.sub(0, *last);
  const auto lines = before.count("\n"_bytes);
  std::uint32_t checksum = 0;
  for (const memosaic::window& part : before.chunks()) checksum = memosaic::crc32(part.bytes(), checksum);
  before.write_to(1, before.size() - 12);  // to a descriptor, from where they lie
  // [bytes]
  assert(memosaic::equal(word.bytes(), "panic"_bytes));
  assert(lines == 2 && checksum == memosaic::crc32(before.to_buffer().bytes()));
}

// [lines]
std::uint64_t count_lines(const char* path) {
  memosaic::watch_mappings();  // a file that is cut off meanwhile is an error
  memosaic::window_pool pool;
  return memosaic::file_bytes(pool.open(path)).count("\n"_bytes);  // an empty file has none
}
// [lines]

}  // namespace

int main() {
  const auto path = std::filesystem::temp_directory_path() / "memosaic-example-windows";
  {
    memosaic::output_file file(path);
    file.write(memosaic::bytes_of(std::string(100'000, '.') + "\nall is well\npanic\n"));
    file.publish();
  }
  move_about(path);
  memosaic::window_pool pool;
  go_through(pool, path);
  assert(count_lines(path.c_str()) == 3);
  std::filesystem::remove(path);
}
