#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <nanobind/nanobind.h>

#include <exception>

namespace memosaic::python {

namespace nb = nanobind;

/// Sets the Python error that stands for a C++ one: the table of docs/python.md. For slots of types, which nanobind
/// does not guard; functions that it calls get the same.
void set_error(const std::exception_ptr& error) noexcept;

/// Runs the body of a slot. Gives `failed`, with a Python error set, when it throws.
template <typename Result, typename Body>
Result guarded(Result failed, Body&& body) noexcept {
  try {
    return body();
  } catch (nb::python_error& error) {
    error.restore();
  } catch (...) {
    set_error(std::current_exception());
  }
  return failed;
}

}  // namespace memosaic::python
