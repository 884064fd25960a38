// SPDX-License-Identifier: Apache-2.0
// A file that is cut off while it is mapped is an error, and not the end of the process.
#include "memosaic/memosaic.hpp"

#undef NDEBUG
#include <cassert>
#include <filesystem>
#include <string>

namespace {

using namespace memosaic::literals;

void search(const std::filesystem::path& path) {
  // [watch]
  memosaic::watch_mappings();  // once in a program
  const memosaic::file file(path);
  const memosaic::mapping mapped(file);
  const auto find_it = [](memosaic::bytes_view bytes) { return memosaic::find(bytes, "needle"_bytes); };
  auto at = mapped.checked(find_it);  // throws file_changed instead of an answer from bytes that were lost
  at = memosaic::find(mapped.bytes(), "needle"_bytes);
  mapped.check(file);  // the same after any reading, and asks for the size of the file too
  // [watch]
  assert(at == 100'000u);
  std::filesystem::resize_file(path, 10);
  try {
    at = mapped.checked(find_it);
    assert(false);
  } catch (const memosaic::file_changed&) {
    assert(mapped.damaged());
  }
}

}  // namespace

int main() {
  const auto path = std::filesystem::temp_directory_path() / "memosaic-example-changing-files";
  {
    memosaic::output_file file(path);
    file.write(memosaic::bytes_of(std::string(100'000, '.') + "needle"));
    file.publish();
  }
  search(path);
  std::filesystem::remove(path);
}
