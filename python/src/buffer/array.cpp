// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/array.hpp"

#include <nanobind/stl/string.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "arguments.hpp"
#include "bindings.hpp"
#include "buffer/byte_methods.hpp"
#include "buffer/classes.hpp"
#include "buffer/pickling.hpp"
#include "buffer/place.hpp"
#include "errors.hpp"
#include "work.hpp"

namespace memosaic::python {
namespace {

/// `memosaic.Array`.
struct array_object {
  memosaic::array items;
  place at;  // what the items lie in
};

// Borrowed: the module keeps its types as long as the process lives.
PyTypeObject* type_of_arrays = nullptr;

array_object& self_of(PyObject* self) { return object_of<array_object>(self); }

nb::object object_of_value(const item_value& value, item_kind kind) {
  switch (kind) {
    case item_kind::boolean:
      return nb::borrow(value.to_bool() ? Py_True : Py_False);
    case item_kind::signed_integer:
      return nb::int_(value.to_signed());
    case item_kind::unsigned_integer:
      return nb::int_(value.to_unsigned());
    case item_kind::floating:
      return nb::float_(value.to_double());
    default:
      break;
  }
  const auto bytes = value.to_bytes();
  return nb::bytes(bytes.data(), bytes.size());
}

item_value value_of(PyObject* object) {
  if (PyBool_Check(object)) return {object == Py_True};
  if (PyFloat_Check(object)) return {PyFloat_AsDouble(object)};
  if (PyIndex_Check(object) != 0) {
    const auto number = nb::steal(PyNumber_Index(object));
    if (!number.is_valid()) throw nb::python_error();
    int overflow = 0;
    const auto value = PyLong_AsLongLongAndOverflow(number.ptr(), &overflow);
    if (overflow == 0) return {static_cast<std::int64_t>(value)};
    const auto large = PyLong_AsUnsignedLongLong(number.ptr());
    if (PyErr_Occurred() != nullptr) throw nb::python_error();  // OverflowError
    return {static_cast<std::uint64_t>(large)};
  }
  if (PyObject_CheckBuffer(object) == 0 && PyNumber_Check(object) != 0) {
    const auto number = PyFloat_AsDouble(object);
    if (PyErr_Occurred() != nullptr) throw nb::python_error();
    return {number};
  }
  const readable_bytes bytes(bytes_like{object});
  return {bytes.bytes()};
}

std::vector<item_value> values_of(nb::handle values) {
  if (PyObject_TypeCheck(values.ptr(), type_of_arrays)) {
    auto& other = self_of(values.ptr());
    const followed_object::access open(other.at.foreign);
    std::vector<item_value> result;
    for (const auto& value : other.items) result.push_back(value);
    return result;
  }
  std::vector<item_value> result;
  for (const nb::handle value : nb::borrow<nb::iterable>(values)) result.push_back(value_of(value.ptr()));
  return result;
}

/// Runs what stores values. A number outside the format is Python's OverflowError, as array.array has it.
template <typename Store>
void storing(array_object& self, Store&& store) {
  if (!self.at.where.writable()) throw nb::type_error("these bytes are read-only");
  const followed_object::access open(self.at.foreign);
  try {
    store(self.items);
  } catch (const std::out_of_range& outside) {
    PyErr_SetString(PyExc_OverflowError, outside.what());
    throw nb::python_error();
  }
}

nb::object array_of(memosaic::array items, place at) {
  nb::object made = nb::inst_alloc(reinterpret_cast<PyObject*>(type_of_arrays));
  new (nb::inst_ptr<array_object>(made)) array_object{std::move(items), std::move(at)};
  nb::inst_mark_ready(made);
  return made;
}

/// A copy over bytes of its own.
nb::object copy_of(const memosaic::array& items) {
  const auto bytes = items.bytes();
  memosaic::buffer own(bytes.bytes());
  copy_counter::add(own.size());
  const auto where = own.slice();
  return array_of(memosaic::array(items.format().text(), where), {where, nb::none(), nullptr, 0});
}

int get_buffer(PyObject* self, Py_buffer* target, int flags) {
  return guarded(-1, [&] {
    const auto& array = self_of(self);
    const auto& format = array.items.format();
    return array.at.export_to(self, target, flags, format.text().c_str(), format.size());
  });
}

void release_buffer(PyObject*, Py_buffer* target) { place::end_export(target); }

Py_ssize_t length(PyObject* self) {
  return guarded<Py_ssize_t>(-1, [&] {
    const auto& array = self_of(self);
    const followed_object::access open(array.at.foreign);
    return static_cast<Py_ssize_t>(array.items.size());
  });
}

PyObject* item(PyObject* self, Py_ssize_t index) {
  return guarded<PyObject*>(nullptr, [&] {
    const auto& array = self_of(self);
    const followed_object::access open(array.at.foreign);
    const auto value = array.items.at(index_of(index, array.items.size()));
    return object_of_value(value, array.items.format().kind()).release().ptr();
  });
}

PyObject* subscripted(PyObject* self, PyObject* key) {
  return guarded<PyObject*>(nullptr, [&]() -> PyObject* {
    const auto& array = self_of(self);
    const followed_object::access open(array.at.foreign);
    const auto part = subscript_of(key, array.items.size());
    if (part.single) {
      return object_of_value(array.items.at(part.start), array.items.format().kind()).release().ptr();
    }
    const auto size = array.items.format().size();
    return array_of(array.items.sub(part.start, part.stop), array.at.sub(part.start * size, part.stop * size))
        .release()
        .ptr();
  });
}

int assign(PyObject* self, PyObject* key, PyObject* value) {
  return guarded(-1, [&] {
    auto& array = self_of(self);
    const auto values = value != nullptr && PySlice_Check(key) ? values_of(value) : std::vector<item_value>();
    const followed_object::access open(array.at.foreign);
    const auto part = subscript_of(key, array.items.size());
    storing(array, [&](memosaic::array& items) {
      if (value == nullptr) {
        items.erase(part.start, part.single ? part.start + 1 : part.stop);
      } else if (part.single) {
        items.set(part.start, value_of(value));
      } else {
        items.replace(part.start, part.stop, values);
      }
    });
    return 0;
  });
}

PyObject* compared(PyObject* self, PyObject* other, int relation) {
  return guarded<PyObject*>(nullptr, [&]() -> PyObject* {
    if (!PyObject_TypeCheck(other, type_of_arrays) || (relation != Py_EQ && relation != Py_NE)) {
      return Py_NewRef(Py_NotImplemented);
    }
    const auto& first = self_of(self);
    const auto& second = self_of(other);
    const followed_object::access open_first(first.at.foreign);
    const followed_object::access open_second(second.at.foreign);
    return Py_NewRef((first.items == second.items) == (relation == Py_EQ) ? Py_True : Py_False);
  });
}

int contains(PyObject* self, PyObject* value) {
  return guarded(-1, [&] {
    const auto& array = self_of(self);
    const followed_object::access open(array.at.foreign);
    return array.items.contains(value_of(value)) ? 1 : 0;
  });
}

void extend(nb::handle self, nb::handle values) {
  const auto added = values_of(values);
  storing(self_of(self.ptr()), [&](memosaic::array& items) { items.extend(added); });
}

PyObject* extend_in_place(PyObject* self, PyObject* values) {
  return guarded<PyObject*>(nullptr, [&] {
    extend(self, values);
    return Py_NewRef(self);
  });
}

PyObject* repeat_in_place(PyObject* self, PyObject* number) {
  return guarded<PyObject*>(nullptr, [&] {
    const auto times = times_of(number);
    storing(self_of(self), [&](memosaic::array& items) { items.repeat(times); });
    return Py_NewRef(self);
  });
}

PyObject* represented(PyObject* self) {
  return guarded<PyObject*>(nullptr, [&] {
    constexpr std::size_t shown_at_most = 16;
    const auto& array = self_of(self);
    const followed_object::access open(array.at.foreign);
    const auto size = array.items.size();
    nb::list values;
    for (std::size_t at = 0; at < std::min(size, shown_at_most); ++at) {
      values.append(object_of_value(array.items.at(at), array.items.format().kind()));
    }
    auto text = "Array('" + array.items.format().text() + "', " + nb::repr(values).c_str();
    if (size > shown_at_most) text += "..., " + std::to_string(size) + " items";
    text += ")";
    return nb::str(text.data(), text.size()).release().ptr();
  });
}

int traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  if (!nb::inst_ready(self)) return 0;
  Py_VISIT(nb::inst_ptr<array_object>(self)->at.base.ptr());
  return 0;
}

PyType_Slot array_slots[] = {{Py_bf_getbuffer, reinterpret_cast<void*>(get_buffer)},
                             {Py_bf_releasebuffer, reinterpret_cast<void*>(release_buffer)},
                             {Py_sq_length, reinterpret_cast<void*>(length)},
                             {Py_sq_item, reinterpret_cast<void*>(item)},
                             {Py_sq_contains, reinterpret_cast<void*>(contains)},
                             {Py_nb_inplace_add, reinterpret_cast<void*>(extend_in_place)},
                             {Py_nb_inplace_multiply, reinterpret_cast<void*>(repeat_in_place)},
                             {Py_mp_length, reinterpret_cast<void*>(length)},
                             {Py_mp_subscript, reinterpret_cast<void*>(subscripted)},
                             {Py_mp_ass_subscript, reinterpret_cast<void*>(assign)},
                             {Py_tp_richcompare, reinterpret_cast<void*>(compared)},
                             {Py_tp_hash, reinterpret_cast<void*>(PyObject_HashNotImplemented)},
                             {Py_tp_repr, reinterpret_cast<void*>(represented)},
                             {Py_tp_traverse, reinterpret_cast<void*>(traverse)},
                             {0, nullptr}};

void construct(array_object* self, const std::string& format, nb::handle values, nb::object buffer) {
  if (buffer.is_none()) {
    const auto added = values_of(values);
    memosaic::buffer own;
    const auto where = own.slice();  // it follows the end of its buffer, and keeps it
    memosaic::array items(format, where);
    items.extend(added);
    new (self) array_object{std::move(items), {where, nb::none(), nullptr, 0}};
    return;
  }
  auto at = place::of(std::move(buffer), {}, {});
  memosaic::array items(format, at.where);
  new (self) array_object{std::move(items), std::move(at)};
  const auto added = values_of(values);
  if (!added.empty()) storing(*self, [&](memosaic::array& over) { over.extend(added); });
}

void define_changes(nb::class_<array_object>& array) {
  using namespace nb::literals;
  array.def(
      "append",
      [](array_object& self, nb::handle value) {
        const auto added = value_of(value.ptr());
        storing(self, [&](memosaic::array& items) { items.append(added); });
      },
      "value"_a, "Puts an item at the end.");
  array.def("extend", &extend, nb::sig("def extend(self, values: collections.abc.Iterable[typing.Any]) -> None"),
            "values"_a, "Puts items at the end.");
  array.def(
      "insert",
      [](array_object& self, Py_ssize_t index, nb::handle value) {
        const auto added = value_of(value.ptr());
        const followed_object::access open(self.at.foreign);
        const auto place = std::min(position{true, index}.in(self.items.size(), 0), self.items.size());
        storing(self, [&](memosaic::array& items) { items.insert(place, added); });
      },
      "index"_a, "value"_a, "Puts an item before the index.");
  array.def(
      "pop",
      [](array_object& self, Py_ssize_t index) {
        const followed_object::access open(self.at.foreign);
        const auto place = index_of(index, self.items.size());
        nb::object value = object_of_value(self.items.at(place), self.items.format().kind());
        storing(self, [&](memosaic::array& items) { items.erase(place, place + 1); });
        return value;
      },
      nb::sig("def pop(self, index: int = -1) -> typing.Any"), "index"_a = -1, "Removes an item and returns it.");
  array.def(
      "remove",
      [](array_object& self, nb::handle value) {
        const auto removed = value_of(value.ptr());
        storing(self, [&](memosaic::array& items) {
          if (!items.remove(removed)) throw nb::value_error("the value is not in the Array");
        });
      },
      "value"_a, "Removes the first item that is equal to `value`.");
  array.def(
      "clear", [](array_object& self) { storing(self, [](memosaic::array& items) { items.clear(); }); },
      "Removes all items.");
  array.def(
      "reverse", [](array_object& self) { storing(self, [](memosaic::array& items) { items.reverse(); }); },
      "Puts the items in the opposite order, in place.");
}

}  // namespace

void bind_array(nb::module_& module) {
  using namespace nb::literals;
  nb::class_<array_object> array(
      module, "Array", nb::type_slots(array_slots), nb::is_weak_referenceable(),
      "Typed items, read and written in place, in the notation of the module struct: `Array('<h', [1, -2])`.\n\n"
      "With `buffer`, over the bytes of any object: it follows the object when that moves, and changes its size by\n"
      "changing that of the object. A range `array[start:stop]` is an Array of the same bytes.");
  type_of_arrays = reinterpret_cast<PyTypeObject*>(array.ptr());
  array.def("__init__", &construct,
            nb::sig("def __init__(self, format: str, values: collections.abc.Iterable[typing.Any] = (), *, buffer: "
                    "typing_extensions.Buffer | None = None) -> None"),
            "format"_a, "values"_a = nb::make_tuple(), nb::kw_only(), "buffer"_a = nb::none());
  define_changes(array);
  array.def(
      "index",
      [](const array_object& self, nb::handle value) {
        const followed_object::access open(self.at.foreign);
        const auto found = self.items.index(value_of(value.ptr()));
        if (!found) throw nb::value_error("the value is not in the Array");
        return *found;
      },
      "value"_a, "The index of the first item that is equal to `value`.");
  array.def(
      "count",
      [](const array_object& self, nb::handle value) {
        const followed_object::access open(self.at.foreign);
        return self.items.count(value_of(value.ptr()));
      },
      "value"_a, "How many items are equal to `value`.");
  array.def(
      "tolist",
      [](const array_object& self) {
        const followed_object::access open(self.at.foreign);
        nb::list list;
        for (const auto& value : self.items) list.append(object_of_value(value, self.items.format().kind()));
        return list;
      },
      nb::sig("def tolist(self) -> list[typing.Any]"), "The items as a list.");
  array.def(
      "tobytes",
      [](nb::handle self) {
        const readable_bytes bytes(bytes_like{self.ptr()});
        return copied(bytes.bytes());
      },
      nb::sig("def tobytes(self) -> bytes"), "A copy of their bytes.");
  array.def(
      "copy",
      [](const array_object& self) {
        const followed_object::access open(self.at.foreign);
        return copy_of(self.items);
      },
      nb::sig("def copy(self) -> Array"), "The same items over bytes of its own.");
  define_arrow(array);
  array.def(
      "__reduce_ex__",
      [](nb::handle_t<array_object> self, int protocol) {
        const auto& made = *nb::inst_ptr<array_object>(self);
        nb::object maker = nb::module_::import_("memosaic._restore").attr("restore_array");
        nb::object bytes = made.at.base.is_none() ? picklable_bytes(self, protocol, true) : slice_of(made.at);
        return reduced(self, std::move(maker),
                       nb::make_tuple(nb::borrow(self.type()), made.items.format().text(), std::move(bytes)));
      },
      nb::sig("def __reduce_ex__(self, protocol: typing.SupportsIndex, /) -> tuple[typing.Any, ...]"), "protocol"_a,
      "By content, or over the object that it lies over, which must be picklable itself.");
  module.def(
      "restore_array",
      [](nb::handle type, const std::string& format, nb::object bytes) {
        if (!PyObject_TypeCheck(bytes.ptr(), slice_type())) {
          const nb::handle owning(reinterpret_cast<PyObject*>(buffer_type()));
          bytes = nb::module_::import_("memosaic._core").attr("restore_buffer")(owning, bytes);
        }
        nb::object made = nb::inst_alloc(type);
        construct(nb::inst_ptr<array_object>(made), format, nb::make_tuple(), std::move(bytes));
        nb::inst_mark_ready(made);
        return made;
      },
      nb::sig("def restore_array(type: typing.Any, format: str, bytes: typing_extensions.Buffer) -> typing.Any"));
  array.def_prop_ro(
      "format", [](const array_object& self) { return self.items.format().text(); }, "How an item lies in memory.");
  array.def_prop_ro(
      "itemsize", [](const array_object& self) { return self.items.format().size(); }, "Bytes per item.");
  array.def_prop_ro(
      "nbytes",
      [](nb::handle_t<array_object> self) {
        return static_cast<std::size_t>(length(self.ptr())) * self_of(self.ptr()).items.format().size();
      },
      "Bytes of all items.");
  array.def_prop_ro(
      "slice", [](const array_object& self) { return slice_of(self.at); },
      nb::for_getter(nb::sig("def slice(self) -> Slice")), "The bytes that the items lie in, as a Slice.");
  array.def_prop_ro(
      "readonly", [](const array_object& self) { return !self.at.where.writable(); },
      "Whether the items cannot be written through this Array.");
}

}  // namespace memosaic::python
