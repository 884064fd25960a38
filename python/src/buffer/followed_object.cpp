// SPDX-License-Identifier: Apache-2.0
#include "buffer/followed_object.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "memosaic/buffer/buffer.hpp"
#include "memosaic/error.hpp"

namespace memosaic::python {

followed_object* followed_object::of(PyObject* object) {
  Py_buffer held{};
  if (PyObject_GetBuffer(object, &held, PyBUF_SIMPLE) != 0) throw nb::python_error();
  const bool writable = held.readonly == 0;
  PyBuffer_Release(&held);
  return new followed_object(nb::borrow(object), writable);
}

followed_object::followed_object(nb::object object, bool writable) noexcept
    : owner(nullptr, 0, writable), object_(std::move(object)) {}

followed_object::~followed_object() {
  if (Py_IsInitialized() == 0) {
    static_cast<void>(object_.release());
    return;
  }
  const nb::gil_scoped_acquire locked;
  object_.reset();
}

void followed_object::hold() {
  if (PyObject_GetBuffer(object_.ptr(), &held_, writable() ? PyBUF_WRITABLE : PyBUF_SIMPLE) != 0) {
    throw nb::python_error();
  }
  set_bytes(static_cast<std::byte*>(held_.buf), static_cast<std::size_t>(held_.len));
}

void followed_object::open() {
  if (accesses_ == 0) hold();
  ++accesses_;
}

void followed_object::close() noexcept {
  if (--accesses_ != 0) return;
  set_bytes(nullptr, 0);
  if (held_.obj != nullptr) PyBuffer_Release(&held_);
}

void followed_object::resize(std::size_t size, bytes_view pattern) {
  if (accesses_ > 1) throw buffer_pinned("resize", accesses_ - 1);
  const auto old_size = this->size();
  if (size == old_size) return;
  const memosaic::buffer added(size > old_size ? size - old_size : 0, pattern);
  PyBuffer_Release(&held_);
  try {
    change_size(size, added.bytes());
  } catch (...) {
    hold();
    throw;
  }
  hold();
  if (this->size() != size) throw std::invalid_argument("the object did not take the size that it was asked to take");
  if (!added.empty()) std::copy(added.begin(), added.end(), data() + old_size);
}

void followed_object::change_size(std::size_t size, bytes_view added) {
  if (PyObject_HasAttrString(object_.ptr(), "resize") != 0) {
    object_.attr("resize")(size);
  } else if (!PyByteArray_Check(object_.ptr())) {
    throw std::invalid_argument("the bytes cannot change size: their object has no method resize(size)");
  } else if (added.empty()) {
    object_.attr("__delitem__")(nb::steal(PySlice_New(nb::int_(size).ptr(), nullptr, nullptr)));
  } else {
    object_.attr("extend")(nb::bytes(added.data(), added.size()));
  }
}

}  // namespace memosaic::python
