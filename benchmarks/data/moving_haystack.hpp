#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "harness/clock.hpp"
#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::bench {

/// A part of a long run that moves on with every round, with a needle planted at one of its ends.
///
/// A branch predictor learns a buffer of 1 MiB by heart when a search passes over it again and again, and the search
/// then looks twice as fast as it is on new data. So each round takes the next part of the long run. To measure a
/// search in the cache all the same, a part that fits is read, without branches, before each timed run.
///
/// Each timed run gets its answer compared with the naive one for the same part.
class moving_haystack {
 public:
  enum class place : bool { front, back };

  /// `pool` must not hold `needle`; it is written in place and restored.
  moving_haystack(mutable_bytes_view pool, std::size_t size, std::string needle);
  moving_haystack(const moving_haystack&) = delete;
  moving_haystack& operator=(const moving_haystack&) = delete;
  ~moving_haystack() { restore(); }

  /// Goes to the next part, from the last to the first again.
  void advance();

  /// Times `search(haystack, needle)`, which returns a position or npos, with the needle at the back or at the front.
  template <typename Search>
  [[nodiscard]] sample time(place where, Search&& search) {
    const std::size_t expected = naive_answer(where);
    warm();
    return time_answer(expected, [&] { return std::forward<Search>(search)(bytes(), needle()); });
  }

  /// Times the one-stream roof over the same part.
  [[nodiscard]] sample time_read();

  [[nodiscard]] bytes_view needle() const noexcept { return bytes_of(needle_); }
  [[nodiscard]] bytes_view bytes() const noexcept { return pool_.subspan(offset(), size_); }

  /// Where the part begins in the pool.
  [[nodiscard]] std::size_t offset() const noexcept { return part_ * size_; }

  /// What a search from the other end finds in this part with the needle there. Plants it.
  [[nodiscard]] std::size_t naive_answer(place where);

 private:
  void plant(place where);
  void restore();
  void warm() const;

  mutable_bytes_view pool_;
  std::size_t size_;
  std::string needle_;
  std::size_t part_ = 0;
  std::size_t planted_at_ = npos;  ///< in the pool
  std::string covered_;            ///< what was there before
  std::vector<std::size_t> front_answers_;
  std::vector<std::size_t> back_answers_;
};

}  // namespace memosaic::bench
