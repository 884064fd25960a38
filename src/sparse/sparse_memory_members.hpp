#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <utility>

#include "memosaic/sparse/sparse_memory.hpp"
#include "sparse/editor.hpp"
#include "sparse/sparse_memory_observe.hpp"
#include "sparse/sparse_memory_read.hpp"
#include "sparse/sparse_memory_remove.hpp"
#include "sparse/sparse_memory_write.hpp"

/// All members of `basic_sparse_memory`, here those that make and copy one; included by the files that instantiate it.
namespace memosaic {

template <memory_address Address>
basic_sparse_memory<Address>::basic_sparse_memory(const bounds_type& limits) {
  set_bounds(limits);
}

template <memory_address Address>
basic_sparse_memory<Address> basic_sparse_memory<Address>::from_bytes(bytes_view bytes, Address at) {
  basic_sparse_memory made;
  made.write(at, bytes);
  return made;
}

template <memory_address Address>
basic_sparse_memory<Address>::basic_sparse_memory(const basic_sparse_memory& other)
    : tree_(other.tree_), bounds_(other.bounds_) {
  other.epoch_.store(0, std::memory_order_relaxed);
  if (other.lent_for_writing_.load(std::memory_order_relaxed) && !editor<Address>(*this).leave_lent_pieces()) {
    other.lent_for_writing_.store(false, std::memory_order_relaxed);
  }
}

template <memory_address Address>
basic_sparse_memory<Address>::basic_sparse_memory(basic_sparse_memory&& other) noexcept {
  swap(other);
}

template <memory_address Address>
basic_sparse_memory<Address>& basic_sparse_memory<Address>::operator=(const basic_sparse_memory& other) {
  basic_sparse_memory copy(other);
  swap(copy);
  return *this;
}

template <memory_address Address>
basic_sparse_memory<Address>& basic_sparse_memory<Address>::operator=(basic_sparse_memory&& other) noexcept {
  basic_sparse_memory taken(std::move(other));
  swap(taken);
  return *this;
}

template <memory_address Address>
void basic_sparse_memory<Address>::swap(basic_sparse_memory& other) noexcept {
  tree_.swap(other.tree_);
  std::swap(bounds_, other.bounds_);
  epoch_.store(other.epoch_.exchange(epoch_.load(std::memory_order_relaxed), std::memory_order_relaxed),
               std::memory_order_relaxed);
  lent_for_writing_.store(
      other.lent_for_writing_.exchange(lent_for_writing_.load(std::memory_order_relaxed), std::memory_order_relaxed),
      std::memory_order_relaxed);
  // Not swapped: a walk must notice that the content under it is another.
  ++version_;
  ++other.version_;
}

}  // namespace memosaic
