#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstdint>

#include "memosaic/sparse/sparse_memory.hpp"
#include "sparse/builder.hpp"
#include "sparse/path.hpp"
#include "sparse/reader.hpp"

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

  /// Adds all of the piece that `way` leads to.
  void add_whole(const path<Address>& way) {
    flush();
    made_.share(way.start(), way.kind(), way.body());
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

/// The pieces of a memory in order, with what is still to be looked at of the current one.
template <memory_address Address>
class piece_cursor {
 public:
  explicit piece_cursor(const basic_sparse_memory<Address>& read) noexcept {
    look(way_.seek_reaching(reader<Address>::tree(read), lowest_address<Address>));
  }

  /// `[start(), stop())` is what is left of the piece; at the end, both are where no byte can be.
  [[nodiscard]] const Address& start() const noexcept { return start_; }
  [[nodiscard]] const Address& stop() const noexcept { return stop_; }
  [[nodiscard]] bool at_end() const noexcept { return start_ == highest_stop<Address>; }
  [[nodiscard]] bool whole() const noexcept { return start_ == way_.start(); }
  [[nodiscard]] const path<Address>& way() const noexcept { return way_; }

  /// Leaves what is before `address`, which lies in the piece or at its end.
  void pass(const Address& address) noexcept {
    if (address == stop_) {
      look(way_.advance());
    } else {
      start_ = address;
    }
  }

 private:
  void look(bool found) noexcept {
    start_ = found ? way_.start() : highest_stop<Address>;
    stop_ = found ? way_.stop() : highest_stop<Address>;
  }

  path<Address> way_;
  Address start_;
  Address stop_;
};

/// The tree of what `choose(in_first, in_second)` takes, which is a side that stores something there, or neither. The
/// memories must outlive it unchanged, and count as shared with it: copies of those that somebody else goes on writing.
template <memory_address Address, typename Choose>
[[nodiscard]] root<Address> combine(const basic_sparse_memory<Address>& first,
                                    const basic_sparse_memory<Address>& second, Choose&& choose) {
  using cursor = piece_cursor<Address>;
  cursor one(first);
  cursor two(second);
  combination<Address> made;
  // Of what only one memory stores: up to where the other goes on, most often a whole piece.
  const auto alone = [&made](cursor& lower, const Address& limit, side chosen) {
    const Address stop = std::min(lower.stop(), limit);
    if (chosen != side::neither) {
      if (stop == lower.stop() && lower.whole()) {
        made.add_whole(lower.way());
      } else {
        made.add(lower.way(), {lower.start(), stop});
      }
    }
    lower.pass(stop);
  };
  for (;;) {
    if (one.start() < two.start()) {
      alone(one, two.start(), choose(true, false));
    } else if (two.start() < one.start()) {
      alone(two, one.start(), choose(false, true));
    } else {
      if (one.at_end()) return made.finish();
      const Address stop = std::min(one.stop(), two.stop());
      const side chosen = choose(true, true);
      if (chosen != side::neither) made.add((chosen == side::second ? two : one).way(), {one.start(), stop});
      one.pass(stop);
      two.pass(stop);
    }
  }
}

}  // namespace memosaic::sparse_core
