// SPDX-License-Identifier: Apache-2.0
#include "buffer/storage.hpp"

#include <new>

namespace memosaic {
namespace {

void free_heap(void*, std::byte* data, std::size_t) noexcept {
  ::operator delete (data, std::align_val_t{storage::alignment});
}

}  // namespace

storage::storage(std::size_t size) {
  if (size == 0) return;
  data_ = static_cast<std::byte*>(::operator new (size, std::align_val_t{alignment}));
  size_ = size;
  release_ = &free_heap;
}

}  // namespace memosaic
