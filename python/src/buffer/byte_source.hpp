#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <nanobind/nanobind.h>

#include <optional>

#include "arguments.hpp"

namespace memosaic::python {

namespace nb = nanobind;

/// What may be written into something that can grow: bytes, one byte as an int, or an iterable of ints, as bytearray
/// takes them. The grown object itself may be given: it is not held in place then, which would forbid the growth.
class byte_source {
 public:
  /// `whole` are the bytes of `self`.
  byte_source(PyObject* value, const PyObject* self, bytes_view whole);

  [[nodiscard]] bytes_view bytes() const noexcept { return bytes_; }

 private:
  bytes_view bytes_;
  std::byte single_{};
  nb::object listed_;  // `bytes` made from an iterable
  std::optional<readable_bytes> held_;
};

}  // namespace memosaic::python
