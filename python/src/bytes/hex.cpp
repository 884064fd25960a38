// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/hex.hpp"

#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>

#include <string>
#include <string_view>

#include "arguments.hpp"
#include "bindings.hpp"
#include "work.hpp"

namespace memosaic::python {
namespace {

std::string to_hex(bytes_like argument, std::string_view separator, Py_ssize_t group, bool upper) {
  const readable_bytes bytes(argument);
  const hex_format format{upper, size_of(group, "group"), separator};
  return unlocked(bytes.size(), [&] { return memosaic::to_hex(bytes.bytes(), format); });
}

nb::bytes from_hex(std::string_view text, bool skip_spaces) {
  const auto spaces = skip_spaces ? hex_spaces::skipped : hex_spaces::refused;
  const auto bytes = unlocked(text.size(), [&] { return memosaic::from_hex(text, spaces); });
  return nb::bytes(bytes.data(), bytes.size());
}

}  // namespace

void bind_hex(nb::module_& module) {
  using namespace nb::literals;
  module.def("to_hex", &to_hex, "bytes"_a, "separator"_a = "", "group"_a = 1, nb::kw_only(), "upper"_a = false,
             "Two digits for each byte, with `separator` after every `group` bytes but the last.");
  module.def("from_hex", &from_hex, "text"_a, nb::kw_only(), "skip_spaces"_a = false,
             "The bytes that `text` writes as pairs of digits, of either case.\n\n"
             "FormatError, with the offset in `text`, for what is no digit or half a byte. With `skip_spaces`, white\n"
             "space may stand between bytes.");
}

}  // namespace memosaic::python
