// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/update.hpp"

#include <utility>

#include "memosaic/sparse/wide_address.hpp"
#include "sparse/editor.hpp"
#include "sparse/messages.hpp"

namespace memosaic {

template <memory_address Address>
void overwrite(basic_sparse_memory<Address>& target, const basic_sparse_memory<Address>& source,
               std::type_identity_t<Address> offset) {
  const auto span = source.span();
  const auto start = checked_shift<Address>(span.start, offset);
  const auto stop = checked_shift<Address>(span.stop, offset);
  if (!start) sparse_core::throw_beyond<Address>(span.start, 0);
  if (!stop) sparse_core::throw_beyond<Address>(span.stop, 0);
  const auto taken = source.snapshot();  // the source may be the target
  sparse_core::editor<Address> changes(target);
  changes.require_unlent({*start, *stop}, "overwrite");
  sparse_core::transaction<Address> whole(changes);
  target.clear({*start, *stop});
  target.write(taken, offset);
  whole.commit();
}

template <memory_address Address>
void write_and_clear(basic_sparse_memory<Address>& target, const basic_sparse_memory<Address>& written,
                     const basic_sparse_memory<Address>& cleared) {
  sparse_core::editor<Address> changes(target);
  for (const auto& part : cleared.segments()) changes.require_unlent({part.start, part.stop}, "update");
  for (const auto& part : written.segments()) changes.require_unlent({part.start, part.stop}, "update");
  sparse_core::transaction<Address> whole(changes);
  for (const auto& part : cleared.segments()) target.clear({part.start, part.stop});
  target.write(written);
  whole.commit();
}

#define MEMOSAIC_UPDATE_FOR(Address)                                                                   \
  template void overwrite<Address>(basic_sparse_memory<Address>&, const basic_sparse_memory<Address>&, \
                                   std::type_identity_t<Address>);                                     \
  template void write_and_clear(basic_sparse_memory<Address>&, const basic_sparse_memory<Address>&,    \
                                const basic_sparse_memory<Address>&);

MEMOSAIC_UPDATE_FOR(std::int64_t)
MEMOSAIC_UPDATE_FOR(int128)
MEMOSAIC_UPDATE_FOR(wide_address)

}  // namespace memosaic
