#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <string_view>

#include "memosaic/buffer/view.hpp"
#include "memosaic/image/image.hpp"
#include "memosaic/sparse/contents.hpp"
#include "memosaic/sparse/difference.hpp"

namespace memosaic {

/// What turns one image into another: bytes that go, bytes that come, and the entry point if that differs. Headers are
/// names and dates, and word widths a matter of the file: neither is part of it.
struct image_patch {
  basic_patch<int128> memory;

  /// The entry points of both sides; equal if that does not change.
  std::optional<image_entry> entry_before;
  std::optional<image_entry> entry_after;

  image_patch() = default;
  image_patch(const image& before, const image& after)
      : memory(before.memory, after.memory), entry_before(before.entry), entry_after(after.entry) {}

  [[nodiscard]] bool empty() const noexcept { return memory.empty() && entry_before == entry_after; }

  /// The patch back.
  [[nodiscard]] image_patch reversed() const;

  /// Errors: `std::invalid_argument`, naming the first place that is not as the patch wants it; nothing has changed
  /// then. As `basic_patch::apply`.
  void apply(image& target) const;
};

/// Sends a patch as text, one line for each range: `-` what goes, `+` what comes, its address, its length and its bytes
/// in hexadecimal digits; runs that repeat a pattern have it behind a `*`.
///
///     memosaic image patch 1
///     - 0x8000 +4 deadbeef
///     + 0x8000 +4 cafef00d
///     + 0x10000 +65536 *ff
///     entry 0x100 0x8000
///     end
///
/// Lines hold up to 32 bytes, or one run. Numbers after `+` are decimal; an absent entry point is `none`, and a
/// segmented one `0x1000:0x0010`. Empty lines and lines that begin with `#` do not count. Cost: O(content of the
/// patch). Memory: 64 KiB. Errors: what `to` throws.
void write_patch(const image_patch& patch, content_sink& to);

/// The patch of a text as `write_patch` sends it. `name` stands for the path in messages.
///
/// Cost: one pass, and what is replaced; of that, runs included, 64 GiB at most. Memory: the patch. Errors:
/// `image_error`, also for a text without its last line, which was cut off.
[[nodiscard]] image_patch read_patch(bytes_view text, std::string_view name = {});

}  // namespace memosaic
