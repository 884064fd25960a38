// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/align.hpp"

#include <algorithm>
#include <stdexcept>

#include "memosaic/sparse/alignment.hpp"
#include "memosaic/sparse/wide_address.hpp"
#include "sparse/editor.hpp"
#include "sparse/messages.hpp"

namespace memosaic {
namespace {

template <memory_address Address>
[[noreturn]] void throw_no_multiple(Address at, address_length<Address> width) {
  throw std::out_of_range(std::string("the multiple of ")
                              .append(sparse_core::count_text(width))
                              .append(" next to ")
                              .append(address_text(at))
                              .append(" is no address"));
}

}  // namespace

template <memory_address Address>
std::vector<basic_address_range<Address>> padding(const basic_sparse_memory<Address>& memory,
                                                  typename basic_sparse_memory<Address>::length width,
                                                  typename basic_sparse_memory<Address>::range where) {
  static_cast<void>(above_multiple<Address>(0, width));  // refuses a width of 0
  std::vector<basic_address_range<Address>> found;
  Address free = where.start;  // what lies before it is stored or found
  Address last = where.start;  // where the block before ends
  bool any = false;
  const auto add = [&](Address start, Address stop) {
    if (start < stop) found.push_back({start, stop});
  };
  const auto pad_behind = [&](Address limit) {
    const auto multiple = aligned_up(last, width);
    if (!multiple && last < limit && limit == highest_stop<Address>) throw_no_multiple(last, width);
    free = multiple ? std::min(*multiple, limit) : limit;
    add(last, free);
  };
  for (const auto& block : memory.blocks(where)) {
    if (any) pad_behind(block.start);
    const auto multiple = aligned_down(block.start, width);
    if (!multiple && free == lowest_address<Address> && free < block.start) throw_no_multiple(block.start, width);
    add(std::max(multiple.value_or(free), free), block.start);
    last = block.stop;
    any = true;
  }
  if (any) pad_behind(where.stop);
  return found;
}

template <memory_address Address>
void align(basic_sparse_memory<Address>& memory, typename basic_sparse_memory<Address>::length width,
           bytes_view pattern, typename basic_sparse_memory<Address>::range where) {
  if (pattern.empty()) throw std::invalid_argument("align refused: the pattern is empty");
  auto holes = padding(memory, width, where);
  const auto limits = memory.bounds().range();
  for (auto& hole : holes) {
    const auto inside = intersection(hole, limits);
    if (inside != hole && memory.bounds().policy == bounds_policy::error) sparse_core::throw_outside(hole, limits);
    hole = inside;
  }
  const std::vector<std::byte> kept(pattern.begin(), pattern.end());  // it may lie in this memory
  sparse_core::editor<Address> changes(memory);
  sparse_core::transaction<Address> whole(changes);
  for (const auto& hole : holes) {
    if (!hole.empty()) changes.repeat(hole, kept, above_multiple(hole.start, width));
  }
  whole.commit();
}

#define MEMOSAIC_ALIGN_FOR(Address)                                                                                  \
  template std::vector<basic_address_range<Address>> padding(const basic_sparse_memory<Address>&,                    \
                                                             address_length<Address>, basic_address_range<Address>); \
  template void align(basic_sparse_memory<Address>&, address_length<Address>, bytes_view, basic_address_range<Address>);

MEMOSAIC_ALIGN_FOR(std::int64_t)
MEMOSAIC_ALIGN_FOR(int128)
MEMOSAIC_ALIGN_FOR(wide_address)

}  // namespace memosaic
