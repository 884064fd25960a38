#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <nanobind/nanobind.h>

#include <cstddef>
#include <vector>

#include "arguments.hpp"
#include "memosaic/bytes/find.hpp"
#include "memosaic/bytes/find_all.hpp"
#include "work.hpp"

/// Search as Python asks for it: positions in slice notation, -1 for absence, Ctrl-C within long searches.
namespace memosaic::python {

/// The arguments that say where a search looks, as every search function has them.
struct search_place {
  position start;
  position stop;
  Py_ssize_t step = 1;
  position origin;

  /// Errors: ValueError for a step that is not positive.
  [[nodiscard]] search_range in(std::size_t size) const;
};

/// The lowest or highest match, npos for none; in pieces, without the lock if that pays.
[[nodiscard]] std::size_t first_in_pieces(bytes_view haystack, bytes_view needle, const search_range& where);
[[nodiscard]] std::size_t last_in_pieces(bytes_view haystack, bytes_view needle, const search_range& where);

/// All matches of a run of bytes, some at a time.
class match_batches {
 public:
  match_batches(bytes_view haystack, bytes_view needle, overlap overlapping, search_from from,
                const search_range& where);

  /// Puts the next matches, at most `most`, in the place of what `found` holds; none are left if it is empty then.
  /// To be called without the lock if `worth_unlocking`. It polls `watch`.
  void next(std::vector<std::size_t>& found, std::size_t most, signal_watch& watch);

  [[nodiscard]] bool worth_unlocking() const noexcept { return !finished_ && stop_ - start_ >= unlocked_from; }

 private:
  void next_from_front(std::vector<std::size_t>& found, std::size_t most);
  void next_from_back(std::vector<std::size_t>& found, std::size_t most);

  bytes_view haystack_;
  bytes_view needle_;
  search_range where_;  // its origin is always given
  overlap overlapping_;
  search_from from_;
  std::size_t start_ = 0;  // matches that have not been found yet lie in [start_, stop_)
  std::size_t stop_ = 0;
  bool finished_ = false;
};

Py_ssize_t find(bytes_like haystack, bytes_like_or_byte needle, position start, position stop, Py_ssize_t step,
                position origin);
Py_ssize_t rfind(bytes_like haystack, bytes_like_or_byte needle, position start, position stop, Py_ssize_t step,
                 position origin);
std::size_t index(bytes_like haystack, bytes_like_or_byte needle, position start, position stop, Py_ssize_t step,
                  position origin);
std::size_t rindex(bytes_like haystack, bytes_like_or_byte needle, position start, position stop, Py_ssize_t step,
                   position origin);
std::size_t count(bytes_like haystack, bytes_like_or_byte needle, position start, position stop, bool overlapping,
                  Py_ssize_t step, position origin);
nb::object find_all(nb::object haystack, nb::object needle, position start, position stop, bool overlapping,
                    bool reverse, Py_ssize_t step, position origin);

/// Defines them as functions, or as methods of what has its bytes in one run: then nothing names the haystack.
template <typename Scope, typename... Self>
void define_search(Scope& scope, const Self&... self) {
  using namespace nb::literals;
  const auto none = nb::none();
  scope.def("find", &find, self..., "needle"_a, "start"_a = none, "stop"_a = none, nb::kw_only(), "step"_a = 1,
            "origin"_a = none,
            "The lowest position at which `needle` lies wholly in [start, stop), or -1.\n\n"
            "Matches lie at `origin` plus a multiple of `step`; without an origin, at `start` plus one.");
  scope.def("rfind", &rfind, self..., "needle"_a, "start"_a = none, "stop"_a = none, nb::kw_only(), "step"_a = 1,
            "origin"_a = none,
            "The highest position at which `needle` lies wholly in [start, stop), or -1.\n\n"
            "Steps are counted as in find(), so from the start and not from the end.");
  scope.def("index", &index, self..., "needle"_a, "start"_a = none, "stop"_a = none, nb::kw_only(), "step"_a = 1,
            "origin"_a = none, "As find(), but ValueError for absence.");
  scope.def("rindex", &rindex, self..., "needle"_a, "start"_a = none, "stop"_a = none, nb::kw_only(), "step"_a = 1,
            "origin"_a = none, "As rfind(), but ValueError for absence.");
  scope.def("count", &count, self..., "needle"_a, "start"_a = none, "stop"_a = none, nb::kw_only(),
            "overlapping"_a = false, "step"_a = 1, "origin"_a = none,
            "How many matches there are, counted from the front; an empty needle lies at every position.");
  scope.def("find_all", &find_all, self..., "needle"_a, "start"_a = none, "stop"_a = none, nb::kw_only(),
            "overlapping"_a = false, "reverse"_a = false, "step"_a = 1, "origin"_a = none,
            "An iterator over the positions of all matches, from the back if `reverse`.\n\n"
            "It looks ahead by up to 256 matches. It holds both operands as long as it lives.");
}

}  // namespace memosaic::python
