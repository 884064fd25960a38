#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <nanobind/nanobind.h>

namespace memosaic::python {

namespace nb = nanobind;

/// The C++ side of `self`, in slots of types. Errors: TypeError if a subclass has not called `__init__`.
template <typename Object>
Object& object_of(PyObject* self) {
  if (!nb::inst_ready(self)) [[unlikely]]
    throw nb::type_error("__init__() of the base class has not been called");
  return *nb::inst_ptr<Object>(self);
}

}  // namespace memosaic::python
