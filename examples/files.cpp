// SPDX-License-Identifier: Apache-2.0
// Writing a file that appears whole or not at all, and reading it back where it lies.
#include "memosaic/memosaic.hpp"

#undef NDEBUG
#include <cassert>
#include <filesystem>

namespace {

void write(const std::filesystem::path& path) {
  using namespace memosaic::literals;
  // [output_file]
  memosaic::output_file file(path);
  file.write("all of it, "_bytes);
  file.write("or nothing"_bytes);
  file.publish();  // until here, `path` names what it named before
  // [output_file]
}

}  // namespace

int main() {
  using namespace memosaic::literals;
  const auto path = std::filesystem::temp_directory_path() / "memosaic-example-files";
  write(path);
  const memosaic::mapping stored{memosaic::file(path)};
  assert(memosaic::equal(stored.bytes(), "all of it, or nothing"_bytes));
  std::filesystem::remove(path);
}
