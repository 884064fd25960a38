// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <stdexcept>

#include "image/formats.hpp"
#include "memosaic/sparse/contents.hpp"

/// Raw binary: bytes and nothing else. What it does not hold, where its first byte belongs, is told by the reader's
/// options; the file begins with the first byte that is stored, whatever its address.
namespace memosaic::image_core {
namespace {

constexpr auto biggest_file = static_cast<uint128>(std::numeric_limits<std::int64_t>::max());

std::string range_text(image_range range) {
  return "[" + address_text(range.start) + ", " + address_text(range.stop) + ")";
}

}  // namespace

void read_raw(const view& bytes, image_collector& into) {
  into.content().word_size = into.options().word_size;
  into.share(into.options().raw_address, bytes, {});
}

void write_raw(const image& from, content_sink& to, const write_image_options& options) {
  const auto range = from.memory.content_range();
  if (!options.fill && from.memory.block_count() > 1) {
    const image_range hole{from.memory.block(0).stop, from.memory.block(1).start};
    throw std::invalid_argument("raw binary: there is no room for the hole " + range_text(hole) +
                                "; give a fill byte, or write Intel HEX");
  }
  if (range.size() > biggest_file) {
    throw std::invalid_argument("raw binary: " + range_text(range) +
                                " is more than a file can be; crop it, or write Intel HEX");
  }
  send_content(from.memory, range, options.fill ? hole_rule::fill(*options.fill) : hole_rule::refuse(), to);
}

}  // namespace memosaic::image_core
