// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "support/image_sink.hpp"

// Binary files that others have made, see tests/golden/image/generate.
namespace binary_formats_golden_test {
using namespace memosaic;
using namespace memosaic::literals;

std::filesystem::path golden(const std::string& name) {
  return std::filesystem::path(__FILE__).parent_path() / "../../golden/image" / name;
}

TEST(BinaryFormatsGolden, Uf2) {
  image pages;
  std::vector<std::byte> page(256);
  for (unsigned number = 0; number < 3; ++number) {
    for (unsigned i = 0; i < 256; ++i) page[i] = static_cast<std::byte>(number + 7 * i);
    pages.memory.write(number < 2 ? 0x10000000 + 256 * int128{number} : 0x10008000, page);
  }
  const auto read = load_image(golden("pages.uf2"));
  EXPECT_EQ(read.format, image_format::uf2);
  EXPECT_EQ(read.content, pages);
  write_image_options options;
  options.uf2_family = 0xE48BFF56;
  std::ifstream stream(golden("pages.uf2"), std::ios::binary);
  const std::string stored{std::istreambuf_iterator<char>(stream), {}};
  EXPECT_EQ(text_of(test::written(pages, image_format::uf2, options)), stored);
}

TEST(BinaryFormatsGolden, Elf) {
  image firmware;
  firmware.memory.write(0x08000000, "\x00\x10\x00\x20\x08\x00\x00\x08\x90\xF4"_bytes);
  firmware.memory.write(0x08000100, "initial data"_bytes);
  firmware.entry = image_entry{0x08000008, {}};
  for (const char* const name : {"firmware32.elf", "firmware64.elf"}) {
    const auto read = load_image(golden(name));
    EXPECT_EQ(read.format, image_format::elf);
    EXPECT_EQ(read.content, firmware) << name;
    read_image_options options;
    options.elf = elf_addresses::run;
    const auto running = load_image(golden(name), options).content;
    EXPECT_EQ(running.memory.block(1), (image_range{0x20000000, 0x2000000C})) << name;
    EXPECT_EQ(running.entry, firmware.entry);
  }
}

TEST(BinaryFormatsGolden, Raw) {
  const auto read = load_image(golden("firmware.ld"));
  EXPECT_EQ(read.format, image_format::raw);
  EXPECT_EQ(read.content.memory.content_size(), std::filesystem::file_size(golden("firmware.ld")));
  EXPECT_EQ(read.content.memory.find("ENTRY(start)"_bytes), 42);
}

}  // namespace binary_formats_golden_test
