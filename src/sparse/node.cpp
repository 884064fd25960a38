// SPDX-License-Identifier: Apache-2.0
#include "sparse/node.hpp"

#include "memosaic/sparse/wide_address.hpp"

namespace memosaic::sparse_core {

template <typename Length>
void drop(node* any) noexcept {
  if (!any->references.drop()) return;
  if (any->height == 0) {
    auto* const pieces = &as_leaf<Length>(*any);
    for (unsigned i = 0; i < pieces->count; ++i) leaf<Length>::words::release(pieces->kind[i], pieces->body[i]);
    delete pieces;
    return;
  }
  auto* const children = &as_inner<Length>(*any);
  for (unsigned i = 0; i < children->count; ++i) drop<Length>(children->slots[i].child);
  delete children;
}

template <typename Length>
node* duplicate(node& any) {
  if (any.height == 0) {
    const auto& from = as_leaf<Length>(any);
    auto* const made = new leaf<Length>;
    made->count = from.count;
    std::copy(from.start, from.start + from.count, made->start);
    std::copy(from.body, from.body + from.count, made->body);
    std::copy(from.kind, from.kind + from.count, made->kind);
    for (unsigned i = 0; i < from.count; ++i) leaf<Length>::words::retain(from.kind[i], from.body[i]);
    return made;
  }
  const auto& from = as_inner<Length>(any);
  auto* const made = new inner<Length>(from.height);
  made->count = from.count;
  std::copy(from.first, from.first + from.count, made->first);
  std::copy(from.slots, from.slots + from.count, made->slots);
  // The children's counts lie in as many cache lines: ask for all of them before the first addition.
  for (unsigned i = 0; i < from.count; ++i) __builtin_prefetch(from.slots[i].child, 1);
  for (unsigned i = 0; i < from.count; ++i) from.slots[i].child->references.add();
  return made;
}

template void drop<std::uint64_t>(node*) noexcept;
template void drop<uint128>(node*) noexcept;
template void drop<wide_length>(node*) noexcept;
template node* duplicate<std::uint64_t>(node&);
template node* duplicate<uint128>(node&);
template node* duplicate<wide_length>(node&);

template <memory_address Address>
root<Address>::root(const root& other) noexcept : top(other.top), reference(other.reference), total(other.total) {
  if (top != nullptr) top->references.add();
}

template <memory_address Address>
void root<Address>::drop() noexcept {
  sparse_core::drop<length>(top);
}

template class root<std::int64_t>;
template class root<int128>;
template class root<wide_address>;

}  // namespace memosaic::sparse_core
