// SPDX-License-Identifier: Apache-2.0
//
// What the two handles cost: a view is created and destroyed, a slice looks its bytes up at each access. The C library
// tells how many threads there are; while there is one, counts need no locked instruction, so these figures come before
// any thread is started, and one figure starts one.
#include <memory>

#include "bytes_figures.hpp"
#include "data/random_bytes.hpp"
#include "harness/idle_thread.hpp"
#include "memosaic/buffer/buffer.hpp"
#include "memosaic/buffer/slice.hpp"
#include "memosaic/buffer/view.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t calls = 16'384;
constexpr std::size_t owner_size = 4'096;
constexpr std::size_t part_size = 64;
constexpr double most_view_nanoseconds = 5;
constexpr double most_slice_nanoseconds = 1;

buffer random_buffer() {
  buffer made(owner_size);
  fill_random(made.mutable_bytes(), std::byte{0}, 1);
  return made;
}

// Where the i-th part begins: it changes from call to call, lies inside, and costs next to nothing to work out.
std::size_t part_start(std::size_t i) noexcept { return i % (owner_size / 2); }

// The sum of one byte from each part: what every way to get at them must answer.
template <typename FirstByte>
std::uint64_t sum_of_first_bytes(FirstByte&& first_byte) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < calls; ++i) sum += std::to_integer<std::uint64_t>(first_byte(part_start(i)));
  return sum;
}

std::uint64_t naive_sum(const buffer& source) {
  return sum_of_first_bytes([&](std::size_t start) { return source[start]; });
}

// The usual way to keep a part alive: a second pointer on the owner's counts.
sample time_shared_pointers(std::uint64_t naive, const buffer& source) {
  const auto shared = std::make_shared<const buffer>(source.copy());
  return time_answer(naive, [&] {
    return sum_of_first_bytes([&](std::size_t start) {
      const std::shared_ptr<const std::byte> part(shared, shared->data() + start);
      keep(part);
      return *part;
    });
  });
}

void views_of_a_buffer(contest& figure) {
  const buffer source = random_buffer();
  const std::uint64_t naive = naive_sum(source);
  figure.ours([&] {
    return time_answer(naive, [&] {
      return sum_of_first_bytes([&](std::size_t start) {
        const view part = source.view(start, start + part_size);
        keep(part);
        return part[0];
      });
    });
  });
  figure.limit(most_view_nanoseconds);
  figure.measure_nanoseconds(calls);
}

void views_of_a_view(contest& figure, bool limited) {
  const buffer source = random_buffer();
  const view whole = source.view();
  const std::uint64_t naive = naive_sum(source);
  figure.ours([&] {
    return time_answer(naive, [&] {
      return sum_of_first_bytes([&](std::size_t start) {
        const view part = whole.sub(start, start + part_size);
        keep(part);
        return part[0];
      });
    });
  });
  if (limited) figure.limit(most_view_nanoseconds);
  if (!limited) figure.peer("std::shared_ptr", 1, [&] { return time_shared_pointers(naive, source); });
  figure.measure_nanoseconds(calls);
}

void slice_access(contest& figure) {
  buffer source = random_buffer();
  const slice all = source.slice();
  const std::uint64_t naive = naive_sum(source);
  figure.ours([&] {
    return time_answer(naive, [&] {
      return sum_of_first_bytes([&](std::size_t start) {
        keep(all);  // each access looks the owner up anew, as after a call that could have resized it
        return all.bytes()[start];
      });
    });
  });
  figure.limit(most_slice_nanoseconds);
  figure.measure_nanoseconds(calls);
}

}  // namespace

void buffer_views(bench_run& now) {
  now.figure("bytes", "view, of a buffer, create and destroy", views_of_a_buffer);
  now.figure("bytes", "view, of a view, create and destroy", [](contest& figure) { views_of_a_view(figure, true); });
  now.figure("bytes", "slice, access", slice_access);
  now.figure("bytes", "view, of a view, with a second thread", [](contest& figure) {
    const idle_thread other;
    views_of_a_view(figure, false);
  });
}

}  // namespace memosaic::bench
