#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <nanobind/nanobind.h>

#include <cstddef>
#include <optional>

#include "memosaic/bytes/bytes_view.hpp"

/// How arguments come in: bytes of any object with the buffer protocol, and positions as slice notation counts them.
namespace memosaic::python {

namespace nb = nanobind;

/// A parameter that any object with the buffer protocol may be given for; `readable_bytes` opens it.
struct bytes_like {
  PyObject* object = nullptr;
};

/// The same for an object whose bytes are written; `writable_bytes` opens it.
struct writable_bytes_like {
  PyObject* object = nullptr;
};

/// The same, or an `int` that stands for one byte, as `bytes.find` takes them; `needle_bytes` opens it.
struct bytes_like_or_byte {
  PyObject* object = nullptr;
};

/// A position in slice notation, or None.
struct position {
  bool given = false;
  Py_ssize_t value = 0;

  /// As slice notation counts: negative from the end, never below 0; `otherwise` for None.
  [[nodiscard]] std::size_t in(std::size_t size, std::size_t otherwise) const noexcept;
};

/// The bytes of an argument, held for the length of a call: the object cannot change their size meanwhile.
///
/// They must lie in one run. Errors: TypeError, for `str` as Python says it: "a bytes-like object is required, not
/// 'str'"; what the object itself says if it does not give its bytes.
class readable_bytes {
 public:
  explicit readable_bytes(bytes_like argument);
  readable_bytes(const readable_bytes&) = delete;
  readable_bytes& operator=(const readable_bytes&) = delete;
  ~readable_bytes() {
    if (held_.obj != nullptr) PyBuffer_Release(&held_);
  }

  [[nodiscard]] bytes_view bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }

 private:
  friend class needle_bytes;
  readable_bytes() = default;
  void open(PyObject* object);

  bytes_view bytes_;
  Py_buffer held_{};  // not used for `bytes`, which the caller's reference keeps in place
};

/// The same to write. Errors: TypeError for what is read-only: "a writable bytes-like object is required, not 'bytes'".
class writable_bytes {
 public:
  explicit writable_bytes(writable_bytes_like argument);
  writable_bytes(const writable_bytes&) = delete;
  writable_bytes& operator=(const writable_bytes&) = delete;
  ~writable_bytes() { PyBuffer_Release(&held_); }

  [[nodiscard]] mutable_bytes_view bytes() const noexcept {
    return {static_cast<std::byte*>(held_.buf), static_cast<std::size_t>(held_.len)};
  }
  [[nodiscard]] std::size_t size() const noexcept { return bytes().size(); }

 private:
  Py_buffer held_{};
};

/// Bytes, or the one byte that an `int` stands for. Errors: as above; ValueError for an int that is no byte.
class needle_bytes {
 public:
  explicit needle_bytes(bytes_like_or_byte argument);

  [[nodiscard]] bytes_view bytes() const noexcept { return single_ ? bytes_view(&byte_, 1) : held_.bytes(); }

 private:
  bool single_ = false;
  std::byte byte_{};
  readable_bytes held_;
};

/// A byte from an int. Errors: TypeError, ValueError: "a byte must be in range(0, 256)".
[[nodiscard]] std::byte byte_of(PyObject* number);

/// What stands between the brackets of `object[...]`, resolved against a size.
struct subscript {
  bool single = false;    ///< one index, `start`; else `[start, stop)`
  std::size_t start = 0;  ///< an index lies inside; a range is clamped
  std::size_t stop = 0;
};

/// Errors: IndexError for an index outside; TypeError for what is no index; ValueError for a step, naming the remedy.
[[nodiscard]] subscript subscript_of(PyObject* key, std::size_t size);

/// `number` as an index into `size` items, negative ones from the end. Errors: IndexError.
[[nodiscard]] std::size_t index_of(Py_ssize_t number, std::size_t size);

/// How many times something is repeated: a negative number counts as 0, as Python's sequences have it.
[[nodiscard]] std::size_t times_of(PyObject* number);

/// A size or count that is not negative. Errors: ValueError, naming it.
[[nodiscard]] std::size_t size_of(Py_ssize_t number, const char* name);

}  // namespace memosaic::python

namespace nanobind::detail {

/// These take any object: whether it has bytes is found out when it is opened, and said in Python's own words.
template <>
struct type_caster<memosaic::python::bytes_like> {
  NB_TYPE_CASTER(memosaic::python::bytes_like, const_name("typing_extensions.Buffer"))
  bool from_python(handle source, std::uint32_t, cleanup_list*) noexcept {
    value.object = source.ptr();
    return true;
  }
};

template <>
struct type_caster<memosaic::python::writable_bytes_like> {
  NB_TYPE_CASTER(memosaic::python::writable_bytes_like, const_name("typing_extensions.Buffer"))
  bool from_python(handle source, std::uint32_t, cleanup_list*) noexcept {
    value.object = source.ptr();
    return true;
  }
};

template <>
struct type_caster<memosaic::python::bytes_like_or_byte> {
  NB_TYPE_CASTER(memosaic::python::bytes_like_or_byte, const_name("typing_extensions.Buffer | int"))
  bool from_python(handle source, std::uint32_t, cleanup_list*) noexcept {
    value.object = source.ptr();
    return true;
  }
};

template <>
struct type_caster<memosaic::python::position> {
  NB_TYPE_CASTER(memosaic::python::position, const_name("typing.SupportsIndex"))
  bool from_python(handle source, std::uint32_t, cleanup_list*) noexcept {
    value = {};
    if (source.is_none()) return true;
    value.value = PyNumber_AsSsize_t(source.ptr(), nullptr);  // beyond the range of sizes it clamps, as slices do
    value.given = true;
    if (value.value == -1 && PyErr_Occurred() != nullptr) {
      PyErr_Clear();
      return false;
    }
    return true;
  }
};

}  // namespace nanobind::detail
