#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <nanobind/nanobind.h>

#include <cstddef>

#include "buffer/pinned_bytes.hpp"
#include "memosaic/buffer/buffer.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "objects.hpp"

/// The objects behind the classes of room buffer, for each other and for the rooms above.
namespace memosaic::python {

namespace nb = nanobind;

/// `memosaic.View`.
struct view_object {
  pinned_bytes bytes;
  Py_ssize_t exports = 0;  // how many hold what the buffer protocol gave out; release() is refused meanwhile
  bool released = false;
};

/// `memosaic.Buffer`.
struct buffer_object {
  memosaic::buffer bytes;
  bool closed = false;

  /// Errors: ValueError if it is closed.
  memosaic::buffer& open() {
    if (closed) throw nb::value_error("operation on a closed Buffer");
    return bytes;
  }
};

/// A new `View`.
[[nodiscard]] nb::object view_of(pinned_bytes bytes);

/// The view that Python holds. Errors: ValueError if it is released.
[[nodiscard]] const pinned_bytes& pinned_by(const view_object& view);

/// The types, for tests of what an argument is; null before they are bound.
[[nodiscard]] PyTypeObject* view_type() noexcept;
[[nodiscard]] PyTypeObject* buffer_type() noexcept;

/// Fills what the buffer protocol gives out. Returns -1 with a Python error set as the protocol has it.
int export_bytes(PyObject* self, Py_buffer* target, int flags, bytes_view bytes, bool writable) noexcept;

/// Whether the bytes of `self` stand in this relation (`Py_LT`, ...) to those of any object; NotImplemented for what
/// has none.
PyObject* compare_bytes(PyObject* self, PyObject* other, int relation);

/// `needle in self`: an int as one byte, else as a run of bytes.
int contains_bytes(PyObject* self, PyObject* needle);

/// The bytes for people, under the name of the class: all of them if they are few, else how they begin.
[[nodiscard]] nb::str shown_bytes(nb::handle self, bytes_view bytes, const char* state);

}  // namespace memosaic::python
