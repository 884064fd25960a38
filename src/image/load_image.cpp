// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "memosaic/buffer/buffer.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapping.hpp"
#include "memosaic/image/image_error.hpp"
#include "memosaic/image/read_image.hpp"

namespace memosaic {
namespace {

/// What cannot be mapped, as a pipe, read to its end.
view read_to_end(const file& source) {
  constexpr std::size_t first_room = std::size_t{64} << 10;
  buffer content;
  for (std::size_t size = 0;; content.resize(std::max(first_room, multiply_sizes(size, 2)))) {
    while (size < content.size()) {
      const std::size_t read = source.read_next(content.mutable_bytes().subspan(size));
      size = add_sizes(size, read);
      if (read != 0) continue;
      content.resize(size);
      return content.freeze();
    }
  }
}

}  // namespace

read_image_result load_image(const std::filesystem::path& path, read_image_options options) {
  if (options.name.empty()) options.name = path.string();
  const file source(path);
  if (!source.is_regular()) return read_image(read_to_end(source), options);
  const mapping mapped(source);
  try {
    auto result = read_image(mapped.view(), options);
    mapped.check(source);
    return result;
  } catch (const image_error&) {
    mapped.check(source);  // what was cut off is no wrong image
    throw;
  }
}

}  // namespace memosaic
