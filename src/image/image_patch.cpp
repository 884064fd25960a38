// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/image_patch.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "memosaic/sparse/combine.hpp"

namespace memosaic {
namespace {

/// The first address that is not as the patch wants it.
int128 first_obstacle(const basic_patch<int128>& patch, const image_memory& target) {
  int128 first = highest_stop<int128>;
  for (const image_range& block : patch.removed().blocks()) {
    const auto different = differences(patch.removed(), target, block);
    if (different.empty()) continue;
    first = different.front().where.start;
    break;
  }
  const image_memory occupied = intersect(target, subtract(patch.added(), patch.removed()));
  return occupied.empty() ? first : std::min(first, occupied.content_range().start);
}

std::string entry_address_text(const std::optional<image_entry>& entry) {
  return entry ? address_text(entry->address) : std::string("none");
}

}  // namespace

image_patch image_patch::reversed() const {
  image_patch back;
  back.memory = memory.reversed();
  back.entry_before = entry_after;
  back.entry_after = entry_before;
  return back;
}

void image_patch::apply(image& target) const {
  if (entry_before != entry_after && target.entry != entry_before) {
    throw std::invalid_argument("the patch does not apply: it changes the entry point " +
                                entry_address_text(entry_before) + ", but the image has " +
                                entry_address_text(target.entry));
  }
  // This first: it costs no more than there are pieces, however long the runs of the patch.
  if (const image_memory missing = subtract(memory.removed(), target.memory); !missing.empty()) {
    throw std::invalid_argument("the patch does not apply: at " + address_text(missing.content_range().start) +
                                " the image is not what it changes");
  }
  if (!memory.applies_to(target.memory)) {
    throw std::invalid_argument("the patch does not apply: at " + address_text(first_obstacle(memory, target.memory)) +
                                " the image is not what it changes");
  }
  memory.apply(target.memory);
  if (entry_before != entry_after) target.entry = entry_after;
}

}  // namespace memosaic
