#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <nanobind/nanobind.h>

#include "memosaic/buffer/owner.hpp"

namespace memosaic::python {

namespace nb = nanobind;

/// The bytes of a Python object, held in place as long as anybody looks at them: an owner that views pin.
///
/// Threads: it may be let go of in any thread; that takes the interpreter's lock. After the interpreter has ended, the
/// object is left alone, as it is gone.
class lent_object final : public owner {
 public:
  /// Holds `object`; writable if it is.
  /// Errors: what the object says if it does not give its bytes in one run.
  [[nodiscard]] static lent_object* hold(PyObject* object);

  /// Who lent them; null if the object does not say.
  [[nodiscard]] PyObject* object() const noexcept { return held_.obj; }

 private:
  explicit lent_object(const Py_buffer& held) noexcept;
  ~lent_object() override;

  Py_buffer held_;
};

}  // namespace memosaic::python
