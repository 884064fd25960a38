#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <utility>

#include "sparse/builder.hpp"
#include "sparse/zip.hpp"

namespace memosaic::sparse_core {

/// Whose bytes a stretch of a combination has.
enum class side : int { neither = -1, first = 0, second = 1 };

/// Collects stretches of two zipped memories; neighbours from one piece stay one piece. Nothing is copied but small
/// pieces.
template <memory_address Address>
class combination {
 public:
  using memory = basic_sparse_memory<Address>;
  using length = address_length<Address>;
  using words = piece_words<length>;

  void add(const zip<Address, 2>& stretches, side chosen) {
    if (chosen == side::neither) return;
    const auto& way = stretches.way(static_cast<std::size_t>(chosen));
    const auto where = stretches.where();
    if (chosen == chosen_ && stop_ == where.start && way.start() == piece_start_ && start_ < stop_) {
      stop_ = where.stop;
      return;
    }
    flush();
    chosen_ = chosen;
    piece_ = {way.body(), way.kind()};
    piece_start_ = way.start();
    start_ = where.start;
    stop_ = where.stop;
  }

  [[nodiscard]] root<Address> finish() {
    flush();
    return made_.finish();
  }

 private:
  void flush() {
    if (start_ == stop_) return;
    made_.add(start_, piece_holder<length>(words::cut(piece_.kind, piece_.body, distance(piece_start_, start_),
                                                      distance(piece_start_, stop_))));
    start_ = stop_;
  }

  builder<Address> made_;
  side chosen_ = side::neither;
  piece<length> piece_{};  ///< borrowed from the memory it lies in
  Address piece_start_ = 0;
  Address start_ = 0;  ///< of what has not been added yet, to `stop_`
  Address stop_ = 0;
};

/// The tree of what `choose(in_first, in_second)` takes. The memories must outlive it unchanged, and count as shared
/// with it: copies of those that somebody else goes on writing.
template <memory_address Address, typename Choose>
[[nodiscard]] root<Address> combine(const basic_sparse_memory<Address>& first,
                                    const basic_sparse_memory<Address>& second, basic_address_range<Address> where,
                                    Choose&& choose) {
  zip<Address, 2> stretches({&first, &second}, where);
  combination<Address> made;
  while (stretches.next()) made.add(stretches, choose(stretches.stored(0), stretches.stored(1)));
  return made.finish();
}

}  // namespace memosaic::sparse_core
