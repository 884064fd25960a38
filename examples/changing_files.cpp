// SPDX-License-Identifier: Apache-2.0
// A file that is cut off while it is mapped is an error, and not the end of the process. A file that grows under its
// own mapping.
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

void append(const std::filesystem::path& path) {
  // [grow]
  memosaic::writable_file file(path);
  auto mapping = memosaic::writable_mapping::reserve(file, 1 << 20);  // addresses for a MiB; the file stays as it is
  const std::size_t end = mapping.size();
  mapping.grow(file, end + 5);  // an error if the disk is full; what was mapped stays where it is
  memosaic::copy_to("added"_bytes, mapping.mutable_bytes(), end);
  mapping.flush();
  // [grow]
  assert(memosaic::mapping(file.source()).bytes().size() == end + 5);
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
  append(path);
  std::filesystem::remove(path);
}
