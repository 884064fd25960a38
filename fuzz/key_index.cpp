// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "memosaic/error.hpp"
#include "table/key_batch.hpp"
#include "table/key_index.hpp"
#include "table/key_order.hpp"
#include "table/key_runs.hpp"

/// Any bytes as the sections of a key index: nothing is read outside them, and what is answered is inside the table.
namespace {

using namespace memosaic;
using namespace memosaic::table_core;

void require(bool right) {
  if (!right) std::abort();
}

void use_index(const key_section& index_section, const key_section& fingerprints) {
  const key_index index(index_section, fingerprints);
  const bytes_view bytes = index_section.bytes;
  const auto check = [&](std::uint64_t slot) { require(slot == no_slot || slot < index.size()); };
  for (std::uint64_t number = 0; number < 300; ++number) {
    check(index.slot_of(number));
    check(index.slot_of(number << 56U));
    check(index.slot_of(key_hash{mixed(number), mixed(number + 7)}));
    check(index.slot_of(bytes.first(number % bytes.size())));
  }
  look_up_many(
      index, 100, [](std::size_t i) { return std::uint64_t{i} * i; },
      [&](std::size_t, std::uint64_t slot) { check(slot); }, [&](std::size_t, std::uint64_t slot) { check(slot); });
  index.verify(index_section, fingerprints);
}

void use_runs(const key_section& section) {
  const auto count = number_at<std::uint64_t>(section.bytes.data() + 8);
  const auto total = number_at<std::uint64_t>(section.bytes.data() + 16);
  const unsigned shift = std::min(6U, std::to_integer<unsigned>(section.bytes[1]));
  const key_runs runs(section, count, total, shift);
  for (std::uint64_t number = 0; number < 2000 && number < count + 1; ++number) {
    const run found = runs[number];
    require(!found.found() || (number < count && fits(found.start, found.length, total << shift)));
  }
  runs.verify(section);
  std::uint64_t start = 0;
  for (std::uint64_t number = 0; number < count; ++number) {
    require(runs[number].start == start);
    start += runs[number].length;
  }
  require(start == total << shift);
}

void use_order(const key_section& section) {
  const auto count = number_at<std::uint64_t>(section.bytes.data() + 8);
  const key_order order(section, count);
  for (std::uint64_t position = 0; position < 2000 && position < count; ++position) {
    require(order[position] == no_slot || order[position] < count);
  }
  require(order.first_not([&](std::uint64_t slot) { return slot < count / 2; }) <= count);
  order.verify(section);
}

}  // namespace

/// The first byte says what the rest is; of an index, the second and third how many bytes at the end are fingerprints.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3 + section_header_size) return 0;
  const std::size_t split = data[1] + std::size_t{256} * data[2];
  const std::unique_ptr<std::byte[]> copy(new std::byte[size - 3]);
  for (std::size_t i = 3; i < size; ++i) copy[i - 3] = std::byte{data[i]};
  const bytes_view all(copy.get(), size - 3);
  const key_section section{all, "input", 0};
  try {
    if (data[0] % 3 == 0) {
      const std::size_t last = split < all.size() - section_header_size ? split : 0;
      use_index({all.first(all.size() - last), "input", 0}, {all.last(last), "input", 0});
    } else if (data[0] % 3 == 1) {
      use_runs(section);
    } else {
      use_order(section);
    }
  } catch (const format_error&) {}
  return 0;
}
