// SPDX-License-Identifier: Apache-2.0
#include "memosaic/error.hpp"

namespace memosaic {
namespace {

std::string pinned_message(std::string_view operation, std::uint64_t pins) {
  std::string text(operation);
  text += " refused: ";
  text += std::to_string(pins);
  text += pins == 1 ? " view holds the buffer; release it first, or use a slice"
                    : " views hold the buffer; release them first, or use slices";
  return text;
}

std::string place_message(std::string_view path, std::uint64_t offset, std::string_view what) {
  std::string text(path);
  if (!text.empty()) text += ": ";
  text += what;
  text += " at offset ";
  text += std::to_string(offset);
  return text;
}

}  // namespace

buffer_pinned::buffer_pinned(std::string_view operation, std::uint64_t pins)
    : std::runtime_error(pinned_message(operation, pins)), pins_(pins) {}

format_error::format_error(std::string_view path, std::uint64_t offset, std::string_view what)
    : std::runtime_error(place_message(path, offset, what)), path_(path), offset_(offset) {}

format_error::format_error(const std::string& message, std::string_view path, std::uint64_t offset)
    : std::runtime_error(message), path_(path), offset_(offset) {}

file_changed::file_changed(std::string_view path, std::string_view what)
    : std::runtime_error(std::string(path).append(": ").append(what)), path_(path) {}

}  // namespace memosaic
