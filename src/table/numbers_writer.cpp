// SPDX-License-Identifier: Apache-2.0
#include "table/numbers_writer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/endian.hpp"

namespace memosaic::table_core {
namespace {

/// Numbers are kept in pieces of this size, for each piece costs a little beside its bytes.
constexpr std::size_t most_pending = std::size_t{16} << 10U;

}  // namespace

numbers_writer::numbers_writer(const record_layout& layout, std::uint64_t memory_limit, std::filesystem::path folder)
    : offset_(layout.numbers_offset()), size_(layout.numbers_size()), kept_(1, memory_limit, std::move(folder)) {}

void numbers_writer::take(mutable_bytes_view cell) {
  require_run(offset_, size_, cell.size());
  const auto numbers = cell.subspan(offset_, size_);
  pending_.insert(pending_.end(), numbers.begin(), numbers.end());
  if (pending_.size() >= most_pending) keep_pending();
  std::fill(numbers.begin(), numbers.end(), std::byte{0});
  store_little(numbers, 0, records_++);
}

void numbers_writer::keep_pending() {
  const std::array<bytes_view, 1> parts{pending_};
  kept_.add(0, parts);
  pending_.clear();
}

void numbers_writer::write(container_writer& writer) {
  keep_pending();
  kept_.finish();
  writer.begin(section_type::numbers, {{size_, 0}, 64, false, true});
  key_spill_reader reader(kept_, 0);
  while (const auto part = reader.next()) writer.append(*part);
  writer.end(records_);
}

}  // namespace memosaic::table_core
