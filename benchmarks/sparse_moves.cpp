// SPDX-License-Identifier: Apache-2.0
//
// What moves addresses: shift, and bytes inserted or deleted in the middle of everything.
#include <span>
#include <string>

#include "data/pools.hpp"
#include "data/sparse_content.hpp"
#include "memosaic/sparse/sparse_memory.hpp"
#include "peers/python.hpp"
#include "sparse_figures.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t shifts = 1'024;
constexpr std::size_t many_blocks = 1'000'000;
constexpr double most_shift_nanoseconds = 1'000;

constexpr std::size_t blocks = 100'000;
constexpr std::size_t edits = 256;
constexpr std::size_t python_edits = 4;  ///< of which each takes milliseconds
constexpr double most_edit_nanoseconds = 2'000;

constexpr std::size_t inside_edits = 16;
constexpr double most_inside_nanoseconds = 5'000;

constexpr std::int64_t inserted = 2;

bytes_view two_bytes() {
  static constexpr std::byte bytes[inserted] = {std::byte{'a'}, std::byte{'b'}};
  return bytes;
}

void shift_all(contest& figure) {
  const auto addresses = far_addresses(many_blocks);
  sparse_memory memory = isolated_bytes(addresses);
  const auto first = memory.content_range().start;
  figure.ours([&] {
    sample taken = time_only([&] {
      for (std::size_t i = 0; i < shifts; ++i) memory.shift(i % 2 == 0 ? 1 : -1);
    });
    taken.right = memory.content_range().start == first && memory.peek(addresses[0]) == byte_at(addresses[0]);
    return taken;
  });
  figure.limit(most_shift_nanoseconds);
  figure.peer("bytesparse", 0, [&] {
    python().load("far_1M", std::as_bytes(std::span(addresses)));
    const auto reply = python().ask("sparse_shift far_1M");
    return sample{reply.seconds * shifts, reply.answer == 1};
  });
  figure.measure_nanoseconds(shifts);
}

// Where the i-th edit is made: at blocks in the middle, each of them begun anew where the edits before moved it.
std::int64_t insert_place(std::size_t i, std::size_t middle) {
  return static_cast<std::int64_t>(middle + i) * small_block_step + static_cast<std::int64_t>(i) * inserted + 8;
}

void insert_all(sparse_memory& memory, std::size_t middle) {
  for (std::size_t i = 0; i < edits; ++i) memory.insert(insert_place(i, middle), two_bytes());
}
void erase_all(sparse_memory& memory, std::size_t middle) {
  for (std::size_t i = edits; i-- > 0;) {
    const auto at = insert_place(i, middle);
    memory.erase({at, at + inserted});
  }
}

// Inserts inside blocks, and deletes what was inserted: one of the two is timed.
void edit_middle(contest& figure, bool inserts) {
  const sparse_memory before = small_blocks(blocks);
  const std::size_t middle = blocks / 2;
  figure.ours([&] {
    // Written anew each time: after an edit its block is in parts, and the next one there would find it so.
    sparse_memory memory = small_blocks(blocks);
    sample taken{};
    if (inserts) {
      taken = time_only([&] { insert_all(memory, middle); });
      taken.right = memory.content_size() == before.content_size() + edits * inserted;
      erase_all(memory, middle);
    } else {
      insert_all(memory, middle);
      taken = time_only([&] { erase_all(memory, middle); });
    }
    taken.right = taken.right && memory == before;
    return taken;
  });
  figure.limit(most_edit_nanoseconds);
  figure.peer("bytesparse", 0, [&] {
    const auto reply = python().ask((inserts ? "sparse_insert " : "sparse_delete ") + std::to_string(blocks) + " " +
                                    std::to_string(python_edits));
    return sample{reply.seconds * edits / python_edits, static_cast<std::size_t>(reply.answer) == python_edits};
  });
  figure.measure_nanoseconds(edits);
}

void insert_inside(contest& figure) {
  const bytes_view data = random_pool();
  figure.ours([&] {
    sparse_memory memory = sparse_memory::from_bytes(data);
    const auto middle = static_cast<std::int64_t>(data.size() / 2);
    sample taken = time_only([&] {
      for (std::size_t i = 0; i < inside_edits; ++i) {
        memory.insert(middle + static_cast<std::int64_t>(i) * small_block_step, two_bytes());
      }
    });
    const auto stop = static_cast<std::int64_t>(data.size() + inside_edits * inserted);
    taken.right = memory.content_range() == address_range{0, stop} && memory.peek(stop - 1) == data.back();
    return taken;
  });
  figure.limit(most_inside_nanoseconds);
  figure.peer("bytesparse", 0, [&] {
    const auto reply =
        python().ask("sparse_insert_inside " + std::to_string(data.size()) + " " + std::to_string(inside_edits));
    return sample{reply.seconds, static_cast<std::size_t>(reply.answer) == inside_edits};
  });
  figure.measure_nanoseconds(inside_edits);
}

}  // namespace

void sparse_moves(bench_run& now) {
  now.figure("sparse", "shift, of 1M blocks", shift_all);
  now.figure("sparse", "insert, 2 bytes in the middle of 100k blocks",
             [](contest& figure) { edit_middle(figure, true); });
  now.figure("sparse", "delete, 2 bytes in the middle of 100k blocks",
             [](contest& figure) { edit_middle(figure, false); });
  now.figure("sparse", "insert, 2 bytes in the middle of a block of 64 MiB", insert_inside);
}

}  // namespace memosaic::bench
