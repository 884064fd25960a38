// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/sparse_memory.hpp"

#include "sparse/sparse_memory_members.hpp"

namespace memosaic {

template class basic_sparse_memory<std::int64_t>;
template class basic_sparse_memory<int128>;

}  // namespace memosaic
