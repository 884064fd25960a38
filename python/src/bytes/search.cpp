// SPDX-License-Identifier: Apache-2.0
#include "bytes/search.hpp"

#include <nanobind/stl/unique_ptr.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "bindings.hpp"
#include "errors.hpp"
#include "objects.hpp"

namespace memosaic::python {
namespace {

std::size_t origin_of(const search_range& where) noexcept { return where.origin == npos ? where.start : where.origin; }

/// Whether `[start, stop)` has more than one piece of places for the needle.
bool long_enough(std::size_t start, std::size_t stop, bytes_view needle) noexcept {
  return start < stop && stop - start > piece_size && needle.size() < stop - start - piece_size && !needle.empty();
}

std::size_t position_or_npos(const std::optional<std::size_t>& found) noexcept { return found.value_or(npos); }

}  // namespace

search_range search_place::in(std::size_t size) const {
  if (step <= 0) throw nb::value_error("step must be positive");
  search_range where;
  where.start = start.in(size, 0);
  where.stop = stop.in(size, npos);
  where.step = static_cast<std::size_t>(step);
  where.origin = origin.in(size, npos);
  return where;
}

std::size_t first_in_pieces(bytes_view haystack, bytes_view needle, const search_range& where) {
  const auto stop = std::min(where.stop, haystack.size());
  if (!long_enough(where.start, stop, needle)) {
    return unlocked(haystack.size(), [&] { return position_or_npos(memosaic::find(haystack, needle, where)); });
  }
  const nb::gil_scoped_release released;
  signal_watch watch;
  search_range piece{where.start, 0, where.step, origin_of(where)};
  for (;; piece.start += piece_size) {
    const bool last = !long_enough(piece.start, stop, needle);
    piece.stop = last ? stop : piece.start + piece_size + needle.size() - 1;
    const auto found = memosaic::find(haystack, needle, piece);
    if (found || last) return position_or_npos(found);
    watch.poll();
  }
}

std::size_t last_in_pieces(bytes_view haystack, bytes_view needle, const search_range& where) {
  const auto stop = std::min(where.stop, haystack.size());
  if (!long_enough(where.start, stop, needle)) {
    return unlocked(haystack.size(), [&] { return position_or_npos(memosaic::rfind(haystack, needle, where)); });
  }
  const nb::gil_scoped_release released;
  signal_watch watch;
  search_range piece{0, stop, where.step, origin_of(where)};
  for (;; piece.stop -= piece_size) {
    const bool last = !long_enough(where.start, piece.stop, needle);
    piece.start = last ? where.start : piece.stop - piece_size - (needle.size() - 1);
    const auto found = memosaic::rfind(haystack, needle, piece);
    if (found || last) return position_or_npos(found);
    watch.poll();
  }
}

match_batches::match_batches(bytes_view haystack, bytes_view needle, overlap overlapping, search_from from,
                             const search_range& where)
    : haystack_(haystack), needle_(needle), where_(where), overlapping_(overlapping), from_(from) {
  where_.origin = origin_of(where);
  start_ = where.start;
  stop_ = std::min(where.stop, haystack.size());
  finished_ = start_ > stop_;
}

void match_batches::next(std::vector<std::size_t>& found, std::size_t most, signal_watch& watch) {
  found.clear();
  while (!finished_ && found.empty()) {
    if (from_ == search_from::front) {
      next_from_front(found, most);
    } else {
      next_from_back(found, most);
    }
    watch.poll();
  }
}

void match_batches::next_from_front(std::vector<std::size_t>& found, std::size_t most) {
  const bool last = !long_enough(start_, stop_, needle_);
  const auto limit = last ? stop_ : start_ + piece_size + needle_.size() - 1;
  const search_range piece{start_, limit, where_.step, where_.origin};
  const auto advance = overlapping_ == overlap::yes || needle_.empty() ? 1 : needle_.size();
  for (const auto at : memosaic::find_all(haystack_, needle_, overlapping_, from_, piece)) {
    found.push_back(at);
    start_ = at + advance;
    if (found.size() == most) {
      finished_ = start_ > stop_;
      return;
    }
  }
  finished_ = last;
  if (!last) start_ = std::max(start_, limit - (needle_.size() - 1));
}

void match_batches::next_from_back(std::vector<std::size_t>& found, std::size_t most) {
  const bool last = !long_enough(start_, stop_, needle_);
  const auto limit = last ? start_ : stop_ - piece_size - (needle_.size() - 1);
  const search_range piece{limit, stop_, where_.step, where_.origin};
  for (const auto at : memosaic::find_all(haystack_, needle_, overlapping_, from_, piece)) {
    found.push_back(at);
    // The next match ends here at the latest: before this one's last byte, or before its first.
    const auto kept = overlapping_ == overlap::yes && !needle_.empty() ? needle_.size() - 1 : 0;
    if (at == start_ && (needle_.empty() || kept == 0)) {
      finished_ = true;
      return;
    }
    stop_ = needle_.empty() ? at - 1 : at + kept;
    if (found.size() == most) return;
  }
  finished_ = last;
  if (!last) stop_ = std::min(stop_, limit + needle_.size() - 1);
}

Py_ssize_t find(bytes_like haystack, bytes_like_or_byte needle, position start, position stop, Py_ssize_t step,
                position origin) {
  const readable_bytes where(haystack);
  const needle_bytes what(needle);
  return static_cast<Py_ssize_t>(
      first_in_pieces(where.bytes(), what.bytes(), search_place{start, stop, step, origin}.in(where.size())));
}

Py_ssize_t rfind(bytes_like haystack, bytes_like_or_byte needle, position start, position stop, Py_ssize_t step,
                 position origin) {
  const readable_bytes where(haystack);
  const needle_bytes what(needle);
  return static_cast<Py_ssize_t>(
      last_in_pieces(where.bytes(), what.bytes(), search_place{start, stop, step, origin}.in(where.size())));
}

std::size_t index(bytes_like haystack, bytes_like_or_byte needle, position start, position stop, Py_ssize_t step,
                  position origin) {
  const auto found = find(haystack, needle, start, stop, step, origin);
  if (found < 0) throw nb::value_error("the needle is not there");
  return static_cast<std::size_t>(found);
}

std::size_t rindex(bytes_like haystack, bytes_like_or_byte needle, position start, position stop, Py_ssize_t step,
                   position origin) {
  const auto found = rfind(haystack, needle, start, stop, step, origin);
  if (found < 0) throw nb::value_error("the needle is not there");
  return static_cast<std::size_t>(found);
}

namespace {

/// Matches that can share no byte, or may: what is counted in one piece does not depend on the piece before it.
std::size_t count_in_pieces(bytes_view haystack, bytes_view needle, overlap overlapping, const search_range& where) {
  const auto stop = std::min(where.stop, haystack.size());
  if (!long_enough(where.start, stop, needle)) {
    return unlocked(haystack.size(), [&] { return memosaic::count(haystack, needle, overlapping, where); });
  }
  const nb::gil_scoped_release released;
  signal_watch watch;
  std::size_t total = 0;
  search_range piece{where.start, 0, where.step, origin_of(where)};
  for (;; piece.start += piece_size) {
    const bool last = !long_enough(piece.start, stop, needle);
    piece.stop = last ? stop : piece.start + piece_size + needle.size() - 1;
    total += memosaic::count(haystack, needle, overlapping, piece);
    if (last) return total;
    watch.poll();
  }
}

std::size_t count_one_by_one(bytes_view haystack, bytes_view needle, const search_range& where) {
  match_batches matches(haystack, needle, overlap::no, search_from::front, where);
  std::vector<std::size_t> found;
  found.reserve(4096);
  std::size_t total = 0;
  const nb::gil_scoped_release released;
  signal_watch watch;
  for (matches.next(found, 4096, watch); !found.empty(); matches.next(found, 4096, watch)) total += found.size();
  return total;
}

/// What `find_all` returns: an iterator that holds haystack and needle.
class match_iterator {
 public:
  match_iterator(nb::object haystack, nb::object needle, const search_place& place, overlap overlapping,
                 search_from from)
      : haystack_object_(std::move(haystack)),
        needle_object_(std::move(needle)),
        haystack_(bytes_like{haystack_object_.ptr()}),
        needle_(bytes_like_or_byte{needle_object_.ptr()}),
        matches_(haystack_.bytes(), needle_.bytes(), overlapping, from, place.in(haystack_.size())) {}

  /// The next position, or nothing. Errors: ValueError if another thread is waiting for it.
  std::optional<std::size_t> next() {
    if (searching_) throw nb::value_error("another thread is taking the next match");
    if (taken_ == found_.size()) {
      look_ahead();
      if (found_.empty()) return std::nullopt;
    }
    return found_[taken_++];
  }

 private:
  /// The first match comes at once; from then on each time twice as many, up to 256.
  void look_ahead() {
    taken_ = 0;
    searching_ = true;
    try {
      signal_watch watch;
      if (matches_.worth_unlocking()) {
        const nb::gil_scoped_release released;
        matches_.next(found_, ahead_, watch);
      } else {
        matches_.next(found_, ahead_, watch);
      }
    } catch (...) {
      searching_ = false;
      found_.clear();
      throw;
    }
    searching_ = false;
    ahead_ = std::min<std::size_t>(ahead_ * 2, 256);
  }

  nb::object haystack_object_;
  nb::object needle_object_;
  readable_bytes haystack_;
  needle_bytes needle_;
  match_batches matches_;
  std::vector<std::size_t> found_;
  std::size_t taken_ = 0;
  std::size_t ahead_ = 1;
  bool searching_ = false;
};

PyObject* next_match(PyObject* self) {
  return guarded<PyObject*>(nullptr, [&]() -> PyObject* {
    const auto found = object_of<match_iterator>(self).next();
    return found ? PyLong_FromSize_t(*found) : nullptr;
  });
}

PyObject* same_iterator(PyObject* self) {
  Py_INCREF(self);
  return self;
}

PyType_Slot match_iterator_slots[] = {{Py_tp_iter, reinterpret_cast<void*>(same_iterator)},
                                      {Py_tp_iternext, reinterpret_cast<void*>(next_match)},
                                      {0, nullptr}};

}  // namespace

std::size_t count(bytes_like haystack, bytes_like_or_byte needle, position start, position stop, bool overlapping,
                  Py_ssize_t step, position origin) {
  const readable_bytes where(haystack);
  const needle_bytes what(needle);
  const auto range = search_place{start, stop, step, origin}.in(where.size());
  const auto length = std::min(range.stop, where.size());
  if (!overlapping && what.bytes().size() > 1 && long_enough(range.start, length, what.bytes())) {
    return count_one_by_one(where.bytes(), what.bytes(), range);
  }
  return count_in_pieces(where.bytes(), what.bytes(), overlapping ? overlap::yes : overlap::no, range);
}

nb::object find_all(nb::object haystack, nb::object needle, position start, position stop, bool overlapping,
                    bool reverse, Py_ssize_t step, position origin) {
  return nb::cast(std::make_unique<match_iterator>(
      std::move(haystack), std::move(needle), search_place{start, stop, step, origin},
      overlapping ? overlap::yes : overlap::no, reverse ? search_from::back : search_from::front));
}

void bind_search(nb::module_& module) {
  nb::class_<match_iterator>(module, "Matches", nb::type_slots(match_iterator_slots), nb::is_final(),
                             "The positions of all matches, one after the other; find_all() makes it.");
  using namespace nb::literals;
  define_search(module, "haystack"_a);
}

}  // namespace memosaic::python
