// SPDX-License-Identifier: Apache-2.0
// Firmware files: what was built is loaded, changed, and written in the format that a programmer wants.
#include "memosaic/memosaic.hpp"

#undef NDEBUG
#include <cassert>
#include <filesystem>

namespace {

using namespace memosaic::literals;

void save_and_load(const std::filesystem::path& folder) {
  // [image]
  memosaic::image firmware;
  firmware.memory.write(0x0800'0000, "vectors"_bytes);
  firmware.memory.write(0x0800'4000, "program"_bytes);
  firmware.entry = {.address = 0x0800'4000};
  memosaic::save_image(firmware, folder / "firmware.hex");  // the extension decides; it appears whole or not at all

  const auto loaded = memosaic::load_image(folder / "firmware.hex");  // the content decides
  assert(loaded.format == memosaic::image_format::intel_hex);
  assert(loaded.content == firmware);
  // [image]
}

void make_raw(const std::filesystem::path& folder) {
  const auto loaded = memosaic::load_image(folder / "firmware.hex");
  // [raw]
  auto memory = loaded.content.memory;  // O(1)
  memory.crop({0x0800'0000, 0x0800'8000});
  memory.flood({0x0800'0000, 0x0800'8000}, "\xFF"_bytes);  // what is not stored reads as erased flash
  memosaic::save_image({.memory = memory}, folder / "flash.bin");
  assert(std::filesystem::file_size(folder / "flash.bin") == 0x8000);

  const auto back = memosaic::load_image(folder / "flash.bin", {.raw_address = 0x0800'0000});  // no byte is copied
  assert(back.content.memory == memory);
  // [raw]
}

void read_what_is_damaged() {
  // [lenient]
  const auto text = memosaic::buffer(
                        ":03000000010203F7\n"
                        ":03000300040506EE\n"  // the last byte of this record should be EB
                        ":00000001FF\n"_bytes)
                        .freeze();
  const memosaic::read_image_options strict{.name = "a.hex"};
  try {
    static_cast<void>(memosaic::read_image(text, strict));
    assert(false);
  } catch (const memosaic::image_error& error) {
    assert(error.problem().line == 2 && error.problem().column == 16);
  }
  const auto read = memosaic::read_image(text, {.name = "a.hex", .lenient = true});
  assert(read.problem_count == 1);
  assert((read.content.memory.content_range() == memosaic::image_range{0, 3}));  // nothing of the second record
  // [lenient]
}

}  // namespace

int main() {
  const auto folder = std::filesystem::temp_directory_path() / "memosaic-example-image";
  std::filesystem::create_directory(folder);
  save_and_load(folder);
  make_raw(folder);
  read_what_is_damaged();
  std::filesystem::remove_all(folder);
}
