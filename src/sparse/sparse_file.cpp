// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/sparse_file.hpp"

#include <span>
#include <vector>

#include "memosaic/file/mapping.hpp"
#include "sparse/messages.hpp"

namespace memosaic {
namespace {

/// Runs that are nearer than this share a mapping: address space is cheap, and the system bounds the number of
/// mappings.
constexpr std::uint64_t far_apart = std::uint64_t{1} << 30;

/// How many of the runs, from the first one on, are near enough to each other.
std::size_t count_near(std::span<const file_run> runs) {
  std::size_t count = 1;
  while (count < runs.size() && runs[count].offset - (runs[count - 1].offset + runs[count - 1].length) < far_apart) {
    ++count;
  }
  return count;
}

}  // namespace

template <memory_address Address>
basic_sparse_memory<Address> load_sparse_file(const file& from, std::type_identity_t<Address> at) {
  using length = address_length<Address>;
  if (!checked_advance<Address>(at, static_cast<length>(from.size()))) {
    sparse_core::throw_beyond<Address>(at, static_cast<length>(from.size()));
  }
  const auto found = from.stored_runs();
  basic_sparse_memory<Address> made;
  for (std::span<const file_run> rest(found); !rest.empty();) {
    const auto near = rest.first(count_near(rest));
    rest = rest.subspan(near.size());
    const auto start = near.front().offset;
    const auto stop = near.back().offset + near.back().length;  // inside the file
    const mapping mapped(from, start, static_cast<std::size_t>(stop - start));
    for (const auto& run : near) {
      const auto first = static_cast<std::size_t>(run.offset - start);
      made.write_shared(*checked_advance<Address>(at, static_cast<length>(run.offset)),
                        mapped.view(first, first + static_cast<std::size_t>(run.length)));
    }
  }
  return made;
}

#define MEMOSAIC_SPARSE_FILE_FOR(Address) \
  template basic_sparse_memory<Address> load_sparse_file<Address>(const file&, std::type_identity_t<Address>);

MEMOSAIC_SPARSE_FILE_FOR(std::int64_t)
MEMOSAIC_SPARSE_FILE_FOR(int128)

}  // namespace memosaic
