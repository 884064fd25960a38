// SPDX-License-Identifier: Apache-2.0
#include "data/window_moves.hpp"

#include "data/random_bytes.hpp"

namespace memosaic::bench {

window_moves::window_moves(std::size_t moves, std::size_t first, std::size_t count, std::uint64_t size) {
  random_numbers numbers(count);
  offsets_.reserve(moves);
  std::size_t last = count;
  while (offsets_.size() < moves) {
    const std::size_t number = numbers.below(count);
    if (number == last) continue;
    last = number;
    offsets_.push_back((first + number) * size + numbers.below(size / 2));
    expected_ += (first + number) * size;
  }
}

std::uint64_t window_moves::run(cursor& position) const {
  position.unuse_region();  // the first one may lie where the last run ended
  std::uint64_t sum = 0;
  for (const std::uint64_t offset : offsets_) {
    static_cast<void>(position.ensure(offset));
    sum += position.region().start();
  }
  return sum;
}

}  // namespace memosaic::bench
