// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/image_error.hpp"

#include <utility>

namespace memosaic {
namespace {

std::string message_of(std::string_view path, const image_problem& problem) {
  std::string text(path);
  if (problem.line != 0) {
    if (!text.empty()) text += ':';
    text.append(std::to_string(problem.line)).append(":").append(std::to_string(problem.column));
  }
  if (!text.empty()) text += ": ";
  text += problem.reason;
  if (problem.line == 0) text.append(" at offset ").append(std::to_string(problem.offset));
  if (!problem.record.empty()) text.append(": ").append(problem.record);
  return text;
}

}  // namespace

image_error::image_error(std::string_view path, image_problem problem)
    : format_error(message_of(path, problem), path, problem.offset), problem_(std::move(problem)) {}

}  // namespace memosaic
