// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/wide_address.hpp"
#include "sparse/sparse_memory_members.hpp"

namespace memosaic {

template class basic_sparse_memory<wide_address>;

}  // namespace memosaic
