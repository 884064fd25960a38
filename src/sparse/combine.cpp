// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/combine.hpp"

#include "memosaic/sparse/wide_address.hpp"
#include "sparse/combination.hpp"
#include "sparse/editor.hpp"

namespace memosaic {
namespace {

using sparse_core::side;

template <memory_address Address, typename Choose>
basic_sparse_memory<Address> combined(const basic_sparse_memory<Address>& first,
                                      const basic_sparse_memory<Address>& second, Choose choose) {
  const auto a = first.snapshot();
  const auto b = second.snapshot();
  basic_sparse_memory<Address> made;
  sparse_core::editor<Address>(made).top() = sparse_core::combine(a, b, choose);
  return made;
}

}  // namespace

template <memory_address Address>
basic_sparse_memory<Address> unite(const basic_sparse_memory<Address>& under,
                                   const basic_sparse_memory<Address>& over) {
  return combined(under, over, [](bool, bool in_over) { return in_over ? side::second : side::first; });
}

template <memory_address Address>
basic_sparse_memory<Address> intersect(const basic_sparse_memory<Address>& from,
                                       const basic_sparse_memory<Address>& mask) {
  return combined(from, mask,
                  [](bool in_from, bool in_mask) { return in_from && in_mask ? side::first : side::neither; });
}

template <memory_address Address>
basic_sparse_memory<Address> subtract(const basic_sparse_memory<Address>& from,
                                      const basic_sparse_memory<Address>& mask) {
  return combined(from, mask,
                  [](bool in_from, bool in_mask) { return in_from && !in_mask ? side::first : side::neither; });
}

#define MEMOSAIC_COMBINE_FOR(Memory)                       \
  template Memory unite(const Memory&, const Memory&);     \
  template Memory intersect(const Memory&, const Memory&); \
  template Memory subtract(const Memory&, const Memory&);

MEMOSAIC_COMBINE_FOR(basic_sparse_memory<std::int64_t>)
MEMOSAIC_COMBINE_FOR(basic_sparse_memory<int128>)
MEMOSAIC_COMBINE_FOR(basic_sparse_memory<wide_address>)

}  // namespace memosaic
