// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/sparse_file.hpp"

#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

#include "memosaic/file/mapping.hpp"
#include "memosaic/file/output_file.hpp"
#include "memosaic/sparse/wide_address.hpp"
#include "sparse/messages.hpp"
#include "sparse/reader.hpp"

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

/// Writes parts at growing offsets, small ones together.
class hole_writer {
 public:
  explicit hole_writer(output_file& to) : to_(to) { gathered_.reserve(batch); }

  void take(std::uint64_t offset, bytes_view part) {
    if (offset != stop_) {
      flush();
      to_.skip(offset - stop_);
    }
    stop_ = offset + part.size();  // inside the range, which is no longer than any file
    if (part.size() >= batch - gathered_.size()) flush();
    if (part.size() >= batch) {
      to_.write(part);
    } else {
      gathered_.insert(gathered_.end(), part.begin(), part.end());
    }
  }

  void flush() {
    to_.write(gathered_);
    gathered_.clear();
  }

 private:
  static constexpr std::size_t batch = std::size_t{64} << 10;

  output_file& to_;
  std::vector<std::byte> gathered_;  ///< not written yet; they end at `stop_`
  std::uint64_t stop_ = 0;
};

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

template <memory_address Address>
void save_sparse_file(const basic_sparse_memory<Address>& from, const std::filesystem::path& to,
                      typename basic_sparse_memory<Address>::range where) {
  using length = address_length<Address>;
  if (where.size() > static_cast<length>(INT64_MAX)) {
    throw std::length_error(sparse_core::count_text(where.size()).append(" bytes are more than any file holds"));
  }
  output_file made(to);
  hole_writer writer(made);
  sparse_core::reader<Address>::visit(from, where, [&](Address at, bytes_view part) {
    writer.take(static_cast<std::uint64_t>(distance(where.start, at)), part);
    return true;
  });
  writer.flush();
  made.resize(static_cast<std::uint64_t>(where.size()));
  made.publish();
}

#define MEMOSAIC_SPARSE_FILE_FOR(Address)                                                           \
  template void save_sparse_file(const basic_sparse_memory<Address>&, const std::filesystem::path&, \
                                 basic_address_range<Address>);                                     \
  template basic_sparse_memory<Address> load_sparse_file<Address>(const file&, std::type_identity_t<Address>);

MEMOSAIC_SPARSE_FILE_FOR(std::int64_t)
MEMOSAIC_SPARSE_FILE_FOR(int128)
MEMOSAIC_SPARSE_FILE_FOR(wide_address)

}  // namespace memosaic
