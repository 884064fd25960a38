// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "bytes/reverse_kernels.hpp"

namespace memosaic {
namespace {

void reverse(std::byte* bytes, std::size_t size) noexcept { std::reverse(bytes, bytes + size); }

void swap_items(std::byte* bytes, std::size_t size, std::size_t item_size) noexcept {
  for (std::size_t at = 0; at < size; at += item_size) std::reverse(bytes + at, bytes + at + item_size);
}

}  // namespace

const reverse_kernels scalar_reverse_kernels = {reverse, swap_items};

}  // namespace memosaic
