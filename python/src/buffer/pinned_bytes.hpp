#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <nanobind/nanobind.h>

#include <cstddef>
#include <utility>

#include "memosaic/buffer/mutable_view.hpp"
#include "memosaic/buffer/view.hpp"

namespace memosaic::python {

namespace nb = nanobind;

/// What a Python `View` holds: a view, or its writable twin; Python has one class for both, like memoryview.
class pinned_bytes {
 public:
  pinned_bytes() noexcept = default;
  explicit pinned_bytes(memosaic::view bytes) noexcept : reader_(std::move(bytes)) {}
  explicit pinned_bytes(memosaic::mutable_view bytes) noexcept : writer_(std::move(bytes)), writable_(true) {}

  /// Holds an object with the buffer protocol: ours by their own pins, others as lent; writable if it is.
  /// Errors: TypeError; what the object says if it does not give its bytes in one run.
  [[nodiscard]] static pinned_bytes of(PyObject* object, bool readonly);

  [[nodiscard]] bool writable() const noexcept { return writable_; }
  [[nodiscard]] std::size_t size() const noexcept { return writable_ ? writer_.size() : reader_.size(); }
  [[nodiscard]] const std::byte* data() const noexcept { return writable_ ? writer_.data() : reader_.data(); }
  [[nodiscard]] bytes_view bytes() const noexcept { return {data(), size()}; }

  /// Errors: TypeError if they are read-only.
  [[nodiscard]] mutable_bytes_view mutable_bytes() const {
    if (!writable_) throw nb::type_error("these bytes are read-only");
    return writer_.bytes();
  }

  [[nodiscard]] pinned_bytes sub(std::size_t start, std::size_t stop) const {
    return writable_ ? pinned_bytes(writer_.sub(start, stop)) : pinned_bytes(reader_.sub(start, stop));
  }
  [[nodiscard]] memosaic::view view() const noexcept {
    return writable_ ? static_cast<memosaic::view>(writer_) : reader_;
  }
  [[nodiscard]] const memosaic::mutable_view& mutable_view() const {
    static_cast<void>(mutable_bytes());
    return writer_;
  }

  /// Gives the view up, if it is a read-only one.
  [[nodiscard]] memosaic::view&& take_reader() noexcept { return std::move(reader_); }

 private:
  memosaic::view reader_;
  memosaic::mutable_view writer_;
  bool writable_ = false;  // which of the two it is; the other is empty
};

}  // namespace memosaic::python
