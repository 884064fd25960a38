// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/checked.hpp"

#include <stdexcept>
#include <string>

namespace memosaic {
namespace {

std::string range_text(std::uint64_t start, std::uint64_t stop) {
  return "[" + std::to_string(start) + ", " + std::to_string(stop) + ")";
}

}  // namespace

std::size_t add_sizes(std::size_t a, std::size_t b) {
  const auto sum = checked_add(a, b);
  if (!sum || *sum > static_cast<std::size_t>(PTRDIFF_MAX)) {
    throw std::length_error("a size of " + std::to_string(a) + " + " + std::to_string(b) + " bytes is too big");
  }
  return static_cast<std::size_t>(*sum);
}

std::size_t multiply_sizes(std::size_t a, std::size_t b) {
  const auto product = checked_multiply(a, b);
  if (!product || *product > static_cast<std::size_t>(PTRDIFF_MAX)) {
    throw std::length_error("a size of " + std::to_string(a) + " x " + std::to_string(b) + " bytes is too big");
  }
  return static_cast<std::size_t>(*product);
}

void throw_out_of_range(std::uint64_t start, std::uint64_t stop, std::uint64_t size) {
  throw std::out_of_range("range " + range_text(start, stop) + " is not inside [0, " + std::to_string(size) + ")");
}

void throw_index_out_of_range(std::uint64_t index, std::uint64_t size) {
  throw std::out_of_range("index " + std::to_string(index) + " is outside [0, " + std::to_string(size) + ")");
}

void throw_run_out_of_range(std::uint64_t offset, std::uint64_t length, std::uint64_t size) {
  throw std::out_of_range(std::to_string(length) + " bytes at offset " + std::to_string(offset) + " do not fit in " +
                          std::to_string(size));
}

}  // namespace memosaic
