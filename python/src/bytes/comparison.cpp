// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/compare.hpp"

#include <nanobind/make_iterator.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "arguments.hpp"
#include "bindings.hpp"
#include "memosaic/bytes/differences.hpp"
#include "memosaic/bytes/mismatch.hpp"
#include "work.hpp"

namespace memosaic::python {
namespace {

using signed_position = std::optional<Py_ssize_t>;

/// Calls `work(start, stop)` for pieces of `[0, size)` until it gives something, which is returned; from the front.
template <typename Work>
auto first_of_pieces(std::size_t size, Work&& work) -> decltype(work(size, size)) {
  decltype(work(size, size)) result{};
  if (size <= piece_size) return unlocked(size, [&] { return work(std::size_t{0}, size); });
  const nb::gil_scoped_release released;
  signal_watch watch;
  for (std::size_t start = 0; start < size && !result; watch.poll()) {
    const auto stop = size - start <= piece_size ? size : start + piece_size;
    result = work(start, stop);
    start = stop;
  }
  return result;
}

/// How many bytes agree at the front.
std::size_t prefix_of(bytes_view a, bytes_view b) {
  const auto size = std::min(a.size(), b.size());
  const auto found = first_of_pieces(size, [&](std::size_t start, std::size_t stop) -> std::optional<std::size_t> {
    const auto agreed = memosaic::common_prefix(a.subspan(start, stop - start), b.subspan(start, stop - start));
    return agreed == stop - start ? std::nullopt : std::optional(start + agreed);
  });
  return found.value_or(size);
}

/// How many bytes agree at the back.
std::size_t suffix_of(bytes_view a, bytes_view b) {
  const auto size = std::min(a.size(), b.size());
  const auto at_back = [size](bytes_view bytes, std::size_t start, std::size_t stop) {
    return bytes.last(size).subspan(size - stop, stop - start);
  };
  const auto found = first_of_pieces(size, [&](std::size_t start, std::size_t stop) -> std::optional<std::size_t> {
    const auto agreed = memosaic::common_suffix(at_back(a, start, stop), at_back(b, start, stop));
    return agreed == stop - start ? std::nullopt : std::optional(start + agreed);
  });
  return found.value_or(size);
}

signed_position mismatch(bytes_like a, bytes_like b) {
  const readable_bytes first(a);
  const readable_bytes second(b);
  const auto agreed = prefix_of(first.bytes(), second.bytes());
  if (agreed == first.size() && agreed == second.size()) return std::nullopt;
  return static_cast<Py_ssize_t>(agreed);
}

signed_position rmismatch(bytes_like a, bytes_like b) {
  const readable_bytes first(a);
  const readable_bytes second(b);
  const auto agreed = suffix_of(first.bytes(), second.bytes());
  if (agreed == first.size() && agreed == second.size()) return std::nullopt;
  return static_cast<Py_ssize_t>(first.size() - agreed) - 1;
}

std::size_t common_prefix(bytes_like a, bytes_like b) {
  const readable_bytes first(a);
  const readable_bytes second(b);
  return prefix_of(first.bytes(), second.bytes());
}

std::size_t common_suffix(bytes_like a, bytes_like b) {
  const readable_bytes first(a);
  const readable_bytes second(b);
  return suffix_of(first.bytes(), second.bytes());
}

Py_ssize_t find_equal(bytes_like a, bytes_like b) {
  const readable_bytes first(a);
  const readable_bytes second(b);
  const auto size = std::min(first.size(), second.size());
  const auto found = first_of_pieces(size, [&](std::size_t start, std::size_t stop) -> std::optional<std::size_t> {
    const auto at =
        memosaic::find_equal(first.bytes().subspan(start, stop - start), second.bytes().subspan(start, stop - start));
    return at ? std::optional(start + *at) : std::nullopt;
  });
  return found ? static_cast<Py_ssize_t>(*found) : -1;
}

Py_ssize_t rfind_equal(bytes_like a, bytes_like b) {
  const readable_bytes first(a);
  const readable_bytes second(b);
  const auto size = std::min(first.size(), second.size());
  const auto in_first = first.bytes().last(size);
  const auto in_second = second.bytes().last(size);
  const auto found = first_of_pieces(size, [&](std::size_t start, std::size_t stop) -> std::optional<std::size_t> {
    const auto low = size - stop;
    const auto at = memosaic::rfind_equal(in_first.subspan(low, stop - start), in_second.subspan(low, stop - start));
    return at ? std::optional(low + *at) : std::nullopt;
  });
  return found ? static_cast<Py_ssize_t>(first.size() - size + *found) : -1;
}

int compare(bytes_like a, bytes_like b) {
  const readable_bytes first(a);
  const readable_bytes second(b);
  const auto agreed = prefix_of(first.bytes(), second.bytes());
  const auto order =
      memosaic::compare(first.bytes().subspan(agreed).first(std::min<std::size_t>(first.size() - agreed, 1)),
                        second.bytes().subspan(agreed).first(std::min<std::size_t>(second.size() - agreed, 1)));
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

bool equal(bytes_like a, bytes_like b) {
  const readable_bytes first(a);
  const readable_bytes second(b);
  if (first.size() != second.size()) return false;
  return !first_of_pieces(first.size(), [&](std::size_t start, std::size_t stop) -> std::optional<bool> {
            const bool same = memosaic::equal(first.bytes().subspan(start, stop - start),
                                              second.bytes().subspan(start, stop - start));
            return same ? std::nullopt : std::optional(true);
          }).has_value();
}

std::vector<std::pair<std::size_t, std::size_t>> differences(bytes_like a, bytes_like b, Py_ssize_t min_gap) {
  const readable_bytes first(a);
  const readable_bytes second(b);
  const auto gap = size_of(min_gap, "min_gap");
  const auto longest = std::max(first.size(), second.size());
  std::vector<std::pair<std::size_t, std::size_t>> runs;
  const auto collect = [&](signal_watch* watch) {
    std::size_t since_poll = 0;
    for (const auto& run : memosaic::differences(first.bytes(), second.bytes(), gap)) {
      runs.emplace_back(run.start, run.stop);
      if (watch != nullptr && ++since_poll % 4096 == 0) watch->poll();
    }
  };
  if (longest < unlocked_from) {
    collect(nullptr);
  } else {
    const nb::gil_scoped_release released;
    signal_watch watch;
    collect(&watch);
  }
  return runs;
}

}  // namespace

void bind_comparison(nb::module_& module) {
  using namespace nb::literals;
  module.def("mismatch", &mismatch, "a"_a, "b"_a,
             "The first position at which two runs of bytes differ, or None if they are equal.\n\n"
             "If one of them is only the beginning of the other, that is where it ends.");
  module.def("rmismatch", &rmismatch, "a"_a, "b"_a,
             "The last position in `a` at which both, aligned at their ends, differ, or None if they are equal.\n\n"
             "It is -1 if `a` is only the end of `b`.");
  module.def("common_prefix", &common_prefix, "a"_a, "b"_a, "How many bytes agree at the front.");
  module.def("common_suffix", &common_suffix, "a"_a, "b"_a, "How many bytes agree at the back.");
  module.def("find_equal", &find_equal, "a"_a, "b"_a,
             "The lowest position at which both have the same byte, or -1; only the common length is looked at.");
  module.def("rfind_equal", &rfind_equal, "a"_a, "b"_a,
             "The highest position in `a` at which both, aligned at their ends, have the same byte, or -1.");
  module.def("compare", &compare, "a"_a, "b"_a,
             "-1, 0 or 1: by unsigned bytes, then by length, so that a prefix is smaller.");
  module.def("equal", &equal, "a"_a, "b"_a, "Whether both have the same bytes.");
  module.def("differences", &differences, "a"_a, "b"_a, "min_gap"_a = 1,
             "The runs (start, stop) in which both differ, in order.\n\n"
             "Runs that are fewer than `min_gap` equal bytes apart are joined; what one has beyond the other differs.");
}

}  // namespace memosaic::python
