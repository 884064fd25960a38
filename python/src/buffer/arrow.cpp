// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "buffer/byte_methods.hpp"
#include "errors.hpp"

/// Bytes and items as Arrow arrays, by the PyCapsule interface: nothing is copied, and pyarrow is not needed here.
///
/// Source: the Arrow C data interface, and the Arrow PyCapsule interface.
namespace memosaic::python {
namespace {

// The two structures of the Arrow C data interface; their names, types and order are what it prescribes.
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  std::int64_t flags;
  std::int64_t n_children;
  ArrowSchema** children;
  ArrowSchema* dictionary;
  void (*release)(ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  std::int64_t length;
  std::int64_t null_count;
  std::int64_t offset;
  std::int64_t n_buffers;
  std::int64_t n_children;
  const void** buffers;
  ArrowArray** children;
  ArrowArray* dictionary;
  void (*release)(ArrowArray*);
  void* private_data;
};

/// What keeps the bytes of an exported array in place, until the consumer releases it in whatever thread.
struct held_array {
  Py_buffer held{};
  const void* buffers[2] = {nullptr, nullptr};  // no validity bitmap: there are no nulls
};

/// The Arrow type of items of that format. Errors: ValueError if it has none.
std::string arrow_format(const Py_buffer& items) {
  const std::string_view format = items.format == nullptr ? "B" : items.format;
  constexpr std::string_view known = "bBhHiIqQlLnNefd";
  constexpr std::string_view arrow = "cCsSiIlLlLlLefg";
  if (const auto at = known.find(format); format.size() == 1 && at != std::string_view::npos) return {arrow[at]};
  if (format.ends_with('s') || format == "c") return "w:" + std::to_string(items.itemsize);
  throw nb::value_error(("Arrow has no type for items of the format '" + std::string(format) + "'").c_str());
}

template <typename Struct>
nb::object capsule_of(std::unique_ptr<Struct> made, const char* name) {
  auto capsule = nb::steal(PyCapsule_New(made.get(), name, [](PyObject* self) {
    auto* const left = static_cast<Struct*>(PyCapsule_GetPointer(self, PyCapsule_GetName(self)));
    if (left->release != nullptr) left->release(left);  // nobody has taken it over
    delete left;
  }));
  if (!capsule.is_valid()) throw nb::python_error();
  static_cast<void>(made.release());
  return capsule;
}

nb::object schema_of(const Py_buffer& items) {
  auto format = std::make_unique<std::string>(arrow_format(items));
  auto schema = std::make_unique<ArrowSchema>();
  schema->format = format->c_str();
  schema->name = "";
  schema->release = [](ArrowSchema* self) {
    delete static_cast<std::string*>(self->private_data);
    self->release = nullptr;
  };
  schema->private_data = format.release();
  return capsule_of(std::move(schema), "arrow_schema");
}

std::unique_ptr<held_array> hold(nb::handle self) {
  auto held = std::make_unique<held_array>();
  if (PyObject_GetBuffer(self.ptr(), &held->held, PyBUF_FORMAT | PyBUF_ND) != 0) throw nb::python_error();
  return held;
}

void end(held_array* held) {
  if (Py_IsInitialized() != 0) {
    const nb::gil_scoped_acquire locked;
    PyBuffer_Release(&held->held);
  }
  delete held;
}

}  // namespace

nb::object arrow_schema(nb::handle self) {
  const std::unique_ptr<held_array, void (*)(held_array*)> held(hold(self).release(), end);
  return schema_of(held->held);
}

nb::tuple arrow_array(nb::handle self) {
  std::unique_ptr<held_array, void (*)(held_array*)> held(hold(self).release(), end);
  auto schema = schema_of(held->held);
  auto array = std::make_unique<ArrowArray>();
  array->length = held->held.len / held->held.itemsize;
  array->n_buffers = 2;
  held->buffers[1] = held->held.buf;
  array->buffers = held->buffers;
  array->release = [](ArrowArray* self_array) {
    end(static_cast<held_array*>(self_array->private_data));
    self_array->release = nullptr;
  };
  array->private_data = held.release();
  return nb::make_tuple(std::move(schema), capsule_of(std::move(array), "arrow_array"));
}

}  // namespace memosaic::python
