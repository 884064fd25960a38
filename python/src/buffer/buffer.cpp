// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/buffer.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arguments.hpp"
#include "bindings.hpp"
#include "buffer/byte_methods.hpp"
#include "buffer/byte_source.hpp"
#include "buffer/classes.hpp"
#include "buffer/lent_object.hpp"
#include "buffer/pickling.hpp"
#include "errors.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/find.hpp"
#include "memosaic/bytes/reverse.hpp"
#include "memosaic/error.hpp"
#include "work.hpp"

namespace memosaic::python {
namespace {

// Borrowed: the module keeps its types as long as the process lives.
PyTypeObject* type_of_buffers = nullptr;

buffer_object& self_of(PyObject* self) { return object_of<buffer_object>(self); }

/// A pin on all of it that may write; on an empty one too, which then cannot grow either.
memosaic::mutable_view pinned(memosaic::buffer& bytes) {
  if (bytes.empty()) static_cast<void>(bytes.slice());  // that makes the block that is pinned
  return bytes.mutable_view();
}

int get_buffer(PyObject* self, Py_buffer* target, int flags) {
  return guarded(-1, [&] {
    const auto pin = pinned(self_of(self).open());
    const int result = export_bytes(self, target, flags, pin.bytes(), true);
    if (result == 0) {
      auto* const keeper = static_cast<memosaic::view>(pin).keeper();
      keeper->pin_writer();
      target->internal = keeper;
    }
    return result;
  });
}

void release_buffer(PyObject*, Py_buffer* target) { static_cast<owner*>(target->internal)->unpin_writer(); }

Py_ssize_t length(PyObject* self) {
  return guarded<Py_ssize_t>(-1, [&] { return static_cast<Py_ssize_t>(self_of(self).open().size()); });
}

PyObject* item(PyObject* self, Py_ssize_t index) {
  return guarded<PyObject*>(nullptr, [&] {
    const auto bytes = std::as_const(self_of(self).open()).bytes();
    return PyLong_FromLong(static_cast<long>(bytes[index_of(index, bytes.size())]));
  });
}

PyObject* subscripted(PyObject* self, PyObject* key) {
  return guarded<PyObject*>(nullptr, [&]() -> PyObject* {
    auto& bytes = self_of(self).open();
    const auto place = subscript_of(key, bytes.size());
    if (place.single) return PyLong_FromLong(static_cast<long>(bytes[place.start]));
    return view_of(pinned_bytes(bytes.mutable_view(place.start, place.stop))).release().ptr();
  });
}

/// Replaces a range by bytes of any size, or by none if there is no value.
void replace(PyObject* self, memosaic::buffer& bytes, const subscript& place, PyObject* value) {
  const auto stop = place.single ? place.start + 1 : place.stop;
  if (value == nullptr) {
    bytes.erase(place.start, stop);
  } else if (place.single) {
    bytes[place.start] = byte_of(value);
  } else {
    if (PyLong_Check(value)) throw nb::type_error("a range of bytes is replaced by bytes, not by a number");
    const byte_source source(value, self, bytes.bytes());
    bytes.replace(place.start, stop, source.bytes());
    copy_counter::add(source.bytes().size());
  }
}

int assign(PyObject* self, PyObject* key, PyObject* value) {
  return guarded(-1, [&] {
    auto& bytes = self_of(self).open();
    // A look at the value may run Python, and so change the buffer: the place is resolved after it.
    replace(self, bytes, subscript_of(key, bytes.size()), value);
    return 0;
  });
}

PyObject* compared(PyObject* self, PyObject* other, int relation) {
  return guarded<PyObject*>(nullptr, [&] { return compare_bytes(self, other, relation); });
}

int contains(PyObject* self, PyObject* needle) {
  return guarded(-1, [&] { return contains_bytes(self, needle); });
}

void insert(nb::handle self, Py_ssize_t index, nb::handle value) {
  auto& bytes = self_of(self.ptr()).open();
  const byte_source source(value.ptr(), self.ptr(), bytes.bytes());
  const auto place = position{true, index}.in(bytes.size(), 0);
  bytes.insert(std::min(place, bytes.size()), source.bytes());
  copy_counter::add(source.bytes().size());
}

void append(nb::handle self, nb::handle value) {
  auto& bytes = self_of(self.ptr()).open();
  const byte_source source(value.ptr(), self.ptr(), bytes.bytes());
  bytes.append(source.bytes());
  copy_counter::add(source.bytes().size());
}

void prepend(nb::handle self, nb::handle value) {
  auto& bytes = self_of(self.ptr()).open();
  const byte_source source(value.ptr(), self.ptr(), bytes.bytes());
  bytes.prepend(source.bytes());
  copy_counter::add(source.bytes().size());
}

PyObject* append_in_place(PyObject* self, PyObject* value) {
  return guarded<PyObject*>(nullptr, [&] {
    append(self, value);
    return Py_NewRef(self);
  });
}

PyObject* repeat_in_place(PyObject* self, PyObject* number) {
  return guarded<PyObject*>(nullptr, [&] {
    const auto times = times_of(number);
    self_of(self).open().repeat(times);
    return Py_NewRef(self);
  });
}

PyObject* represented(PyObject* self) {
  return guarded<PyObject*>(nullptr, [&] {
    auto& buffer = self_of(self);
    if (buffer.closed) return nb::str("<closed Buffer>").release().ptr();
    return shown_bytes(self, std::as_const(buffer.bytes).bytes(), "").release().ptr();
  });
}

PyType_Slot buffer_slots[] = {{Py_bf_getbuffer, reinterpret_cast<void*>(get_buffer)},
                              {Py_bf_releasebuffer, reinterpret_cast<void*>(release_buffer)},
                              {Py_sq_length, reinterpret_cast<void*>(length)},
                              {Py_sq_item, reinterpret_cast<void*>(item)},
                              {Py_sq_contains, reinterpret_cast<void*>(contains)},
                              {Py_nb_inplace_add, reinterpret_cast<void*>(append_in_place)},
                              {Py_nb_inplace_multiply, reinterpret_cast<void*>(repeat_in_place)},
                              {Py_mp_length, reinterpret_cast<void*>(length)},
                              {Py_mp_subscript, reinterpret_cast<void*>(subscripted)},
                              {Py_mp_ass_subscript, reinterpret_cast<void*>(assign)},
                              {Py_tp_richcompare, reinterpret_cast<void*>(compared)},
                              {Py_tp_hash, reinterpret_cast<void*>(PyObject_HashNotImplemented)},
                              {Py_tp_repr, reinterpret_cast<void*>(represented)},
                              {0, nullptr}};

/// A new buffer with a copy; nobody else sees it yet, so that the lock can be let go of.
memosaic::buffer copy_of(bytes_view bytes) {
  auto made = memosaic::buffer::uninitialized(bytes.size());
  copy_counted(bytes, made.mutable_bytes());
  return made;
}

memosaic::buffer filled(std::size_t size, bytes_view pattern) {
  return unlocked(size, [&] { return memosaic::buffer(size, pattern); });
}

void construct(buffer_object* self, nb::handle source, bytes_like_or_byte fill) {
  if (PyLong_Check(source.ptr())) {
    const auto size = size_of(PyNumber_AsSsize_t(source.ptr(), PyExc_OverflowError), "the size");
    if (PyErr_Occurred() != nullptr) throw nb::python_error();
    const needle_bytes pattern(fill);
    new (self) buffer_object{filled(size, pattern.bytes())};
    return;
  }
  const byte_source bytes(source.ptr(), nullptr, {});
  new (self) buffer_object{copy_of(bytes.bytes())};
}

memosaic::buffer adopted(PyObject* object) {
  auto* const lent = lent_object::hold(object);
  if (!lent->writable()) {
    lent->drop_reference();
    throw nb::type_error("a Buffer can take over only what is writable: copy it, or take a View");
  }
  // The block keeps the object by its one reference, until the buffer grows out of it or is gone.
  const auto let_go = [](void* context, std::byte*, std::size_t) noexcept {
    static_cast<lent_object*>(context)->drop_reference();
  };
  return memosaic::buffer::adopt(lent->data(), lent->size(), let_go, lent);
}

memosaic::buffer joined(nb::iterable parts, bytes_like separator) {
  const readable_bytes between(separator);
  std::vector<nb::object> kept;
  std::vector<std::unique_ptr<readable_bytes>> held;
  std::vector<bytes_view> runs;
  for (const nb::handle part : parts) {
    kept.push_back(nb::borrow(part));
    held.push_back(std::make_unique<readable_bytes>(bytes_like{part.ptr()}));
    runs.push_back(held.back()->bytes());
  }
  std::size_t size = 0;
  for (const auto run : runs) size = add_sizes(size, run.size());
  auto result = unlocked(size, [&] { return memosaic::buffer::join(runs, between.bytes()); });
  copy_counter::add(result.size());
  return result;
}

nb::object buffer_of(nb::handle type, memosaic::buffer bytes) {
  nb::object made = nb::inst_alloc(type);
  new (nb::inst_ptr<buffer_object>(made)) buffer_object{std::move(bytes)};
  nb::inst_mark_ready(made);
  return made;
}

void close(buffer_object& self) {
  if (self.bytes.pins() != 0) throw buffer_pinned("close", self.bytes.pins());
  self.bytes = memosaic::buffer();
  self.closed = true;
}

nb::object thaw(nb::handle type, view_object& frozen) {
  if (frozen.exports != 0) throw nb::buffer_error("thaw refused: something holds this View by the buffer protocol");
  static_cast<void>(pinned_by(frozen));
  if (!frozen.bytes.writable()) {
    if (auto bytes = memosaic::buffer::try_thaw(frozen.bytes.take_reader())) {
      frozen.bytes = pinned_bytes();
      frozen.released = true;
      return buffer_of(type, std::move(*bytes));
    }
  }
  throw nb::buffer_error("thaw refused: the View must be the only holder of all that a Buffer froze");
}

std::size_t first_of(bytes_view bytes, std::byte value) {
  const auto found = memosaic::find(bytes, bytes_view(&value, 1));
  if (!found) throw nb::value_error("the value is not in the Buffer");
  return *found;
}

void define_growth(nb::class_<buffer_object>& buffer) {
  using namespace nb::literals;
  const auto append_signature = nb::sig("def append(self, bytes: typing_extensions.Buffer | int) -> None");
  buffer.def("append", &append, append_signature, "bytes"_a, "Puts bytes, or one byte as an int, at the end.");
  buffer.def("extend", &append,
             nb::sig("def extend(self, bytes: typing_extensions.Buffer | collections.abc.Iterable[int]) -> None"),
             "bytes"_a, "Puts bytes, or the bytes that ints stand for, at the end.");
  buffer.def("prepend", &prepend, nb::sig("def prepend(self, bytes: typing_extensions.Buffer | int) -> None"),
             "bytes"_a, "Puts bytes, or one byte as an int, before the first byte; into the headroom if it suffices.");
  buffer.def("insert", &insert,
             nb::sig("def insert(self, index: typing.SupportsIndex, bytes: typing_extensions.Buffer | int) -> None"),
             "index"_a, "bytes"_a, "Puts bytes, or one byte as an int, before the index.");
  buffer.def(
      "pop",
      [](buffer_object& self, Py_ssize_t index) {
        auto& bytes = self.open();
        const auto place = index_of(index, bytes.size());
        const auto value = static_cast<int>(bytes[place]);
        bytes.erase(place, place + 1);
        return value;
      },
      "index"_a = -1, "Removes a byte and returns it.");
  buffer.def(
      "remove",
      [](buffer_object& self, nb::handle value) {
        const auto byte = byte_of(value.ptr());
        auto& bytes = self.open();
        const auto place = first_of(bytes.bytes(), byte);
        bytes.erase(place, place + 1);
      },
      nb::sig("def remove(self, value: int) -> None"), "value"_a, "Removes the first byte of that value.");
  buffer.def(
      "reverse", [](buffer_object& self) { memosaic::reverse(self.open().mutable_bytes()); },
      "Puts the bytes in the opposite order, in place.");
  buffer.def(
      "clear", [](buffer_object& self) { self.open().clear(); }, "Removes all bytes.");
  buffer.def(
      "resize",
      [](buffer_object& self, Py_ssize_t size, bytes_like_or_byte fill) {
        const needle_bytes pattern(fill);
        self.open().resize(size_of(size, "the size"), pattern.bytes());
      },
      "size"_a, "fill"_a = 0, "Changes the size; bytes that are new repeat `fill` from the old end on.");
  buffer.def(
      "reserve",
      [](buffer_object& self, Py_ssize_t capacity, Py_ssize_t headroom) {
        self.open().reserve(size_of(capacity, "capacity"), size_of(headroom, "headroom"));
      },
      "capacity"_a, "headroom"_a = 0, "Makes room for growth at the end, and at the front.");
  buffer.def(
      "shrink_to_fit", [](buffer_object& self) { self.open().shrink_to_fit(); }, "Gives up room for growth.");
}

}  // namespace

PyTypeObject* buffer_type() noexcept { return type_of_buffers; }

void bind_buffer(nb::module_& module) {
  using namespace nb::literals;
  nb::class_<buffer_object> buffer(
      module, "Buffer", nb::type_slots(buffer_slots), nb::is_weak_referenceable(),
      "Owner of one run of bytes that can grow and shrink at both ends.\n\n"
      "`Buffer(16)` has 16 zero bytes, `Buffer(16, fill=b'ab')` repeats a pattern, `Buffer(b'...')` is a copy. A "
      "range\n"
      "`buffer[start:stop]` is a View and copies nothing. While views or other users of the buffer protocol are out,\n"
      "what would change the size raises BufferError with their number; bytes may be written.");
  type_of_buffers = reinterpret_cast<PyTypeObject*>(buffer.ptr());
  buffer.def("__init__", &construct,
             nb::sig("def __init__(self, source: int | typing_extensions.Buffer | collections.abc.Iterable[int] = b'', "
                     "fill: typing_extensions.Buffer | int = 0) -> None"),
             "source"_a = nb::bytes("", 0), "fill"_a = 0);
  define_byte_methods(buffer);
  define_growth(buffer);
  buffer.def(
      "view",
      [](buffer_object& self, position start, position stop) {
        auto& bytes = self.open();
        const auto last = std::min(stop.in(bytes.size(), bytes.size()), bytes.size());
        const auto first = std::min(start.in(bytes.size(), 0), last);
        return view_of(pinned_bytes(bytes.mutable_view(first, last)));
      },
      nb::sig("def view(self, start: typing.SupportsIndex | None = None, stop: typing.SupportsIndex | None = None) -> "
              "View"),
      "start"_a = nb::none(), "stop"_a = nb::none(), "Pins [start, stop), as `buffer[start:stop]` does.");
  buffer.def(
      "freeze", [](buffer_object& self) { return view_of(pinned_bytes(self.open().freeze())); },
      nb::sig("def freeze(self) -> View"),
      "Gives the bytes up for good and returns them as a read-only View; the Buffer is empty afterwards.\n\n"
      "BufferError, with their number, while something may still write them.");
  buffer.def_static(
      "thaw", [](view_object& frozen) { return thaw(reinterpret_cast<PyObject*>(type_of_buffers), frozen); },
      nb::sig("def thaw(frozen: View) -> Buffer"), "frozen"_a,
      "The Buffer again behind a frozen View that is the only holder of all its bytes; the View is released.");
  buffer.def_static(
      "adopt",
      [](nb::handle object) { return buffer_of(reinterpret_cast<PyObject*>(type_of_buffers), adopted(object.ptr())); },
      nb::sig("def adopt(object: typing_extensions.Buffer) -> Buffer"), "object"_a,
      "A Buffer over the memory of a writable object, without a copy; growth later moves it to memory of its own.");
  buffer.def_static(
      "join",
      [](nb::iterable parts, bytes_like separator) {
        return buffer_of(reinterpret_cast<PyObject*>(type_of_buffers), joined(parts, separator));
      },
      nb::sig("def join(parts: collections.abc.Iterable[typing_extensions.Buffer], separator: typing_extensions.Buffer "
              "= b'') -> Buffer"),
      "parts"_a, "separator"_a = nb::bytes("", 0),
      "The parts one after the other, with `separator` between them, in one allocation.");
  buffer.def(
      "copy",
      [](nb::handle self) {
        const readable_bytes bytes(bytes_like{self.ptr()});
        return buffer_of(reinterpret_cast<PyObject*>(type_of_buffers), copy_of(bytes.bytes()));
      },
      nb::sig("def copy(self) -> Buffer"), "A Buffer of its own with the same bytes.");
  buffer.def(
      "__reduce_ex__",
      [](nb::handle_t<buffer_object> self, int protocol) {
        nb::object maker = nb::module_::import_("memosaic._restore").attr("restore_buffer");
        static_cast<void>(nb::inst_ptr<buffer_object>(self)->open());
        return reduced(self, std::move(maker),
                       nb::make_tuple(nb::borrow(self.type()), picklable_bytes(self, protocol, true)));
      },
      nb::sig("def __reduce_ex__(self, protocol: typing.SupportsIndex, /) -> tuple[typing.Any, ...]"), "protocol"_a,
      "By content; from protocol 5 on out of band, if the pickler is asked to.");
  // What unpickling made for this Buffer alone, or was given out of band to write, becomes its memory.
  module.def(
      "restore_buffer",
      [](nb::handle type, nb::handle bytes) {
        const readable_bytes now(bytes_like{bytes.ptr()});
        const bool writable = pinned_bytes::of(bytes.ptr(), false).writable();
        return buffer_of(type, writable ? adopted(bytes.ptr()) : copy_of(now.bytes()));
      },
      nb::sig("def restore_buffer(type: typing.Any, bytes: typing_extensions.Buffer) -> typing.Any"));
  buffer.def("close", &close, "Gives the bytes back. BufferError, with their number, while views are out.");
  buffer.def(
      "__enter__", [](nb::handle_t<buffer_object> self) { return nb::borrow(self); },
      nb::sig("def __enter__(self) -> typing.Self"));
  buffer.def(
      "__exit__", [](buffer_object& self, nb::args) { close(self); },
      nb::sig("def __exit__(self, *args: object) -> None"));
  buffer.def_prop_ro(
      "closed", [](const buffer_object& self) { return self.closed; }, "Whether close() has been called.");
  buffer.def_prop_ro(
      "nbytes", [](buffer_object& self) { return self.open().size(); }, "How many bytes there are.");
  buffer.def_prop_ro(
      "capacity", [](buffer_object& self) { return self.open().capacity(); },
      "Up to which size it grows at the end without moving.");
  buffer.def_prop_ro(
      "headroom", [](buffer_object& self) { return self.open().headroom(); },
      "How many bytes can be put before the first without moving.");
  buffer.def_prop_ro(
      "pins", [](buffer_object& self) { return self.open().pins(); },
      "How many views and users of the buffer protocol hold the bytes in place.");
  buffer.def("__sizeof__", [](nb::handle_t<buffer_object> self) {
    auto& bytes = nb::inst_ptr<buffer_object>(self)->bytes;
    return nb::type_size(self.type()) + 16 + bytes.capacity() + bytes.headroom();
  });
}

}  // namespace memosaic::python
