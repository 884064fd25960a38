// SPDX-License-Identifier: Apache-2.0
#include "arguments.hpp"

#include <nanobind/stl/string.h>

#include <algorithm>
#include <string>

namespace memosaic::python {
namespace {

std::string type_name_of(PyObject* object) {
  return nb::cast<std::string>(nb::handle(reinterpret_cast<PyObject*>(Py_TYPE(object))).attr("__name__"));
}

}  // namespace

std::size_t position::in(std::size_t size, std::size_t otherwise) const noexcept {
  if (!given) return otherwise;
  if (value >= 0) return static_cast<std::size_t>(value);
  const auto back = std::size_t{0} - static_cast<std::size_t>(value);
  return back >= size ? 0 : size - back;
}

readable_bytes::readable_bytes(bytes_like argument) { open(argument.object); }

void readable_bytes::open(PyObject* object) {
  if (PyBytes_CheckExact(object)) {
    bytes_ = {reinterpret_cast<const std::byte*>(PyBytes_AsString(object)),
              static_cast<std::size_t>(PyBytes_Size(object))};
    return;
  }
  if (PyObject_GetBuffer(object, &held_, PyBUF_SIMPLE) != 0) {
    held_.obj = nullptr;
    throw nb::python_error();
  }
  bytes_ = {static_cast<const std::byte*>(held_.buf), static_cast<std::size_t>(held_.len)};
}

writable_bytes::writable_bytes(writable_bytes_like argument) {
  if (PyObject_GetBuffer(argument.object, &held_, PyBUF_WRITABLE) == 0) return;
  nb::python_error refused;
  if (!refused.matches(PyExc_BufferError)) throw refused;
  // Is it read-only, or can it not give its bytes at all?
  Py_buffer readable{};
  if (PyObject_GetBuffer(argument.object, &readable, PyBUF_SIMPLE) != 0) throw nb::python_error();
  const bool read_only = readable.readonly != 0;
  PyBuffer_Release(&readable);
  if (!read_only) throw refused;
  const auto message = "a writable bytes-like object is required, not '" + type_name_of(argument.object) + "'";
  throw nb::type_error(message.c_str());
}

needle_bytes::needle_bytes(bytes_like_or_byte argument) : single_(PyLong_Check(argument.object) != 0) {
  if (single_) {
    byte_ = byte_of(argument.object);
  } else {
    held_.open(argument.object);
  }
}

std::byte byte_of(PyObject* number) {
  const auto value = PyNumber_AsSsize_t(number, nullptr);
  if (value == -1 && PyErr_Occurred() != nullptr) throw nb::python_error();
  if (value < 0 || value > 255) throw nb::value_error("a byte must be in range(0, 256)");
  return static_cast<std::byte>(value);
}

subscript subscript_of(PyObject* key, std::size_t size) {
  if (PySlice_Check(key)) {
    Py_ssize_t start = 0;
    Py_ssize_t stop = 0;
    Py_ssize_t step = 0;
    if (PySlice_Unpack(key, &start, &stop, &step) != 0) throw nb::python_error();
    if (step != 1) {
      throw nb::value_error("a range of bytes has no step: take memoryview(...)[start:stop:step] for a view with one");
    }
    PySlice_AdjustIndices(static_cast<Py_ssize_t>(size), &start, &stop, 1);
    return {false, static_cast<std::size_t>(start), static_cast<std::size_t>(std::max(start, stop))};
  }
  const auto number = PyNumber_AsSsize_t(key, PyExc_IndexError);
  if (number == -1 && PyErr_Occurred() != nullptr) throw nb::python_error();
  return {true, index_of(number, size), 0};
}

std::size_t index_of(Py_ssize_t number, std::size_t size) {
  const auto index = number < 0 ? number + static_cast<Py_ssize_t>(size) : number;
  if (index < 0 || static_cast<std::size_t>(index) >= size) [[unlikely]] {
    const auto message = "index " + std::to_string(number) + " is not in " + std::to_string(size) + " items";
    throw nb::index_error(message.c_str());
  }
  return static_cast<std::size_t>(index);
}

std::size_t times_of(PyObject* number) {
  const auto times = PyNumber_AsSsize_t(number, PyExc_OverflowError);
  if (times == -1 && PyErr_Occurred() != nullptr) throw nb::python_error();
  return times < 0 ? 0 : static_cast<std::size_t>(times);
}

std::size_t size_of(Py_ssize_t number, const char* name) {
  if (number < 0) {
    const auto message = std::string(name) + " must not be negative, and is " + std::to_string(number);
    throw nb::value_error(message.c_str());
  }
  return static_cast<std::size_t>(number);
}

}  // namespace memosaic::python
