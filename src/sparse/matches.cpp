// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/matches.hpp"

#include <optional>
#include <stdexcept>
#include <string>

#include "memosaic/sparse/wide_address.hpp"
#include "sparse/editor.hpp"
#include "sparse/messages.hpp"

namespace memosaic {
namespace {

template <memory_address Address>
Address required(std::optional<Address> found, bytes_view needle, basic_address_range<Address> where) {
  if (found) return *found;
  throw std::out_of_range(std::to_string(needle.size())
                              .append(" bytes are not in ")
                              .append(sparse_core::range_text(where))
                              .append("; `find` tells that without an error"));
}

}  // namespace

template <memory_address Address>
Address index(const basic_sparse_memory<Address>& memory, bytes_view needle,
              typename basic_sparse_memory<Address>::range where) {
  return required(memory.find(needle, where), needle, where);
}

template <memory_address Address>
Address rindex(const basic_sparse_memory<Address>& memory, bytes_view needle,
               typename basic_sparse_memory<Address>::range where) {
  return required(memory.rfind(needle, where), needle, where);
}

template <memory_address Address>
std::uint64_t remove_all(basic_sparse_memory<Address>& memory, bytes_view needle,
                         typename basic_sparse_memory<Address>::range where) {
  const auto found = memory.find_all(needle, overlap::no, where);
  const auto match = [&](Address at) {
    return basic_address_range<Address>{at, *checked_advance<Address>(at, needle.size())};
  };
  sparse_core::editor<Address> changes(memory);
  for (const Address at : found) changes.require_unlent(match(at), "remove_all");
  sparse_core::transaction<Address> whole(changes);
  for (auto at = found.rbegin(); at != found.rend(); ++at) memory.erase(match(*at));
  whole.commit();
  return found.size();
}

#define MEMOSAIC_MATCHES_FOR(Address)                                                                     \
  template Address index(const basic_sparse_memory<Address>&, bytes_view, basic_address_range<Address>);  \
  template Address rindex(const basic_sparse_memory<Address>&, bytes_view, basic_address_range<Address>); \
  template std::uint64_t remove_all(basic_sparse_memory<Address>&, bytes_view, basic_address_range<Address>);

MEMOSAIC_MATCHES_FOR(std::int64_t)
MEMOSAIC_MATCHES_FOR(int128)
MEMOSAIC_MATCHES_FOR(wide_address)

}  // namespace memosaic
