// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/view.hpp"

#include "buffer/heap_block.hpp"
#include "buffer/placement.hpp"

namespace memosaic {

view::view(owner& source, bytes_view bytes)
    : view(&source, bytes.data(), (require_inside(bytes, {source.data(), source.size()}), bytes.size())) {}

view view::sub(bytes_view part) const {
  require_inside(part, bytes());
  return view(owner_, part.data(), part.size());
}

view view::compact(std::size_t slack) const {
  // What is unowned retains nothing, yet a copy of it is what stays when the caller's promise ends.
  const auto retained = retained_bytes();
  if (retained >= size_ && retained - size_ <= slack && owner_ != nullptr) return *this;
  return heap_block::frozen_copy(bytes());
}

}  // namespace memosaic
