// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/reverse.hpp"

#include <stdexcept>
#include <string>

#include "bytes/reverse_kernels.hpp"

namespace memosaic {
namespace {

const reverse_kernels& active_reverse_kernels() noexcept {
  static const reverse_kernels& kernels = reverse_kernels_for(active_simd_level());
  return kernels;
}

}  // namespace

void reverse(mutable_bytes_view bytes) noexcept { active_reverse_kernels().reverse(bytes.data(), bytes.size()); }

void swap_bytes(mutable_bytes_view bytes, std::size_t item_size) {
  if (item_size == 0) throw std::invalid_argument("swap_bytes: the item size is 0");
  if (bytes.size() % item_size != 0) {
    throw std::invalid_argument("swap_bytes: " + std::to_string(bytes.size()) +
                                " bytes are not a whole number of items of " + std::to_string(item_size));
  }
  switch (item_size) {
    case 1:
      return;
    case 2:
    case 4:
    case 8:
    case 16:
      return active_reverse_kernels().swap_items(bytes.data(), bytes.size(), item_size);
    default:
      for (; !bytes.empty(); bytes = bytes.subspan(item_size)) reverse(bytes.first(item_size));
  }
}

}  // namespace memosaic
