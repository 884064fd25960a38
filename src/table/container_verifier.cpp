// SPDX-License-Identifier: Apache-2.0
#include "table/container_verifier.hpp"

#include <algorithm>
#include <atomic>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/endian.hpp"
#include "memosaic/error.hpp"
#include "table/container_form.hpp"
#include "table/records_verifier.hpp"

namespace memosaic::table_core {
namespace {

/// A block that is to be summed, and where its sum goes.
struct block_work {
  bytes_view bytes;
  std::uint64_t* sum;
};

bytes_view block_of(bytes_view section, std::uint64_t block) {
  const auto at = static_cast<std::size_t>(block) * container_block_size;
  return section.subspan(at, std::min(container_block_size, section.size() - at));
}

/// Sums all blocks, each by whichever thread comes to it first.
void sum_all(const std::vector<block_work>& work, unsigned threads) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i = next++; i < work.size(); i = next++) *work[i].sum = xxh3_64(work[i].bytes);
  };
  std::vector<std::jthread> others;
  const std::size_t wanted = std::min<std::size_t>(threads, work.size());
  for (std::size_t i = 1; i < wanted; ++i) others.emplace_back(run);
  run();
}

/// The first byte that is not zero from `start` to `stop`.
std::optional<std::uint64_t> first_nonzero(bytes_view bytes, std::uint64_t start, std::uint64_t stop) {
  const auto part = sub_view(bytes, static_cast<std::size_t>(start), static_cast<std::size_t>(stop));
  const auto found = std::find_if(part.begin(), part.end(), [](std::byte each) { return each != std::byte{0}; });
  if (found == part.end()) return std::nullopt;
  return start + static_cast<std::uint64_t>(found - part.begin());
}

/// All that lies between the parts of the container is zero.
void require_zeros(const container& opened) {
  const bytes_view bytes = opened.bytes().bytes();
  std::vector<std::pair<std::uint64_t, std::uint64_t>> parts;  // start, stop
  parts.emplace_back(0, header_size);
  const auto table = load_little<std::uint64_t>(bytes, 48);
  parts.emplace_back(table, add_sizes(table, opened.sections().size() * entry_size));
  for (const section_entry& each : opened.sections())
    parts.emplace_back(each.offset, add_sizes(each.offset, each.length));
  parts.emplace_back(bytes.size() - trailer_size, bytes.size());
  std::sort(parts.begin(), parts.end());
  std::uint64_t stop = 0;
  for (const auto& [start, end] : parts) {
    if (start > stop) {
      const auto wrong = first_nonzero(bytes, stop, start);
      if (wrong) throw format_error(opened.path(), *wrong, "between sections: expected a zero");
    }
    stop = std::max(stop, end);
  }
}

[[noreturn]] void refuse_sums(const container& opened) {
  const section_entry* const sums = opened.find(section_type::blocksums);
  throw format_error(opened.path(), sums->offset, "block sums: they are not those of the sections");
}

/// Which of the sums of BLOCKSUMS is the first of a section; nothing if it has none there.
std::optional<std::uint64_t> first_sum_of(const container& opened, const section_entry& section) {
  std::uint64_t first = 0;
  for (const section_entry& each : opened.sections()) {
    if (each.is_mutable() || each.type == section_type::blocksums) continue;
    if (each == section) return first;
    first += block_count(each.length);
  }
  return std::nullopt;
}

}  // namespace

void verify_container(const container& opened, unsigned threads) {
  require_zeros(opened);
  std::vector<std::vector<std::uint64_t>> sums(opened.sections().size());
  std::vector<block_work> work;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const section_entry& section = opened.sections()[i];
    if (section.is_mutable()) continue;
    sums[i].resize(static_cast<std::size_t>(block_count(section.length)));
    for (std::size_t block = 0; block < sums[i].size(); ++block) {
      work.push_back({block_of(opened.bytes(section), block), &sums[i][block]});
    }
  }
  sum_all(work, threads);
  std::vector<std::uint64_t> expected;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const section_entry& section = opened.sections()[i];
    const std::string name = "section " + std::to_string(static_cast<std::uint32_t>(section.type));
    if (section.is_mutable()) {
      if (section.checksum != 0)
        throw format_error(opened.path(), section.offset, name + ": has a checksum, but is written in place");
      continue;
    }
    if (checksum_of(sums[i]) != section.checksum) {
      throw format_error(opened.path(), section.offset, name + ": its checksum is wrong: it is damaged");
    }
    if (section.type != section_type::blocksums) expected.insert(expected.end(), sums[i].begin(), sums[i].end());
  }
  if (content_id_of(opened.sections()) != opened.header().content_id) {
    throw format_error(opened.path(), 72, "the content id is not that of the sections");
  }
  if (const section_entry* const stored = opened.find(section_type::blocksums)) {
    const bytes_view bytes = opened.bytes(*stored);
    if (bytes.size() != expected.size() * 8) refuse_sums(opened);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (load_little<std::uint64_t>(bytes, i * 8) != expected[i]) refuse_sums(opened);
    }
  }
  verify_records(opened, threads);
}

void verify_one_block(const container& opened, const section_entry& section, std::uint64_t block) {
  const section_entry* const stored = opened.find(section_type::blocksums);
  const auto first = first_sum_of(opened, section);
  if (stored == nullptr || !first) {
    throw std::invalid_argument("the table has no block sums of section " +
                                std::to_string(static_cast<std::uint32_t>(section.type)));
  }
  const std::uint64_t blocks = block_count(section.length);
  require_index(block, blocks);
  const bytes_view bytes = opened.bytes(*stored);
  if (!fits(*first, blocks, bytes.size() / 8)) refuse_sums(opened);
  std::vector<std::uint64_t> sums(static_cast<std::size_t>(blocks));
  for (std::size_t i = 0; i < sums.size(); ++i) {
    sums[i] = load_little<std::uint64_t>(bytes, (static_cast<std::size_t>(*first) + i) * 8);
  }
  if (checksum_of(sums) != section.checksum) refuse_sums(opened);
  if (xxh3_64(block_of(opened.bytes(section), block)) != sums[static_cast<std::size_t>(block)]) {
    throw format_error(opened.path(), section.offset + block * container_block_size,
                       "block " + std::to_string(block) + " of section " +
                           std::to_string(static_cast<std::uint32_t>(section.type)) + " is damaged");
  }
}

}  // namespace memosaic::table_core
