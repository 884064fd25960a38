// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/import_error.hpp"

namespace memosaic {
namespace {

std::string message_of(std::string_view path, const import_place& place, std::string_view what,
                       std::string_view remedy) {
  std::string text(path);
  text += path.empty() ? "line " : ":";
  text += std::to_string(place.line) + (path.empty() ? ", column " : ":") + std::to_string(place.column) + ": ";
  text += what;
  if (!remedy.empty()) text.append("; ").append(remedy);
  return text;
}

}  // namespace

import_error::import_error(std::string_view path, const import_place& place, std::string_view what,
                           std::string_view remedy)
    : format_error(message_of(path, place, what, remedy), path, place.offset), place_(place), remedy_(remedy) {}

}  // namespace memosaic
