// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/join.hpp"

#include <algorithm>

#include "memosaic/sparse/wide_address.hpp"
#include "sparse/editor.hpp"
#include "sparse/messages.hpp"

namespace memosaic {
namespace {

/// All that is stored, without bounds, with what was at `from` now at `to`. Content lies at or after `from`.
template <memory_address Address>
basic_sparse_memory<Address> relocated(const basic_sparse_memory<Address>& source, Address from, Address to) {
  auto taken = source.snapshot();
  taken.set_bounds({});
  if (taken.empty()) return taken;
  const auto size = distance(from, taken.content_range().stop);
  if (!checked_advance(to, size)) sparse_core::throw_beyond(to, size);
  // Not by `shift`: the distance of two addresses may be no address.
  const auto offset = static_cast<address_length<Address>>(to) - static_cast<address_length<Address>>(from);
  auto& top = sparse_core::editor<Address>(taken).top();
  top.reference += offset;
  top.total.first += offset;
  top.total.stop += offset;
  return taken;
}

}  // namespace

template <memory_address Address>
void append(basic_sparse_memory<Address>& target, const basic_sparse_memory<Address>& source,
            typename basic_sparse_memory<Address>::length gap) {
  const auto end = target.content_range().stop;
  const auto at = checked_advance(end, gap);
  if (!at) sparse_core::throw_beyond(end, gap);
  target.write(relocated(source, source.span().start, *at));
}

template <memory_address Address>
void insert(basic_sparse_memory<Address>& target, typename basic_sparse_memory<Address>::address at,
            const basic_sparse_memory<Address>& source) {
  replace(target, {at, at}, source);
}

template <memory_address Address>
void replace(basic_sparse_memory<Address>& target, typename basic_sparse_memory<Address>::range where,
             const basic_sparse_memory<Address>& source) {
  where.stop = std::max(where.start, where.stop);
  const auto span = source.span();
  const auto taken = relocated(source, span.start, where.start);
  sparse_core::editor<Address> changes(target);
  changes.require_unlent(where, "replace");
  sparse_core::transaction<Address> whole(changes);
  target.erase(where);
  target.reserve(where.start, span.size());
  target.write(taken);
  whole.commit();
}

template <memory_address Address>
basic_sparse_memory<Address> concatenated(const basic_sparse_memory<Address>& first,
                                          const basic_sparse_memory<Address>& second) {
  auto made = first.snapshot();
  made.set_bounds({});
  append(made, second);
  return made;
}

template <memory_address Address>
basic_sparse_memory<Address> repeated(const basic_sparse_memory<Address>& unit, std::uint64_t times) {
  basic_sparse_memory<Address> made;
  if (unit.empty()) return made;
  const auto span = unit.span();
  const auto after = [](Address at, address_length<Address> size) {
    const auto stop = checked_advance(at, size);
    if (!stop) sparse_core::throw_beyond(at, size);
    return *stop;
  };
  // All of it must be addresses: told before anything is made of it.
  Address end = span.start;
  Address part_stop = span.stop;
  for (auto rest = times; rest != 0; rest >>= 1) {
    if ((rest & 1U) != 0) end = after(end, distance(span.start, part_stop));
    if (rest != 1) part_stop = after(part_stop, distance(span.start, part_stop));
  }
  auto part = relocated(unit, span.start, span.start);  // 1, 2, 4... copies, up to `part_stop`
  part_stop = span.stop;
  Address at = span.start;  // where the next copies go
  for (; times != 0; times >>= 1) {
    if ((times & 1U) != 0) {
      made.write(relocated(part, span.start, at));
      at = after(at, distance(span.start, part_stop));
    }
    if (times == 1) break;
    part.write(relocated(part, span.start, part_stop));
    part_stop = after(part_stop, distance(span.start, part_stop));
  }
  return made;
}

#define MEMOSAIC_JOIN_FOR(Address)                                                                                   \
  template void append(basic_sparse_memory<Address>&, const basic_sparse_memory<Address>&, address_length<Address>); \
  template void insert(basic_sparse_memory<Address>&, Address, const basic_sparse_memory<Address>&);                 \
  template void replace(basic_sparse_memory<Address>&, basic_address_range<Address>,                                 \
                        const basic_sparse_memory<Address>&);                                                        \
  template basic_sparse_memory<Address> concatenated(const basic_sparse_memory<Address>&,                            \
                                                     const basic_sparse_memory<Address>&);                           \
  template basic_sparse_memory<Address> repeated(const basic_sparse_memory<Address>&, std::uint64_t);

MEMOSAIC_JOIN_FOR(std::int64_t)
MEMOSAIC_JOIN_FOR(int128)
MEMOSAIC_JOIN_FOR(wide_address)

}  // namespace memosaic
