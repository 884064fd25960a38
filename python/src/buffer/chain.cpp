// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/chain.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "arguments.hpp"
#include "bindings.hpp"
#include "buffer/classes.hpp"
#include "buffer/pickling.hpp"
#include "bytes/search.hpp"
#include "errors.hpp"
#include "work.hpp"

namespace memosaic::python {
namespace {

// Borrowed: the module keeps its types as long as the process lives.
PyTypeObject* type_of_chains = nullptr;

memosaic::chain& self_of(PyObject* self) { return object_of<memosaic::chain>(self); }

Py_ssize_t length(PyObject* self) {
  return guarded<Py_ssize_t>(-1, [&] { return static_cast<Py_ssize_t>(self_of(self).size()); });
}

PyObject* item(PyObject* self, Py_ssize_t index) {
  return guarded<PyObject*>(nullptr, [&] {
    const auto& bytes = self_of(self);
    return PyLong_FromLong(static_cast<long>(bytes.at(index_of(index, bytes.size()))));
  });
}

PyObject* subscripted(PyObject* self, PyObject* key) {
  return guarded<PyObject*>(nullptr, [&]() -> PyObject* {
    const auto& bytes = self_of(self);
    const auto at = subscript_of(key, bytes.size());
    if (at.single) return PyLong_FromLong(static_cast<long>(bytes.at(at.start)));
    return nb::cast(bytes.sub(at.start, at.stop)).release().ptr();
  });
}

/// Whether both read as the same bytes. `segments` of one run stand for any object with the buffer protocol.
bool same_bytes(const memosaic::chain& a, const memosaic::chain& b) {
  if (a.size() != b.size()) return false;
  auto left = a.segments().begin();
  auto right = b.segments().begin();
  bytes_view of_left;
  bytes_view of_right;
  while (true) {
    if (of_left.empty()) {
      if (left == a.segments().end()) return true;
      of_left = (left++)->bytes();
    }
    if (of_right.empty()) of_right = (right++)->bytes();
    const auto size = std::min(of_left.size(), of_right.size());
    if (!memosaic::equal(of_left.first(size), of_right.first(size))) return false;
    of_left = of_left.subspan(size);
    of_right = of_right.subspan(size);
  }
}

memosaic::chain chain_of(PyObject* object) {
  if (PyObject_TypeCheck(object, type_of_chains)) return self_of(object);
  memosaic::chain single;
  single.append(pinned_bytes::of(object, true).view());
  return single;
}

PyObject* compared(PyObject* self, PyObject* other, int relation) {
  return guarded<PyObject*>(nullptr, [&]() -> PyObject* {
    const bool comparable = PyObject_TypeCheck(other, type_of_chains) || PyObject_CheckBuffer(other) != 0;
    if (!comparable || (relation != Py_EQ && relation != Py_NE)) return Py_NewRef(Py_NotImplemented);
    const auto first = self_of(self);  // a copy: another thread may append meanwhile
    const auto second = chain_of(other);
    const bool same = unlocked(first.size(), [&] { return same_bytes(first, second); });
    return Py_NewRef(same == (relation == Py_EQ) ? Py_True : Py_False);
  });
}

std::size_t search(const memosaic::chain& self, bytes_like_or_byte needle, const search_place& where, bool backwards) {
  const needle_bytes what(needle);
  const auto range = where.in(self.size());
  const auto bytes = self;  // a copy of the handles: another thread may append meanwhile
  return unlocked(bytes.size(), [&] {
    return (backwards ? bytes.rfind(what.bytes(), range) : bytes.find(what.bytes(), range)).value_or(npos);
  });
}

int contains(PyObject* self, PyObject* needle) {
  return guarded(-1, [&] { return search(self_of(self), bytes_like_or_byte{needle}, {}, false) == npos ? 0 : 1; });
}

PyObject* represented(PyObject* self) {
  return guarded<PyObject*>(nullptr, [&] {
    const auto& bytes = self_of(self);
    const auto text = "<Chain of " + std::to_string(bytes.segments().size()) + " segments, " +
                      std::to_string(bytes.size()) + " bytes>";
    return nb::str(text.data(), text.size()).release().ptr();
  });
}

PyType_Slot chain_slots[] = {{Py_sq_length, reinterpret_cast<void*>(length)},
                             {Py_sq_item, reinterpret_cast<void*>(item)},
                             {Py_sq_contains, reinterpret_cast<void*>(contains)},
                             {Py_mp_length, reinterpret_cast<void*>(length)},
                             {Py_mp_subscript, reinterpret_cast<void*>(subscripted)},
                             {Py_tp_richcompare, reinterpret_cast<void*>(compared)},
                             {Py_tp_hash, reinterpret_cast<void*>(PyObject_HashNotImplemented)},
                             {Py_tp_repr, reinterpret_cast<void*>(represented)},
                             {0, nullptr}};

nb::bytes to_bytes(const memosaic::chain& self) {
  const auto bytes = self;
  auto result = nb::steal<nb::bytes>(PyBytes_FromStringAndSize(nullptr, static_cast<Py_ssize_t>(bytes.size())));
  if (!result.is_valid()) throw nb::python_error();
  const mutable_bytes_view target(reinterpret_cast<std::byte*>(PyBytes_AsString(result.ptr())), bytes.size());
  unlocked(bytes.size(), [&] { bytes.copy_to(target); });
  copy_counter::add(bytes.size());
  return result;
}

/// The views of a chain, for gathering calls as socket.sendmsg.
nb::list segments_of(const memosaic::chain& self) {
  nb::list list;
  for (const auto& part : self.segments()) list.append(view_of(pinned_bytes(part)));
  return list;
}

std::vector<std::size_t> matches_of(const memosaic::chain& self, bytes_like_or_byte needle, const search_place& where,
                                    bool overlapping, bool backwards) {
  const needle_bytes what(needle);
  const auto range = where.in(self.size());
  const auto bytes = self;
  return unlocked(bytes.size(), [&] {
    std::vector<std::size_t> found;
    for (const auto at : bytes.find_all(what.bytes(), overlapping ? overlap::yes : overlap::no,
                                        backwards ? search_from::back : search_from::front, range)) {
      found.push_back(at);
    }
    return found;
  });
}

}  // namespace

void bind_chain(nb::module_& module) {
  using namespace nb::literals;
  const auto none = nb::none();
  nb::class_<memosaic::chain> chain(
      module, "Chain", nb::type_slots(chain_slots), nb::is_weak_referenceable(),
      "Several runs of bytes read as one, without joining them: to search across their borders, and to send them.\n\n"
      "`segments` are its Views, as socket.sendmsg() and os.writev() take them.");
  type_of_chains = reinterpret_cast<PyTypeObject*>(chain.ptr());
  chain.def(
      "__init__",
      [](memosaic::chain* self, nb::iterable parts) {
        memosaic::chain made;
        for (const nb::handle part : parts) made.append(chain_of(part.ptr()));
        new (self) memosaic::chain(std::move(made));
      },
      nb::sig("def __init__(self, parts: collections.abc.Iterable[typing_extensions.Buffer | Chain] = ()) -> None"),
      "parts"_a = nb::make_tuple());
  chain.def(
      "append", [](memosaic::chain& self, nb::handle part) { self.append(chain_of(part.ptr())); },
      nb::sig("def append(self, part: typing_extensions.Buffer | Chain) -> None"), "part"_a,
      "Puts bytes, or the segments of a Chain, at the end; it holds them in place.");
  chain.def(
      "find",
      [](const memosaic::chain& self, bytes_like_or_byte needle, position start, position stop, Py_ssize_t step,
         position origin) {
        return static_cast<Py_ssize_t>(search(self, needle, {start, stop, step, origin}, false));
      },
      "needle"_a, "start"_a = none, "stop"_a = none, nb::kw_only(), "step"_a = 1, "origin"_a = none,
      "The lowest position of a match, also across borders, or -1.");
  chain.def(
      "rfind",
      [](const memosaic::chain& self, bytes_like_or_byte needle, position start, position stop, Py_ssize_t step,
         position origin) {
        return static_cast<Py_ssize_t>(search(self, needle, {start, stop, step, origin}, true));
      },
      "needle"_a, "start"_a = none, "stop"_a = none, nb::kw_only(), "step"_a = 1, "origin"_a = none,
      "The highest position of a match, also across borders, or -1.");
  chain.def(
      "count",
      [](const memosaic::chain& self, bytes_like_or_byte needle, position start, position stop, bool overlapping,
         Py_ssize_t step, position origin) {
        const needle_bytes what(needle);
        const auto range = search_place{start, stop, step, origin}.in(self.size());
        const auto bytes = self;
        return unlocked(bytes.size(),
                        [&] { return bytes.count(what.bytes(), overlapping ? overlap::yes : overlap::no, range); });
      },
      "needle"_a, "start"_a = none, "stop"_a = none, nb::kw_only(), "overlapping"_a = false, "step"_a = 1,
      "origin"_a = none, "How many matches there are, counted from the front.");
  chain.def(
      "find_all",
      [](const memosaic::chain& self, bytes_like_or_byte needle, position start, position stop, bool overlapping,
         bool reverse, Py_ssize_t step, position origin) {
        const auto found = matches_of(self, needle, {start, stop, step, origin}, overlapping, reverse);
        nb::list list;
        for (const auto at : found) list.append(nb::int_(at));
        return list;
      },
      nb::sig(
          "def find_all(self, needle: typing_extensions.Buffer | int, start: typing.SupportsIndex | None = None, "
          "stop: typing.SupportsIndex | None = None, *, overlapping: bool = False, reverse: bool = False, step: int "
          "= 1, origin: typing.SupportsIndex | None = None) -> list[int]"),
      "needle"_a, "start"_a = none, "stop"_a = none, nb::kw_only(), "overlapping"_a = false, "reverse"_a = false,
      "step"_a = 1, "origin"_a = none, "The positions of all matches, from the back if `reverse`.");
  chain.def("tobytes", &to_bytes, "A copy as `bytes`.");
  chain.def("__bytes__", &to_bytes);
  chain.def(
      "coalesce",
      [](const memosaic::chain& self) {
        if (self.segments().size() > 1) copy_counter::add(self.size());
        return view_of(pinned_bytes(self.coalesce()));
      },
      nb::sig("def coalesce(self) -> View"),
      "All bytes as one View: the only segment if there is just one, else a copy.");
  chain.def(
      "compact",
      [](const memosaic::chain& self, Py_ssize_t smallest) {
        auto made = self.compact(size_of(smallest, "smallest"));
        for (const auto& part : made.segments()) {
          const auto* const data = part.data();
          const bool kept = std::any_of(self.segments().begin(), self.segments().end(),
                                        [&](const memosaic::view& old) { return old.data() == data; });
          if (!kept) copy_counter::add(part.size());
        }
        return made;
      },
      "smallest"_a = 512,
      "The same bytes in few segments: neighbours of fewer than `smallest` bytes are copied together.");
  chain.def(
      "__copy__", [](const memosaic::chain& self) { return self; }, nb::sig("def __copy__(self) -> Chain"),
      "Another Chain of the same segments.");
  chain.def(
      "__reduce__",
      [](nb::handle_t<memosaic::chain> self) {
        return reduced(self, nb::borrow(self.type()),
                       nb::make_tuple(segments_of(*nb::inst_ptr<memosaic::chain>(self))));
      },
      nb::sig("def __reduce__(self) -> tuple[typing.Any, ...]"), "By its segments.");
  chain.def_prop_ro("segments", &segments_of, nb::for_getter(nb::sig("def segments(self) -> list[View]")),
                    "The runs of bytes, none of them empty.");
  chain.def_prop_ro("nbytes", &memosaic::chain::size, "How many bytes there are.");
}

}  // namespace memosaic::python
