// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/memory_stream.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "arguments.hpp"
#include "bindings.hpp"
#include "buffer/classes.hpp"
#include "buffer/place.hpp"
#include "memosaic/bytes/copy.hpp"
#include "work.hpp"

/// What `memosaic.MemoryIO` is made of: io.BufferedIOBase needs a class of Python.
namespace memosaic::python {
namespace {

/// `memosaic._core.MemoryStream`.
struct stream_object {
  memory_stream stream;
  place at;  // what it lies over
};

std::size_t count_of(Py_ssize_t most) noexcept { return most < 0 ? npos : static_cast<std::size_t>(most); }

nb::bytes copied_part(bytes_view part) {
  copy_counter::add(part.size());
  return nb::bytes(part.data(), part.size());
}

/// A View of what is next: of ours as the stream gives it, of a foreign object by holding that.
nb::object view_of_next(stream_object& self, std::size_t most) {
  if (self.at.foreign == nullptr) return view_of(pinned_bytes(self.stream.read(most)));
  std::size_t start = 0;
  std::size_t count = 0;
  {
    const followed_object::access open(self.at.foreign);
    start = self.at.where.start() + self.stream.tell();
    count = self.stream.read(most).size();
  }
  const auto whole = pinned_bytes::of(self.at.foreign->object(), true);
  start = std::min(start, whole.size());
  return view_of(whole.sub(start, start + count));
}

seek_from whence_of(int whence) {
  if (whence < 0 || whence > 2) throw std::invalid_argument("whence must be 0, 1 or 2");
  return whence == 0 ? seek_from::start : whence == 1 ? seek_from::current : seek_from::end;
}

}  // namespace

void bind_stream(nb::module_& module) {
  using namespace nb::literals;
  nb::class_<stream_object> stream(module, "MemoryStream", "What a MemoryIO is made of.");
  stream.def(
      "__init__",
      [](stream_object* self, nb::object buffer) {
        if (buffer.is_none()) {
          memosaic::buffer own;
          const auto where = own.slice();
          new (self) stream_object{memory_stream(where), {where, nb::none(), nullptr, 0}};
          return;
        }
        auto at = place::of(std::move(buffer), {}, {});
        memory_stream made(at.where);
        new (self) stream_object{std::move(made), std::move(at)};
      },
      nb::sig("def __init__(self, buffer: typing_extensions.Buffer | None = None) -> None"), "buffer"_a = nb::none());
  stream.def(
      "read",
      [](stream_object& self, Py_ssize_t most) {
        const followed_object::access open(self.at.foreign);
        return copied_part(self.stream.read(count_of(most)).bytes());
      },
      "most"_a = -1);
  stream.def(
      "view", [](stream_object& self, Py_ssize_t most) { return view_of_next(self, count_of(most)); },
      nb::sig("def view(self, most: int = -1) -> View"), "most"_a = -1);
  stream.def(
      "readline",
      [](stream_object& self, Py_ssize_t most) {
        const followed_object::access open(self.at.foreign);
        return copied_part(self.stream.readline(count_of(most)).bytes());
      },
      "most"_a = -1);
  stream.def(
      "readinto",
      [](stream_object& self, writable_bytes_like target) {
        const writable_bytes bytes(target);
        const followed_object::access open(self.at.foreign);
        const auto count = self.stream.read_into(bytes.bytes());
        copy_counter::add(count);
        return count;
      },
      "target"_a);
  stream.def(
      "write",
      [](stream_object& self, nb::handle source) {
        if (source.ptr() == self.at.base.ptr()) throw nb::value_error("a MemoryIO does not write its own buffer");
        const readable_bytes bytes(bytes_like{source.ptr()});
        const followed_object::access open(self.at.foreign);
        self.stream.write(bytes.bytes());
        copy_counter::add(bytes.size());
        return bytes.size();
      },
      nb::sig("def write(self, source: typing_extensions.Buffer) -> int"), "source"_a);
  stream.def(
      "seek",
      [](stream_object& self, std::int64_t distance, int whence) {
        const followed_object::access open(self.at.foreign);
        try {
          return self.stream.seek(distance, whence_of(whence));
        } catch (const std::out_of_range& outside) {
          throw nb::value_error(outside.what());
        }
      },
      "distance"_a, "whence"_a = 0);
  stream.def("tell", [](const stream_object& self) { return self.stream.tell(); });
  stream.def(
      "truncate",
      [](stream_object& self, Py_ssize_t size) {
        const followed_object::access open(self.at.foreign);
        self.stream.truncate(size_of(size, "the size"));
        return static_cast<std::size_t>(size);
      },
      "size"_a);
  stream.def("size", [](const stream_object& self) {
    const followed_object::access open(self.at.foreign);
    return self.stream.size();
  });
  stream.def(
      "slice", [](const stream_object& self) { return slice_of(self.at); }, nb::sig("def slice(self) -> Slice"));
  stream.def("writable", [](const stream_object& self) { return self.at.where.writable(); });
}

}  // namespace memosaic::python
