// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/slice.hpp"

#include <nanobind/stl/optional.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "arguments.hpp"
#include "bindings.hpp"
#include "buffer/byte_methods.hpp"
#include "buffer/classes.hpp"
#include "buffer/pickling.hpp"
#include "buffer/place.hpp"
#include "errors.hpp"

namespace memosaic::python {
namespace {

// Borrowed: the module keeps its types as long as the process lives.
PyTypeObject* type_of_slices = nullptr;

place& place_of(PyObject* self) { return object_of<slice_object>(self).at; }

int get_buffer(PyObject* self, Py_buffer* target, int flags) {
  return guarded(-1, [&] { return place_of(self).export_to(self, target, flags, nullptr, 1); });
}

void release_buffer(PyObject*, Py_buffer* target) { place::end_export(target); }

Py_ssize_t length(PyObject* self) {
  return guarded<Py_ssize_t>(-1, [&] {
    const auto& at = place_of(self);
    const followed_object::access open(at.foreign);
    return static_cast<Py_ssize_t>(at.where.size());
  });
}

PyObject* item(PyObject* self, Py_ssize_t index) {
  return guarded<PyObject*>(nullptr, [&] {
    const auto& at = place_of(self);
    const followed_object::access open(at.foreign);
    const auto bytes = at.where.bytes();
    return PyLong_FromLong(static_cast<long>(bytes[index_of(index, bytes.size())]));
  });
}

/// A part without a stop follows the end of what it is a part of.
nb::object part_of(const place& at, PyObject* key, std::size_t size) {
  Py_ssize_t start = 0;
  Py_ssize_t stop = 0;
  Py_ssize_t step = 0;
  if (PySlice_Unpack(key, &start, &stop, &step) != 0) throw nb::python_error();
  static_cast<void>(subscript_of(key, size));  // refuses steps
  const auto last = stop == PY_SSIZE_T_MAX ? npos : position{true, stop}.in(size, npos);
  return slice_of(at.sub(position{true, start}.in(size, 0), last));
}

PyObject* subscripted(PyObject* self, PyObject* key) {
  return guarded<PyObject*>(nullptr, [&]() -> PyObject* {
    const auto& at = place_of(self);
    const followed_object::access open(at.foreign);
    const auto bytes = at.where.bytes();
    if (PySlice_Check(key)) return part_of(at, key, bytes.size()).release().ptr();
    return PyLong_FromLong(static_cast<long>(bytes[subscript_of(key, bytes.size()).start]));
  });
}

int assign(PyObject* self, PyObject* key, PyObject* value) {
  return guarded(-1, [&] {
    const auto& at = place_of(self);
    if (value == nullptr) throw nb::type_error("a Slice does not delete bytes: resize() its end, or change its base");
    if (!at.where.writable()) throw nb::type_error("these bytes are read-only");
    const followed_object::access open(at.foreign);
    const auto target = at.where.mutable_bytes();
    assign_in_place(target, subscript_of(key, target.size()), value, "a Slice does not change size by assignment");
    return 0;
  });
}

PyObject* compared(PyObject* self, PyObject* other, int relation) {
  return guarded<PyObject*>(nullptr, [&] { return compare_bytes(self, other, relation); });
}

int contains(PyObject* self, PyObject* needle) {
  return guarded(-1, [&] { return contains_bytes(self, needle); });
}

PyObject* represented(PyObject* self) {
  return guarded<PyObject*>(nullptr, [&] {
    const auto& at = place_of(self);
    const followed_object::access open(at.foreign);
    auto state = ", start=" + std::to_string(at.start());
    if (at.stop() != npos) state += ", stop=" + std::to_string(at.stop());
    return shown_bytes(self, at.where.bytes(), state.c_str()).release().ptr();
  });
}

int traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  if (!nb::inst_ready(self)) return 0;
  Py_VISIT(nb::inst_ptr<slice_object>(self)->at.base.ptr());
  return 0;
}

int clear(PyObject* self) {
  if (nb::inst_ready(self)) nb::inst_ptr<slice_object>(self)->at = place{{}, nb::none(), nullptr, 0};
  return 0;
}

PyType_Slot slice_slots[] = {{Py_bf_getbuffer, reinterpret_cast<void*>(get_buffer)},
                             {Py_bf_releasebuffer, reinterpret_cast<void*>(release_buffer)},
                             {Py_sq_length, reinterpret_cast<void*>(length)},
                             {Py_sq_item, reinterpret_cast<void*>(item)},
                             {Py_sq_contains, reinterpret_cast<void*>(contains)},
                             {Py_mp_length, reinterpret_cast<void*>(length)},
                             {Py_mp_subscript, reinterpret_cast<void*>(subscripted)},
                             {Py_mp_ass_subscript, reinterpret_cast<void*>(assign)},
                             {Py_tp_richcompare, reinterpret_cast<void*>(compared)},
                             {Py_tp_hash, reinterpret_cast<void*>(PyObject_HashNotImplemented)},
                             {Py_tp_repr, reinterpret_cast<void*>(represented)},
                             {Py_tp_traverse, reinterpret_cast<void*>(traverse)},
                             {Py_tp_clear, reinterpret_cast<void*>(clear)},
                             {0, nullptr}};

}  // namespace

PyTypeObject* slice_type() noexcept { return type_of_slices; }

nb::object slice_of(place at) {
  nb::object made = nb::inst_alloc(reinterpret_cast<PyObject*>(type_of_slices));
  new (nb::inst_ptr<slice_object>(made)) slice_object{std::move(at)};
  nb::inst_mark_ready(made);
  return made;
}

void bind_slice(nb::module_& module) {
  using namespace nb::literals;
  const auto none = nb::none();
  nb::class_<slice_object> slice(
      module, "Slice", nb::type_slots(slice_slots), nb::is_weak_referenceable(),
      "A relocatable piece of any object with the buffer protocol: [start, stop), looked up anew at every access.\n\n"
      "It holds nothing in place: the object may move and change its size. What of the piece is gone is not shown, "
      "and\n"
      "shown again once the object has grown back. Without a stop it follows the end.");
  type_of_slices = reinterpret_cast<PyTypeObject*>(slice.ptr());
  slice.def(
      "__init__",
      [](slice_object* self, nb::object base, position start, position stop) {
        new (self) slice_object{place::of(std::move(base), start, stop)};
      },
      nb::sig("def __init__(self, base: typing_extensions.Buffer, start: typing.SupportsIndex | None = None, stop: "
              "typing.SupportsIndex | None = None) -> None"),
      "base"_a, "start"_a = none, "stop"_a = none);
  define_byte_methods(slice);
  slice.def(
      "view",
      [](const slice_object& self) {
        if (self.at.foreign == nullptr && self.at.where.writable()) {
          return view_of(pinned_bytes(self.at.where.mutable_view()));
        }
        if (self.at.foreign == nullptr) return view_of(pinned_bytes(self.at.where.view()));
        const auto whole = pinned_bytes::of(self.at.foreign->object(), false);
        const auto start = std::min(self.at.where.start(), whole.size());
        return view_of(whole.sub(start, std::max(start, std::min(self.at.where.stop(), whole.size()))));
      },
      nb::sig("def view(self) -> View"), "Pins what is there now.");
  slice.def(
      "resize",
      [](const slice_object& self, Py_ssize_t size, bytes_like_or_byte fill) {
        const needle_bytes pattern(fill);
        const followed_object::access open(self.at.foreign);
        self.at.where.resize(size_of(size, "the size"), pattern.bytes());
      },
      "size"_a, "fill"_a = 0,
      "Resizes the base so that this Slice, which must follow its end, has `size` bytes; new ones repeat `fill`.");
  slice.def(
      "__reduce__",
      [](nb::handle_t<slice_object> self) {
        const auto& at = nb::inst_ptr<slice_object>(self)->at;
        const nb::object stop = at.stop() == npos ? nb::none() : nb::object(nb::int_(at.stop()));
        return reduced(self, nb::borrow(self.type()), nb::make_tuple(at.base, at.start(), stop));
      },
      nb::sig("def __reduce__(self) -> tuple[typing.Any, ...]"), "By its base, which must be picklable itself.");
  slice.def_prop_ro(
      "base", [](const slice_object& self) { return self.at.base; },
      nb::for_getter(nb::sig("def base(self) -> typing_extensions.Buffer")), "The object that was sliced.");
  slice.def_prop_ro(
      "start", [](const slice_object& self) { return self.at.start(); },
      "Where it begins in the base, whatever is there now.");
  slice.def_prop_ro(
      "stop",
      [](const slice_object& self) {
        const auto stop = self.at.stop();
        return stop == npos ? std::nullopt : std::optional(stop);
      },
      "Where it ends in the base, whatever is there now; None if it follows the end.");
  slice.def_prop_ro(
      "nbytes", [](nb::handle_t<slice_object> self) { return length(self.ptr()); }, "How many bytes are there now.");
  slice.def_prop_ro(
      "readonly", [](const slice_object& self) { return !self.at.where.writable(); },
      "Whether the bytes cannot be written through this Slice.");
}

}  // namespace memosaic::python
