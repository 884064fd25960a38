// SPDX-License-Identifier: Apache-2.0
#include "table/slot_sorter.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "memosaic/bytes/compare.hpp"
#include "table/key_order.hpp"

namespace memosaic::table_core {
namespace {

constexpr std::uint64_t bytes_of_slot = 40;
constexpr std::uint64_t most_partitions = 1024;

struct item {
  std::size_t offset;
  std::size_t size;
  std::uint64_t slot;
};

}  // namespace

slot_sorter::slot_sorter(std::vector<std::vector<std::byte>> splitters, std::uint64_t memory_limit,
                         std::filesystem::path folder)
    : splitters_(std::move(splitters)),
      sorter_(static_cast<std::uint32_t>(splitters_.size() + 1), memory_limit, std::move(folder)) {}

std::vector<std::vector<std::byte>> slot_sorter::number_splitters(std::uint64_t count, std::uint64_t memory_limit) {
  const std::uint64_t in_memory = std::max<std::uint64_t>(1, memory_limit / bytes_of_slot);
  const std::uint64_t partitions = std::min(most_partitions, count / in_memory + 1);
  std::vector<std::vector<std::byte>> splitters;
  for (std::uint64_t i = 1; i < partitions; ++i) splitters.push_back(number_key(count / partitions * i));
  return splitters;
}

std::vector<std::byte> slot_sorter::number_key(std::uint64_t number) {
  std::vector<std::byte> key(8);
  for (auto at = key.rbegin(); at != key.rend(); ++at, number >>= 8U) *at = static_cast<std::byte>(number & 0xffU);
  return key;
}

void slot_sorter::add(bytes_view key, std::uint64_t slot) {
  const auto after = std::upper_bound(splitters_.begin(), splitters_.end(), key,
                                      [](bytes_view a, const auto& b) { return compare(a, b) < 0; });
  std::array<std::byte, 8> number;
  put_number<std::uint64_t>(number.data(), slot);
  sorter_.add(static_cast<std::uint32_t>(after - splitters_.begin()), std::array<bytes_view, 2>{number, key});
}

void slot_sorter::write(container_writer& writer, section_type type) {
  sorter_.finish();
  key_order_writer order(sorter_.records());
  writer.begin(type);
  writer.append(order.header());
  std::vector<std::byte> keys;
  std::vector<item> items;
  for (std::uint32_t partition = 0; partition < sorter_.partitions(); ++partition) {
    keys.clear();
    items.clear();
    keys.reserve(static_cast<std::size_t>(sorter_.record_bytes(partition)));
    key_spill_reader reader(sorter_, partition, partition + 1);
    while (const auto stored = reader.next()) {
      const bytes_view key = stored->subspan(8);
      items.push_back({keys.size(), key.size(), number_at<std::uint64_t>(stored->data())});
      keys.insert(keys.end(), key.begin(), key.end());
    }
    const bytes_view all(keys);
    std::sort(items.begin(), items.end(), [&](const item& a, const item& b) {
      return compare(all.subspan(a.offset, a.size), all.subspan(b.offset, b.size)) < 0;
    });
    for (const item& each : items) order.add(each.slot);
    writer.append(order.drain());
  }
  writer.append(std::vector<std::byte>(key_order_writer::padding));
  writer.end(sorter_.records());
}

}  // namespace memosaic::table_core
