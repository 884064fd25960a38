// SPDX-License-Identifier: Apache-2.0
// A format and the bytes of one item, taken apart and put together again. Input: the length of the format in one
// byte, the format, the bytes.
#include "memosaic/buffer/item_format.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>
#include <vector>

#include "memosaic/buffer/array.hpp"
#include "memosaic/error.hpp"

namespace {

using namespace memosaic;

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const item_format& format, bytes_view bytes) {
  if (bytes.size() < format.size()) return;
  const auto value = format.decode(bytes);
  std::vector<std::byte> encoded(format.size());
  format.encode(value, encoded);
  const auto again = format.decode(encoded);
  const bool nan = value.is_double() && std::isnan(value.to_double());
  require(nan ? std::isnan(again.to_double()) : again == value);
  // The same bytes too, but where several bytes mean the same: truth values, NaN, and what follows a Pascal string.
  const bool unique = format.kind() != item_kind::boolean && format.kind() != item_kind::pascal_string && !nan;
  if (unique) require(std::ranges::equal(encoded, bytes.first(format.size())));
  require(!value.to_text().empty());

  array items(format.text(), view(bytes, unowned));
  require(items.size() == bytes.size() / format.size());
  if (!nan) require(items.index(value) == 0U);
  require(items.copy().bytes().size() == items.size() * format.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = std::as_bytes(std::span(data, size));
  if (input.empty()) return 0;
  const auto length = std::min<std::size_t>(data[0], input.size() - 1);
  const auto text = text_of(input.subspan(1, length));
  try {
    const item_format format(text);
    require(format.size() > 0 && format.text() == text);
    check(format, input.subspan(1 + length));
  } catch (const format_error& refused) {
    require(refused.offset() <= text.size());
  }
  return 0;
}
