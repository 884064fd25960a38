// SPDX-License-Identifier: Apache-2.0
#include "buffer/lent_object.hpp"

#include <new>

namespace memosaic::python {

lent_object* lent_object::hold(PyObject* object) {
  Py_buffer held{};
  if (PyObject_GetBuffer(object, &held, PyBUF_SIMPLE) != 0) throw nb::python_error();
  if (held.readonly == 0) {
    // What is asked for to be read may be lent for that alone: what will be written is asked for as such.
    PyBuffer_Release(&held);
    if (PyObject_GetBuffer(object, &held, PyBUF_WRITABLE) != 0) throw nb::python_error();
  }
  auto* const lent = new (std::nothrow) lent_object(held);
  if (lent == nullptr) {
    PyBuffer_Release(&held);
    throw std::bad_alloc();
  }
  return lent;
}

lent_object::lent_object(const Py_buffer& held) noexcept
    : owner(static_cast<std::byte*>(held.buf), static_cast<std::size_t>(held.len), held.readonly == 0), held_(held) {}

lent_object::~lent_object() {
  if (Py_IsInitialized() == 0) return;
  const nb::gil_scoped_acquire locked;
  PyBuffer_Release(&held_);
}

}  // namespace memosaic::python
