// SPDX-License-Identifier: Apache-2.0
#include "buffer/place.hpp"

#include <bit>
#include <memory>
#include <string>
#include <utility>

#include "buffer/classes.hpp"
#include "memosaic/buffer/mutable_view.hpp"
#include "memosaic/buffer/view.hpp"

namespace memosaic::python {
namespace {

/// What an export keeps until it ends.
struct export_record {
  memosaic::view reader;          // ours: pins them
  memosaic::mutable_view writer;  // ours and writable: pins them as such
  Py_buffer held{};               // foreign: holds them
  std::string format;
  Py_ssize_t shape = 0;
  Py_ssize_t stride = 1;
};

/// The whole of an object as a slice without a stop.
place whole(nb::object object) {
  auto* const pointer = object.ptr();
  if (PyObject_TypeCheck(pointer, slice_type())) return object_of<slice_object>(pointer).at;
  if (PyObject_TypeCheck(pointer, buffer_type())) {
    auto where = object_of<buffer_object>(pointer).open().slice();
    return {std::move(where), std::move(object), nullptr, 0};
  }
  if (PyObject_TypeCheck(pointer, view_type())) {
    const auto& bytes = pinned_by(object_of<view_object>(pointer));
    auto where = bytes.writable() ? memosaic::slice(bytes.mutable_view()) : memosaic::slice(bytes.view());
    const auto base_start = where.start();
    return {std::move(where), std::move(object), nullptr, base_start};
  }
  auto* const followed = followed_object::of(pointer);
  memosaic::slice where(*followed);
  followed->drop_reference();
  return {std::move(where), std::move(object), followed, 0};
}

std::string native_format(const char* item_format) {
  // This machine's own order and sizes have no prefix: then memoryview and numpy take the items as they are.
  std::string format = item_format;
  const char order = format.front();
  if (order == '@') return format.substr(1);
  const bool little = std::endian::native == std::endian::little;
  if (order != '=' && order != (little ? '<' : '>') && !(order == '!' && !little)) return format;
  format.erase(0, 1);
  if (format == "l") return "i";
  if (format == "L") return "I";
  return format;
}

}  // namespace

place place::of(nb::object object, position start, position stop) {
  const auto all = whole(std::move(object));
  const followed_object::access open(all.foreign);
  const auto size = all.where.size();
  return all.sub(start.in(size, 0), stop.in(size, npos));
}

int place::export_to(PyObject* self, Py_buffer* target, int flags, const char* item_format,
                     std::size_t item_size) const {
  auto record = std::make_unique<export_record>();
  bytes_view bytes;
  const bool writable = where.writable();
  if (foreign != nullptr) {
    const followed_object::access open(foreign);
    if (PyObject_GetBuffer(foreign->object(), &record->held, writable ? PyBUF_WRITABLE : PyBUF_SIMPLE) != 0) return -1;
    bytes = where.bytes();
  } else if (writable) {
    record->writer = where.mutable_view();
    bytes = record->writer.bytes();
  } else {
    record->reader = where.view();
    bytes = record->reader.bytes();
  }
  bytes = bytes.first(bytes.size() - bytes.size() % item_size);
  if (export_bytes(self, target, flags, bytes, writable) != 0) {
    if (record->held.obj != nullptr) PyBuffer_Release(&record->held);
    return -1;
  }
  if (item_format != nullptr) {
    record->format = native_format(item_format);
    record->stride = static_cast<Py_ssize_t>(item_size);
    record->shape = target->len / record->stride;
    target->itemsize = record->stride;
    if ((flags & PyBUF_FORMAT) != 0) target->format = record->format.data();
    if ((flags & PyBUF_ND) != 0) target->shape = &record->shape;
    if ((flags & PyBUF_STRIDES) == PyBUF_STRIDES) target->strides = &record->stride;
  }
  target->internal = record.release();
  return 0;
}

void place::end_export(Py_buffer* target) noexcept {
  const std::unique_ptr<export_record> record(static_cast<export_record*>(target->internal));
  if (record->held.obj != nullptr) PyBuffer_Release(&record->held);
}

}  // namespace memosaic::python
