// SPDX-License-Identifier: Apache-2.0
#include "buffer/byte_methods.hpp"

#include <algorithm>
#include <string>

#include "buffer/classes.hpp"
#include "memosaic/bytes/compare.hpp"
#include "memosaic/bytes/copy.hpp"
#include "memosaic/bytes/find.hpp"
#include "memosaic/bytes/hex.hpp"
#include "work.hpp"

namespace memosaic::python {
namespace {

/// Calls `matches` for a part, or for each of a tuple of parts, until it is true.
template <typename Matches>
bool any_part(const nb::object& parts, Matches&& matches) {
  if (!PyTuple_Check(parts.ptr())) {
    const readable_bytes part(bytes_like{parts.ptr()});
    return matches(part.bytes());
  }
  for (const nb::handle each : nb::borrow<nb::tuple>(parts)) {
    const readable_bytes part(bytes_like{each.ptr()});
    if (matches(part.bytes())) return true;
  }
  return false;
}

/// `[start, stop)` of them, as slice notation has it; nothing for a start beyond the end.
bool part_of(bytes_view bytes, position start, position stop, bytes_view& part) {
  const auto first = start.in(bytes.size(), 0);
  const auto last = std::min(stop.in(bytes.size(), bytes.size()), bytes.size());
  if (first > last) return false;
  part = bytes.subspan(first, last - first);
  return true;
}

}  // namespace

nb::bytes to_bytes(bytes_like self) {
  const readable_bytes bytes(self);
  return copied(bytes.bytes());
}

nb::list to_list(bytes_like self) {
  const readable_bytes bytes(self);
  auto list = nb::steal<nb::list>(PyList_New(static_cast<Py_ssize_t>(bytes.size())));
  if (!list.is_valid()) throw nb::python_error();
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    PyList_SetItem(list.ptr(), static_cast<Py_ssize_t>(at), PyLong_FromLong(static_cast<long>(bytes.bytes()[at])));
  }
  return list;
}

nb::str to_hex_text(bytes_like self, const char* separator, Py_ssize_t group) {
  const readable_bytes bytes(self);
  const hex_format format{false, size_of(group, "group"), separator};
  const auto text = unlocked(bytes.size(), [&] { return to_hex(bytes.bytes(), format); });
  return nb::str(text.data(), text.size());
}

nb::str html_of(bytes_like self) {
  constexpr std::size_t row_size = 16;
  constexpr std::size_t shown_at_most = 16 * row_size;
  const readable_bytes bytes(self);
  const auto shown = bytes.bytes().first(std::min(bytes.size(), shown_at_most));
  std::string html = "<pre>";
  for (std::size_t at = 0; at < shown.size(); at += row_size) {
    const auto row = shown.subspan(at, std::min(row_size, shown.size() - at));
    std::string address = std::to_string(at);
    html.append(8 - std::min<std::size_t>(8, address.size()), ' ').append(address).append("  ");
    const auto digits = to_hex(row, {.group = 1, .separator = " "});
    html.append(digits).append(3 * row_size - digits.size() + 1, ' ');
    for (const auto byte : row) {
      const char letter = static_cast<char>(byte);
      if (letter == '<') {
        html += "&lt;";
      } else if (letter == '&') {
        html += "&amp;";
      } else {
        html += letter >= ' ' && letter <= '~' ? letter : '.';
      }
    }
    html += '\n';
  }
  if (shown.size() < bytes.size()) html += "... of " + std::to_string(bytes.size()) + " bytes\n";
  html += "</pre>";
  return nb::str(html.data(), html.size());
}

bool starts_with(bytes_like self, nb::object prefix, position start, position stop) {
  const readable_bytes bytes(self);
  bytes_view part;
  const bool inside = part_of(bytes.bytes(), start, stop, part);
  return any_part(prefix, [&](bytes_view wanted) {
    return inside && wanted.size() <= part.size() && equal(part.first(wanted.size()), wanted);
  });
}

bool ends_with(bytes_like self, nb::object suffix, position start, position stop) {
  const readable_bytes bytes(self);
  bytes_view part;
  const bool inside = part_of(bytes.bytes(), start, stop, part);
  return any_part(suffix, [&](bytes_view wanted) {
    return inside && wanted.size() <= part.size() && equal(part.last(wanted.size()), wanted);
  });
}

void assign_in_place(mutable_bytes_view target, const subscript& place, PyObject* value, const char* refusal) {
  if (place.single) {
    target[place.start] = byte_of(value);
    return;
  }
  const readable_bytes source(bytes_like{value});
  const auto size = place.stop - place.start;
  if (source.size() != size) {
    const auto message = std::string(refusal) + ": " + std::to_string(source.size()) +
                         " bytes do not fit the place of " + std::to_string(size);
    throw nb::value_error(message.c_str());
  }
  copy_to(source.bytes(), target, place.start);
  copy_counter::add(size);
}

int export_bytes(PyObject* self, Py_buffer* target, int flags, bytes_view bytes, bool writable) noexcept {
  static std::byte nothing{};  // an address for runs that have none
  auto* const data = bytes.data() == nullptr ? &nothing : const_cast<std::byte*>(bytes.data());
  return PyBuffer_FillInfo(target, self, data, static_cast<Py_ssize_t>(bytes.size()), writable ? 0 : 1, flags);
}

PyObject* compare_bytes(PyObject* self, PyObject* other, int relation) {
  if (PyObject_CheckBuffer(other) == 0) return Py_NewRef(Py_NotImplemented);
  const readable_bytes first(bytes_like{self});
  const readable_bytes second(bytes_like{other});
  const auto bytes = first.bytes();
  bool result = false;
  if (relation == Py_EQ || relation == Py_NE) {
    const bool same =
        bytes.size() == second.size() && unlocked(bytes.size(), [&] { return memosaic::equal(bytes, second.bytes()); });
    result = same == (relation == Py_EQ);
  } else {
    const auto order = unlocked(bytes.size(), [&] { return memosaic::compare(bytes, second.bytes()); });
    switch (relation) {
      case Py_LT:
        result = order < 0;
        break;
      case Py_LE:
        result = order <= 0;
        break;
      case Py_GT:
        result = order > 0;
        break;
      default:
        result = order >= 0;
        break;
    }
  }
  return Py_NewRef(result ? Py_True : Py_False);
}

int contains_bytes(PyObject* self, PyObject* needle) {
  const readable_bytes bytes(bytes_like{self});
  const needle_bytes wanted(bytes_like_or_byte{needle});
  return first_in_pieces(bytes.bytes(), wanted.bytes(), {}) == npos ? 0 : 1;
}

nb::str shown_bytes(nb::handle self, bytes_view bytes, const char* state) {
  constexpr std::size_t shown_at_most = 64;
  constexpr std::size_t shown_of_more = 24;
  const bool all = bytes.size() <= shown_at_most;
  const auto part = bytes.first(all ? bytes.size() : shown_of_more);
  std::string text = nb::str(self.type().attr("__name__")).c_str();
  text += '(';
  text += nb::repr(nb::bytes(part.data(), part.size())).c_str();
  if (!all) text += "..., " + std::to_string(bytes.size()) + " bytes";
  text += state;
  text += ')';
  return nb::str(text.data(), text.size());
}

}  // namespace memosaic::python
