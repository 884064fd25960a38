// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/image_patch.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "memosaic/image/image_error.hpp"

/// A text that is read as a patch is written as one that reads the same; any other is refused with a place in it.
namespace {

using memosaic::bytes_view;
using memosaic::image_patch;

void require(bool holds) {
  if (!holds) std::abort();
}

std::optional<image_patch> parsed(bytes_view text) {
  try {
    return memosaic::read_patch(text, "patch");
  } catch (const memosaic::image_error& error) {
    require(error.problem().offset <= text.size());
    require(!error.problem().reason.empty());
    return std::nullopt;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto patch = parsed(std::as_bytes(std::span(data, size)));
  if (!patch) return 0;
  struct sink final : memosaic::content_sink {
    std::string text;
    void take(bytes_view part) override { text += memosaic::text_of(part); }
  } to;
  memosaic::write_patch(*patch, to);
  constexpr memosaic::uint128 most = 1U << 24U;  // what is compared byte by byte
  if (patch->memory.removed().content_size() > most || patch->memory.added().content_size() > most) return 0;
  const auto again = parsed(memosaic::bytes_of(to.text));
  require(again.has_value());
  require(again->memory.removed() == patch->memory.removed() && again->memory.added() == patch->memory.added());
  require(again->entry_before == patch->entry_before && again->entry_after == patch->entry_after);

  // It turns what it removes into what it adds, and back.
  memosaic::image image;
  image.memory = patch->memory.removed();
  image.entry = patch->entry_before;
  patch->apply(image);
  require(image.memory == patch->memory.added() && image.entry == patch->entry_after);
  patch->reversed().apply(image);
  require(image.memory == patch->memory.removed() && image.entry == patch->entry_before);
  return 0;
}
