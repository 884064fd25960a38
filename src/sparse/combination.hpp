#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <utility>

#include "sparse/builder.hpp"
#include "sparse/zip.hpp"

namespace memosaic::sparse_core {

/// Whose bytes a stretch of two memories has in their combination.
enum class side : std::uint8_t { neither, first, second };

/// Collects stretches of memories; neighbours from one piece stay one piece. Nothing is copied but small pieces.
template <memory_address Address>
class combination {
 public:
  using range = basic_address_range<Address>;
  using length = address_length<Address>;
  using words = piece_words<length>;

  /// Adds a part of the piece that `way` leads to. Stretches come in order; paths are borrowed.
  void add(const path<Address>& way, range where) {
    if (start_ < stop_ && stop_ == where.start && &way == way_ && way.start() == piece_start_) {
      stop_ = where.stop;
      return;
    }
    flush();
    way_ = &way;
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
  const path<Address>* way_ = nullptr;  ///< where the stretch came from, compared only
  piece<length> piece_{};               ///< borrowed from the memory it lies in
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
  while (stretches.next()) {
    const side chosen = choose(stretches.stored(0), stretches.stored(1));
    if (chosen != side::neither) made.add(stretches.way(chosen == side::second ? 1 : 0), stretches.where());
  }
  return made.finish();
}

}  // namespace memosaic::sparse_core
