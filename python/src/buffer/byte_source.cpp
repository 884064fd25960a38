// SPDX-License-Identifier: Apache-2.0
#include "buffer/byte_source.hpp"

namespace memosaic::python {

byte_source::byte_source(PyObject* value, const PyObject* self, bytes_view whole) {
  if (value == self) {
    bytes_ = whole;
  } else if (PyLong_Check(value)) {
    single_ = byte_of(value);
    bytes_ = {&single_, 1};
  } else if (PyObject_CheckBuffer(value) != 0 || PyUnicode_Check(value)) {
    bytes_ = held_.emplace(bytes_like{value}).bytes();
  } else {
    listed_ = nb::steal(PyBytes_FromObject(value));
    if (!listed_.is_valid()) throw nb::python_error();
    bytes_ = held_.emplace(bytes_like{listed_.ptr()}).bytes();
  }
}

}  // namespace memosaic::python
