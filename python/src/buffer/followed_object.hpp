#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <nanobind/nanobind.h>

#include "memosaic/buffer/owner.hpp"

namespace memosaic::python {

namespace nb = nanobind;

/// A Python object whose bytes are looked up anew at every access: between two accesses it may move and change its
/// size, as a bytearray does. What slices, arrays and streams over such objects refer to.
///
/// Threads: used with the interpreter's lock. An access that works without it holds the object in place meanwhile.
class followed_object final : public owner {
 public:
  /// Errors: what the object says if it does not give its bytes in one run.
  [[nodiscard]] static followed_object* of(PyObject* object);

  [[nodiscard]] PyObject* object() const noexcept { return object_.ptr(); }

  /// By its method `resize(size)`, or as a bytearray changes size.
  /// Errors: ValueError if it has neither way; BufferError while another access works on it.
  void resize(std::size_t size, bytes_view pattern) override;

  /// As long as one of these lives, the owner shows the bytes that are there now.
  class access {
   public:
    /// Null: an owner of ours, which is always as it shows.
    explicit access(followed_object* object) : object_(object) {
      if (object_ != nullptr) object_->open();
    }
    access(const access&) = delete;
    access& operator=(const access&) = delete;
    ~access() {
      if (object_ != nullptr) object_->close();
    }

   private:
    followed_object* object_;
  };

  /// What `slice`, `array` and `memory_stream` hold, if it is one of these.
  [[nodiscard]] static followed_object* among(owner* keeper) noexcept { return dynamic_cast<followed_object*>(keeper); }

 private:
  followed_object(nb::object object, bool writable) noexcept;
  ~followed_object() override;

  void open();
  void close() noexcept;
  void hold();
  void change_size(std::size_t size, bytes_view pattern);

  nb::object object_;
  Py_buffer held_{};
  std::size_t accesses_ = 0;
};

}  // namespace memosaic::python
