// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <functional>
#include <utility>
#include <vector>

#include "arguments.hpp"
#include "bindings.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/copy.hpp"
#include "memosaic/bytes/fill.hpp"
#include "memosaic/bytes/reverse.hpp"
#include "work.hpp"

namespace memosaic::python {
namespace {

bool overlap_in_memory(bytes_view a, bytes_view b) noexcept {
  const std::less<> before;
  return !a.empty() && !b.empty() && before(a.data(), b.data() + b.size()) && before(b.data(), a.data() + a.size());
}

void copy(writable_bytes_like target, bytes_like source, Py_ssize_t at) {
  const writable_bytes to(target);
  const readable_bytes from(source);
  const auto start = at < 0 ? at + static_cast<Py_ssize_t>(to.size()) : at;
  if (start < 0) throw nb::index_error("the place to copy to is before the first byte");
  const auto room = static_cast<std::size_t>(start);
  require_run(room, from.size(), to.size());
  const auto place = to.bytes().subspan(room, from.size());
  if (overlap_in_memory(from.bytes(), place)) {
    // As if by way of a copy of the source, which a Ctrl-C in the middle would tear.
    unlocked(from.size(), [&] { copy_to(from.bytes(), place); });
    copy_counter::add(from.size());
  } else {
    copy_counted(from.bytes(), place);
  }
}

void move_within(writable_bytes_like target, Py_ssize_t start, Py_ssize_t stop, Py_ssize_t to) {
  const writable_bytes bytes(target);
  const auto first = size_of(start, "start");
  const auto last = size_of(stop, "stop");
  const auto place = size_of(to, "to");
  require_range(first, last, bytes.size());
  unlocked(last - first, [&] { memosaic::move_within(bytes.bytes(), first, last, place); });
  copy_counter::add(last - first);
}

void fill(writable_bytes_like target, bytes_like_or_byte pattern, Py_ssize_t phase) {
  const writable_bytes to(target);
  const needle_bytes with(pattern);
  const auto first = size_of(phase, "phase");
  if (overlap_in_memory(with.bytes(), to.bytes()) || with.bytes().empty()) {
    unlocked(to.size(), [&] { memosaic::fill(to.bytes(), with.bytes(), first); });
    return;
  }
  in_pieces(to.size(), [&](std::size_t start, std::size_t stop) {
    const auto turn = (first % with.bytes().size() + start % with.bytes().size()) % with.bytes().size();
    memosaic::fill(to.bytes().subspan(start, stop - start), with.bytes(), turn);
  });
}

void reverse(writable_bytes_like target) {
  const writable_bytes bytes(target);
  unlocked(bytes.size(), [&] { memosaic::reverse(bytes.bytes()); });
}

void swap_bytes(writable_bytes_like target, Py_ssize_t item_size) {
  const writable_bytes bytes(target);
  const auto size = size_of(item_size, "item_size");
  unlocked(bytes.size(), [&] { memosaic::swap_bytes(bytes.bytes(), size); });
}

}  // namespace

void bind_changes(nb::module_& module) {
  using namespace nb::literals;
  module.def("copy", &copy, "target"_a, "source"_a, "at"_a = 0,
             "Copies all of `source` into `target` at `at`; the two may overlap.\n\n"
             "IndexError if it does not fit, and nothing is written then.");
  module.def("move_within", &move_within, "target"_a, "start"_a, "stop"_a, "to"_a,
             "Moves [start, stop) of `target` so that it begins at `to`, as if by way of a copy.");
  module.def("fill", &fill, "target"_a, "pattern"_a = 0, "phase"_a = 0,
             "Repeats `pattern` over `target`, beginning with its byte `phase`; the last repetition may be cut.");
  module.def("reverse", &reverse, "target"_a, "Puts the bytes in the opposite order, in place.");
  module.def("swap_bytes", &swap_bytes, "target"_a, "item_size"_a,
             "Reverses the bytes of every item of `item_size` bytes, in place.");
}

}  // namespace memosaic::python
