// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/view.hpp"

#include <nanobind/stl/optional.h>

#include <string>
#include <utility>

#include "arguments.hpp"
#include "bindings.hpp"
#include "buffer/byte_methods.hpp"
#include "buffer/classes.hpp"
#include "buffer/lent_object.hpp"
#include "buffer/pickling.hpp"
#include "errors.hpp"
#include "work.hpp"

namespace memosaic::python {
namespace {

// Borrowed: the module keeps its types as long as the process lives.
PyTypeObject* type_of_views = nullptr;

view_object& self_of(PyObject* self) { return object_of<view_object>(self); }

int get_buffer(PyObject* self, Py_buffer* target, int flags) {
  return guarded(-1, [&] {
    auto& view = self_of(self);
    const auto& bytes = pinned_by(view);
    const int result = export_bytes(self, target, flags, bytes.bytes(), bytes.writable());
    if (result == 0) ++view.exports;
    return result;
  });
}

void release_buffer(PyObject* self, Py_buffer*) { --nb::inst_ptr<view_object>(self)->exports; }

Py_ssize_t length(PyObject* self) {
  return guarded<Py_ssize_t>(-1, [&] { return static_cast<Py_ssize_t>(pinned_by(self_of(self)).size()); });
}

PyObject* item(PyObject* self, Py_ssize_t index) {
  return guarded<PyObject*>(nullptr, [&] {
    const auto& bytes = pinned_by(self_of(self));
    return PyLong_FromLong(static_cast<long>(bytes.data()[index_of(index, bytes.size())]));
  });
}

PyObject* subscripted(PyObject* self, PyObject* key) {
  return guarded<PyObject*>(nullptr, [&]() -> PyObject* {
    const auto& bytes = pinned_by(self_of(self));
    const auto place = subscript_of(key, bytes.size());
    if (place.single) return PyLong_FromLong(static_cast<long>(bytes.data()[place.start]));
    return view_of(bytes.sub(place.start, place.stop)).release().ptr();
  });
}

int assign(PyObject* self, PyObject* key, PyObject* value) {
  return guarded(-1, [&] {
    const auto& bytes = pinned_by(self_of(self));
    const auto target = bytes.mutable_bytes();
    if (value == nullptr) throw nb::type_error("a View cannot change its size: bytes are deleted from their owner");
    assign_in_place(target, subscript_of(key, target.size()), value, "a View cannot change its size");
    return 0;
  });
}

PyObject* compared(PyObject* self, PyObject* other, int relation) {
  return guarded<PyObject*>(nullptr, [&] { return compare_bytes(self, other, relation); });
}

int contains(PyObject* self, PyObject* needle) {
  return guarded(-1, [&] { return contains_bytes(self, needle); });
}

/// As that of equal `bytes`: a View is found as a key where they are.
Py_hash_t hashed(PyObject* self) {
  return guarded<Py_hash_t>(-1, [&] {
    const auto& bytes = pinned_by(self_of(self));
    if (bytes.writable() || bytes.view().may_change())
      throw nb::type_error("unhashable: the bytes of this View may change");
    if (const auto* const lent = dynamic_cast<const lent_object*>(bytes.view().keeper());
        lent != nullptr && lent->object() != nullptr && PyObject_Hash(lent->object()) == -1) {
      throw nb::python_error();  // read-only to us, and not for good
    }
    // memoryview computes the hash of `bytes` where they lie.
    const auto* const data = reinterpret_cast<const char*>(bytes.data());
    const auto whole = nb::steal(PyMemoryView_FromMemory(const_cast<char*>(bytes.size() == 0 ? "" : data),
                                                         static_cast<Py_ssize_t>(bytes.size()), PyBUF_READ));
    if (!whole.is_valid()) throw nb::python_error();
    return PyObject_Hash(whole.ptr());
  });
}

PyObject* represented(PyObject* self) {
  return guarded<PyObject*>(nullptr, [&] {
    const auto& view = self_of(self);
    if (view.released) return nb::str("<released View>").release().ptr();
    return shown_bytes(self, view.bytes.bytes(), view.bytes.writable() ? "" : ", readonly").release().ptr();
  });
}

PyType_Slot view_slots[] = {{Py_bf_getbuffer, reinterpret_cast<void*>(get_buffer)},
                            {Py_bf_releasebuffer, reinterpret_cast<void*>(release_buffer)},
                            {Py_sq_length, reinterpret_cast<void*>(length)},
                            {Py_sq_item, reinterpret_cast<void*>(item)},
                            {Py_sq_contains, reinterpret_cast<void*>(contains)},
                            {Py_mp_length, reinterpret_cast<void*>(length)},
                            {Py_mp_subscript, reinterpret_cast<void*>(subscripted)},
                            {Py_mp_ass_subscript, reinterpret_cast<void*>(assign)},
                            {Py_tp_richcompare, reinterpret_cast<void*>(compared)},
                            {Py_tp_hash, reinterpret_cast<void*>(hashed)},
                            {Py_tp_repr, reinterpret_cast<void*>(represented)},
                            {0, nullptr}};

void release(view_object& self) {
  if (self.exports != 0) {
    const auto message = "release refused: " + std::to_string(self.exports) +
                         (self.exports == 1 ? " object holds this View" : " objects hold this View");
    throw nb::buffer_error(message.c_str());
  }
  self.bytes = pinned_bytes();
  self.released = true;
}

nb::object lender_of(const view_object& self) {
  const auto view = pinned_by(self).view();
  const auto* const lent = dynamic_cast<const lent_object*>(view.keeper());
  return lent == nullptr || lent->object() == nullptr ? nb::none() : nb::borrow(lent->object());
}

}  // namespace

PyTypeObject* view_type() noexcept { return type_of_views; }

const pinned_bytes& pinned_by(const view_object& view) {
  if (view.released) [[unlikely]]
    throw nb::value_error("operation on a released View");
  return view.bytes;
}

nb::object view_of(pinned_bytes bytes) {
  nb::object made = nb::inst_alloc(reinterpret_cast<PyObject*>(type_of_views));
  new (nb::inst_ptr<view_object>(made)) view_object{std::move(bytes)};
  nb::inst_mark_ready(made);
  return made;
}

pinned_bytes pinned_bytes::of(PyObject* object, bool readonly) {
  if (PyObject_TypeCheck(object, type_of_views)) {
    const auto& bytes = pinned_by(self_of(object));
    return readonly ? pinned_bytes(bytes.view()) : bytes;
  }
  if (PyObject_TypeCheck(object, buffer_type())) {
    auto& bytes = object_of<buffer_object>(object).open();
    return readonly ? pinned_bytes(bytes.view()) : pinned_bytes(bytes.mutable_view());
  }
  auto* const lent = lent_object::hold(object);
  pinned_bytes result =
      lent->writable() && !readonly ? pinned_bytes(memosaic::mutable_view(*lent)) : pinned_bytes(memosaic::view(*lent));
  lent->drop_reference();
  return result;
}

void bind_view(nb::module_& module) {
  using namespace nb::literals;
  nb::class_<view_object> view(
      module, "View", nb::type_slots(view_slots), nb::is_weak_referenceable(), nb::pooled(64),
      "A run of bytes that keeps its owner alive and in place: of any object with the buffer protocol.\n\n"
      "It copies nothing, and neither does slicing it. It is writable if the object is. While it lives, the object\n"
      "cannot change its size; release() or `with` lets it go before.");
  type_of_views = reinterpret_cast<PyTypeObject*>(view.ptr());
  view.def(
      "__init__",
      [](view_object* self, bytes_like object, bool readonly) {
        new (self) view_object{pinned_bytes::of(object.object, readonly)};
      },
      "object"_a = nb::bytes("", 0), nb::kw_only(), "readonly"_a = false);
  define_byte_methods(view);
  view.def("release", &release,
           "Lets go of the owner. BufferError if something holds this View by the buffer protocol.");
  view.def(
      "__enter__", [](nb::handle_t<view_object> self) { return nb::borrow(self); },
      nb::sig("def __enter__(self) -> typing.Self"));
  view.def(
      "__exit__", [](view_object& self, nb::args) { release(self); },
      nb::sig("def __exit__(self, *args: object) -> None"));
  view.def(
      "toreadonly", [](const view_object& self) { return view_of(pinned_bytes(pinned_by(self).view())); },
      nb::sig("def toreadonly(self) -> View"), "The same bytes, not to be written through the result.");
  view.def(
      "__copy__", [](const view_object& self) { return view_of(pinned_by(self)); },
      nb::sig("def __copy__(self) -> View"), "Another View of the same bytes.");
  view.def(
      "__reduce_ex__",
      [](nb::handle_t<view_object> self, int protocol) {
        const bool writable = pinned_by(*nb::inst_ptr<view_object>(self)).writable();
        return reduced(self, nb::borrow(self.type()), nb::make_tuple(picklable_bytes(self, protocol, writable)));
      },
      nb::sig("def __reduce_ex__(self, protocol: typing.SupportsIndex, /) -> tuple[typing.Any, ...]"), "protocol"_a,
      "By content; from protocol 5 on out of band, if the pickler is asked to.");
  view.def(
      "compact",
      [](const view_object& self, Py_ssize_t slack) {
        const auto bytes = pinned_by(self).view();
        auto compacted = bytes.compact(size_of(slack, "slack"));
        if (compacted.data() != bytes.data()) copy_counter::add(compacted.size());
        return view_of(pinned_bytes(std::move(compacted)));
      },
      nb::sig("def compact(self, slack: int = 0) -> View"), "slack"_a = 0,
      "A View that retains its own bytes only: itself if it retains at most `slack` more, else a copy.");
  view.def_prop_ro(
      "readonly", [](const view_object& self) { return !pinned_by(self).writable(); },
      "Whether the bytes cannot be written through this View.");
  view.def_prop_ro(
      "nbytes", [](const view_object& self) { return pinned_by(self).size(); }, "How many bytes there are.");
  view.def_prop_ro(
      "retained_bytes", [](const view_object& self) { return pinned_by(self).view().retained_bytes(); },
      "Bytes that stay in memory because of this View; more than its own if it is a small part of its owner.");
  view.def_prop_ro(
      "released", [](const view_object& self) { return self.released; }, "Whether release() has been called.");
  view.def_prop_ro("obj", &lender_of, nb::for_getter(nb::sig("def obj(self) -> object")),
                   "The object that lent the bytes; None if their owner is memosaic's own.");
}

}  // namespace memosaic::python
