#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "table/key_dense.hpp"
#include "table/key_fingerprints.hpp"
#include "table/key_groups.hpp"
#include "table/key_index.hpp"
#include "table/key_index_writer.hpp"
#include "table/key_ordered_work.hpp"
#include "table/perfect_hash.hpp"
#include "table/perfect_hash_shape.hpp"
#include "table/perfect_hash_solver.hpp"

namespace memosaic::test {

/// The sections of a key index, and where the keys fell.
struct key_sections {
  std::vector<std::byte> index;
  std::vector<std::byte> fingerprints;
  std::vector<std::uint64_t> slots;  ///< of each hash that was given

  [[nodiscard]] table_core::key_section index_section() const { return {index, "table", 1000}; }
  [[nodiscard]] table_core::key_section fingerprint_section() const { return {fingerprints, "table", 2000}; }
  [[nodiscard]] table_core::key_index open() const { return {index_section(), fingerprint_section()}; }
  void verify() const { open().verify(index_section(), fingerprint_section()); }
};

struct key_index_shape {
  std::uint64_t seed = 0;
  table_core::hash_width width = table_core::hash_width::bits_64;
  unsigned fingerprint_bits = 8;
  unsigned threads = 1;
  std::optional<unsigned> partition_bits = std::nullopt;  ///< else as many as the number of hashes asks for
};

/// A perfect hash of hashes that are all in memory; nothing if they crowd, or if there are equal ones.
inline std::optional<key_sections> perfect_sections(std::span<const table_core::key_hash> hashes,
                                                    const key_index_shape& shape) {
  using namespace table_core;
  const unsigned bits = shape.partition_bits.value_or(partition_bits_for(hashes.size()));
  std::vector<std::vector<key_hash>> parts(std::size_t{1} << bits);
  std::vector<std::vector<std::uint32_t>> numbers(parts.size());
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    const auto part = static_cast<std::size_t>(place_of(hashes[i], parts.size()).partition);
    parts[part].push_back(hashes[i]);
    numbers[part].push_back(static_cast<std::uint32_t>(i));
  }
  struct made_part {
    std::optional<solved_partition> solved;
    std::vector<std::uint32_t> order;
    std::vector<key_hash> hashes;
  };
  std::vector<key_groups> groups(shape.threads);
  std::vector<perfect_hash_solver> solvers(shape.threads);
  std::vector<made_part> parts_made(shape.threads);
  const auto make = [&](std::size_t part, unsigned worker) {
    made_part& made = parts_made[worker] = {};
    key_groups& group = groups[worker];
    group.arrange(parts[part], parts.size());
    if (group.size() != parts[part].size()) return;
    made.solved = solvers[worker].solve(group.hashes(), parts.size());
    made.hashes.assign(group.hashes().begin(), group.hashes().end());
    for (std::size_t i = 0; i < group.size(); ++i) made.order.push_back(numbers[part][group.records(i)[0]]);
  };
  key_sections sections;
  sections.slots.resize(hashes.size());
  sections.fingerprints.resize(*key_fingerprints::section_size(hashes.size(), shape.fingerprint_bits));
  perfect_hash_writer writer;
  bool whole = true;
  const auto take = [&](std::size_t, unsigned worker) {
    const made_part& made = parts_made[worker];
    if (!made.solved) whole = false;
    if (!whole) return;
    for (std::size_t i = 0; i < made.order.size(); ++i) {
      const std::uint64_t slot = writer.keys() + made.solved->slots[i];
      sections.slots[made.order[i]] = slot;
      key_fingerprints::set(sections.fingerprints, slot, shape.fingerprint_bits,
                            key_fingerprints::of(made.hashes[i], shape.fingerprint_bits));
    }
    writer.add(*made.solved);
  };
  ordered_work(parts.size(), shape.threads, make, take, [](std::size_t, unsigned) {}).run();
  if (!whole) return std::nullopt;
  const auto header = perfect_index_header(writer, shape.seed, shape.width, shape.fingerprint_bits);
  sections.index.assign(header.begin(), header.end());
  sections.index.insert(sections.index.end(), writer.entries().begin(), writer.entries().end());
  sections.index.insert(sections.index.end(), writer.data().begin(), writer.data().end());
  return sections;
}

/// The whole section of a dense index.
inline std::vector<std::byte> dense_section(const table_core::key_dense_writer& writer) {
  std::vector<std::byte> section;
  writer.write([&](bytes_view bytes) { section.insert(section.end(), bytes.begin(), bytes.end()); });
  return section;
}

/// The bytes of texts, hashed.
inline std::vector<table_core::key_hash> hashes_of(std::span<const std::string> keys, const key_index_shape& shape) {
  std::vector<table_core::key_hash> hashes;
  for (const auto& key : keys) {
    hashes.push_back(table_core::hash_key(std::as_bytes(std::span(key)), shape.seed, shape.width));
  }
  return hashes;
}

/// `u0000000000000000000`, `u0000000000000000001` and so on.
inline std::vector<std::string> numbered_keys(std::size_t count, std::uint64_t first = 0) {
  std::vector<std::string> keys;
  keys.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::string number = std::to_string(first + i);
    keys.push_back("u" + std::string(19 - number.size(), '0') + number);
  }
  return keys;
}

}  // namespace memosaic::test
