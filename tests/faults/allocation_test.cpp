// SPDX-License-Identifier: Apache-2.0
// ThreadSanitizer brings its own operator new, which no program can replace.
#if defined(__SANITIZE_THREAD__)
#define MEMOSAIC_FAULTS_WITHOUT_OWN_NEW
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define MEMOSAIC_FAULTS_WITHOUT_OWN_NEW
#endif
#endif
#ifndef MEMOSAIC_FAULTS_WITHOUT_OWN_NEW

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <new>
#include <string>
#include <vector>

#include "faults/every_call_fails.hpp"
#include "memosaic/buffer/io.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapping.hpp"
#include "support/channels.hpp"
#include "support/temporary_file.hpp"

namespace allocation_faults {

constexpr std::size_t never = std::numeric_limits<std::size_t>::max();
std::size_t allocations_left = never;

void* allocate(std::size_t size, std::size_t alignment = alignof(std::max_align_t)) {
  if (allocations_left == 0) throw std::bad_alloc();
  if (allocations_left != never) --allocations_left;
  const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
  if (void* const memory = std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded)) return memory;
  throw std::bad_alloc();
}

}  // namespace allocation_faults

// Of this test program only. The sanitizers' own counterparts check that both come from the same family.
void* operator new(std::size_t size) { return allocation_faults::allocate(size); }
void* operator new[](std::size_t size) { return allocation_faults::allocate(size); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocation_faults::allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return allocation_faults::allocate(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void* operator new[](std::size_t size, const std::nothrow_t& quiet) noexcept { return operator new(size, quiet); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

/// Memory runs out at every allocation in turn.
namespace allocation_faults {
using namespace memosaic;
using test::temporary_file;

std::size_t mappings_of(const std::filesystem::path& path) {
  std::ifstream maps("/proc/self/maps");
  std::size_t count = 0;
  for (std::string line; std::getline(maps, line);) count += line.ends_with(path.string()) ? 1u : 0u;
  return count;
}

/// Runs `operation` until no allocation of it fails. Returns how often it threw.
template <typename Operation>
std::size_t every_allocation_fails(const temporary_file& file, const Operation& operation) {
  const std::size_t descriptors = test::descriptors_of_process();
  for (std::size_t number = 0;; ++number) {
    bool ran_out = false;
    allocations_left = number;
    try {
      operation();
    } catch (const std::bad_alloc&) {
      ran_out = true;
    }
    allocations_left = never;
    EXPECT_EQ(test::descriptors_of_process(), descriptors) << number;
    EXPECT_EQ(mappings_of(file.path()), 0u) << number;
    if (!ran_out) return number;
  }
}

TEST(AllocationFaults, OpeningAndMapping) {
  const temporary_file stored(test::random_bytes(50'000));
  const auto path = stored.path();
  const auto map_a_part = [&] {
    const file opened(path);
    const mapping mapped(opened, 10'001, 30'000);
    static_cast<void>(mapped.view(1, 2));
  };
  EXPECT_GT(every_allocation_fails(stored, map_a_part), 1u);
}

TEST(AllocationFaults, GatheringFailsBeforeTheFirstByte) {
  const temporary_file stored;
  const auto target = test::open_for_writing(stored.path());
  const std::array<std::byte, 10> bytes{};
  const std::array<bytes_view, 2> parts{bytes, bytes};
  EXPECT_EQ(every_allocation_fails(stored, [&] { write_all(target.fd(), parts); }), 1u);
  EXPECT_EQ(std::filesystem::file_size(stored.path()), 20u);
}

TEST(AllocationFaults, TransferFailsBeforeTheFirstByte) {
  const temporary_file stored;
  const auto target = test::open_for_writing(stored.path());
  const auto source = test::make_sockets();
  const std::array<std::byte, 10> bytes{};
  test::feed(source.writing.fd(), bytes);
  EXPECT_EQ(every_allocation_fails(stored, [&] { transfer(source.reading.fd(), target.fd(), 10); }), 1u);
  EXPECT_EQ(std::filesystem::file_size(stored.path()), 10u);
}

TEST(AllocationFaults, OneViewIsWrittenAndPumpedWithoutMemory) {
  const temporary_file stored;
  const auto target = test::open_for_writing(stored.path());
  std::array<std::byte, 10> bytes{};
  EXPECT_EQ(every_allocation_fails(stored, [&] { write_all(target.fd(), bytes); }), 0u);
  const auto source = test::open_for_writing(stored.path(), 0);
  EXPECT_EQ(every_allocation_fails(stored, [&] { pump(source.fd(), target.fd(), bytes, 10); }), 0u);
}

}  // namespace allocation_faults

#endif
