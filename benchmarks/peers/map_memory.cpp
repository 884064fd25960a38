// SPDX-License-Identifier: Apache-2.0
#include "peers/map_memory.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

namespace memosaic::bench {

void map_memory::poke(std::uint64_t at, std::uint8_t value) {
  const auto next = blocks_.upper_bound(at);
  const bool joins_next = next != blocks_.end() && next->first == at + 1;
  if (next != blocks_.begin()) {
    auto& [start, bytes] = *std::prev(next);
    const std::uint64_t offset = at - start;
    if (offset < bytes.size()) {
      bytes[offset] = value;
      return;
    }
    if (offset == bytes.size()) {
      bytes.push_back(value);
      if (!joins_next) return;
      bytes.insert(bytes.end(), next->second.begin(), next->second.end());
      blocks_.erase(next);
      return;
    }
  }
  std::vector<std::uint8_t> block{value};
  if (!joins_next) {
    blocks_.emplace_hint(next, at, std::move(block));
    return;
  }
  block.insert(block.end(), next->second.begin(), next->second.end());
  blocks_.emplace_hint(blocks_.erase(next), at, std::move(block));
}

void map_memory::write(std::uint64_t at, bytes_view bytes) {
  if (bytes.empty()) return;
  const auto* const data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const std::uint64_t stop = at + bytes.size();
  auto next = blocks_.upper_bound(at);
  auto into = blocks_.end();
  if (next != blocks_.begin()) {
    const auto before = std::prev(next);
    if (at - before->first <= before->second.size()) into = before;
  }
  if (into == blocks_.end()) {
    into = blocks_.emplace_hint(next, at, std::vector<std::uint8_t>(data, data + bytes.size()));
  } else {
    auto& block = into->second;
    const std::uint64_t offset = at - into->first;
    if (block.size() < offset + bytes.size()) block.resize(offset + bytes.size());
    std::copy(data, data + bytes.size(), block.begin() + static_cast<std::ptrdiff_t>(offset));
  }
  // What the new bytes reach is joined; of the last such block, the part behind them is kept.
  while (next != blocks_.end() && next->first <= stop) {
    const auto& [start, rest] = *next;
    if (const std::uint64_t covered = stop - start; covered < rest.size()) {
      into->second.insert(into->second.end(), rest.begin() + static_cast<std::ptrdiff_t>(covered), rest.end());
    }
    next = blocks_.erase(next);
  }
}

void map_memory::write(const map_memory& source) {
  for (const auto& [start, bytes] : source.blocks_) write(start, std::as_bytes(std::span(bytes)));
}

std::optional<std::uint8_t> map_memory::peek(std::uint64_t at) const {
  const auto next = blocks_.upper_bound(at);
  if (next == blocks_.begin()) return std::nullopt;
  const auto& [start, bytes] = *std::prev(next);
  const std::uint64_t offset = at - start;
  if (offset >= bytes.size()) return std::nullopt;
  return bytes[offset];
}

}  // namespace memosaic::bench
