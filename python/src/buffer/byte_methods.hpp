#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <nanobind/nanobind.h>

#include "arguments.hpp"
#include "bytes/search.hpp"
#include "memosaic/bytes/bytes_view.hpp"

/// The methods that everything with its bytes in one run has: they take `self` by the buffer protocol, like the
/// functions of the same names, so that it stays in place while they work without the interpreter's lock.
namespace memosaic::python {

namespace nb = nanobind;

nb::bytes to_bytes(bytes_like self);
nb::list to_list(bytes_like self);
nb::str to_hex_text(bytes_like self, const char* separator, Py_ssize_t group);
nb::str html_of(bytes_like self);
nb::object arrow_schema(nb::handle self);
nb::tuple arrow_array(nb::handle self);
bool starts_with(bytes_like self, nb::object prefix, position start, position stop);
bool ends_with(bytes_like self, nb::object suffix, position start, position stop);

/// Writes `value` into one byte or over a range of the same size. Errors: ValueError with `refusal` for another size.
void assign_in_place(mutable_bytes_view target, const subscript& place, PyObject* value, const char* refusal);

template <typename Class>
void define_arrow(Class& scope) {
  using namespace nb::literals;
  scope.def("__arrow_c_schema__", &arrow_schema, nb::sig("def __arrow_c_schema__(self) -> object"),
            "The Arrow type of the items; bytes are uint8.");
  scope.def(
      "__arrow_c_array__", [](nb::handle self, nb::handle) { return arrow_array(self); },
      nb::sig("def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]"),
      "requested_schema"_a = nb::none(), "The items as an Arrow array, without a copy: pyarrow.array() takes it.");
}

template <typename Class>
void define_byte_methods(Class& scope) {
  using namespace nb::literals;
  const auto none = nb::none();
  define_search(scope);
  define_arrow(scope);
  scope.def("_repr_html_", &html_of, "How they begin, for notebooks: addresses, hexadecimal digits and text.");
  scope.def("tobytes", &to_bytes, "A copy as `bytes`.");
  scope.def("tolist", &to_list, nb::sig("def tolist(self) -> list[int]"), "The bytes as a list of numbers.");
  scope.def("hex", &to_hex_text, "separator"_a = "", "group"_a = 1,
            "Two digits for each byte, with `separator` after every `group` bytes but the last.");
  scope.def("startswith", &starts_with,
            nb::sig("def startswith(self, prefix: typing_extensions.Buffer | tuple[typing_extensions.Buffer, ...], "
                    "start: typing.SupportsIndex | None = None, stop: typing.SupportsIndex | None = None) -> bool"),
            "prefix"_a, "start"_a = none, "stop"_a = none,
            "Whether [start, stop) begins with `prefix`, or with one of a tuple of them.");
  scope.def("endswith", &ends_with,
            nb::sig("def endswith(self, suffix: typing_extensions.Buffer | tuple[typing_extensions.Buffer, ...], "
                    "start: typing.SupportsIndex | None = None, stop: typing.SupportsIndex | None = None) -> bool"),
            "suffix"_a, "start"_a = none, "stop"_a = none,
            "Whether [start, stop) ends with `suffix`, or with one of a tuple of them.");
}

}  // namespace memosaic::python
