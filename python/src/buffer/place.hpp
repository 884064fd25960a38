#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <nanobind/nanobind.h>

#include "arguments.hpp"
#include "buffer/followed_object.hpp"
#include "memosaic/buffer/slice.hpp"

namespace memosaic::python {

namespace nb = nanobind;

/// What a Python `Slice` shows, and what arrays and streams lie over: a slice, and the object that it was taken of.
struct place {
  memosaic::slice where;
  nb::object base;                     // what was sliced, or None for an owner that no object stands for
  followed_object* foreign = nullptr;  // kept by `where`; null: the owner is one of ours
  std::size_t base_start = 0;          // where the base begins in its owner: `where` counts from there, Python does not

  /// `[start, stop)` of an object with the buffer protocol, as slice notation counts; without a stop it follows the
  /// end. A place of a place is one of the same base.
  [[nodiscard]] static place of(nb::object object, position start, position stop);

  [[nodiscard]] place sub(std::size_t start, std::size_t stop) const {
    return {where.sub(start, stop), base, foreign, base_start};
  }

  /// `[start, stop)` in the base; npos for a stop that follows the end.
  [[nodiscard]] std::size_t start() const noexcept { return where.start() - base_start; }
  [[nodiscard]] std::size_t stop() const noexcept { return where.stop() == npos ? npos : where.stop() - base_start; }

  /// Gives the bytes that are there now to whoever asked for them by the buffer protocol, and holds them meanwhile.
  /// `item_format` is null for plain bytes. Returns -1 with a Python error set as the protocol has it.
  int export_to(PyObject* self, Py_buffer* target, int flags, const char* item_format, std::size_t item_size) const;
  static void end_export(Py_buffer* target) noexcept;
};

/// `memosaic.Slice`.
struct slice_object {
  place at;
};

[[nodiscard]] PyTypeObject* slice_type() noexcept;
[[nodiscard]] nb::object slice_of(place at);

}  // namespace memosaic::python
