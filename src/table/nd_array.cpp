// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/nd_array.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>

#include "memosaic/bytes/checked.hpp"

namespace memosaic {
namespace {

/// Bytes of all items, or nothing if that does not fit 64 bits; 0 if any dimension is 0, however big the others are.
std::optional<std::uint64_t> size_of(std::span<const std::uint64_t> shape, std::uint64_t item_size) {
  if (std::find(shape.begin(), shape.end(), 0U) != shape.end()) return 0;
  std::optional<std::uint64_t> size = item_size;
  for (const std::uint64_t extent : shape) {
    if (size) size = checked_multiply(*size, extent);
  }
  return size;
}

void require_shape(array_item kind, std::size_t item_size, std::span<const std::uint64_t> shape) {
  if (shape.size() > nd_array::most_dimensions) {
    throw std::invalid_argument("an array has at most 64 dimensions: found " + std::to_string(shape.size()));
  }
  const std::size_t expected = kind == array_item::raw ? item_size : item_size_of(kind);
  if (expected == 0 || expected != item_size || item_size > 0xFFFFFFFFU) {
    throw std::invalid_argument("items of kind " + std::to_string(static_cast<unsigned>(kind)) + " have no size of " +
                                std::to_string(item_size));
  }
}

}  // namespace

std::size_t item_size_of(array_item kind) noexcept {
  switch (kind) {
    case array_item::boolean:
    case array_item::int8:
    case array_item::uint8:
      return 1;
    case array_item::int16:
    case array_item::uint16:
    case array_item::float16:
      return 2;
    case array_item::int32:
    case array_item::uint32:
    case array_item::float32:
      return 4;
    case array_item::int64:
    case array_item::uint64:
    case array_item::float64:
    case array_item::complex64:
      return 8;
    case array_item::complex128:
      return 16;
    default:
      return 0;
  }
}

nd_array::nd_array(array_item kind, std::size_t item_size, std::vector<std::uint64_t> shape,
                   std::vector<std::byte> items)
    : kind_(kind), item_size_(item_size), shape_(std::move(shape)), items_(std::move(items)) {
  require_shape(kind, item_size, shape_);
  const auto size = size_of(shape_, item_size);
  if (!size || *size != items_.size()) {
    throw std::invalid_argument("the shape of an array asks for " + (size ? std::to_string(*size) : "2^64 or more") +
                                " bytes: found " + std::to_string(items_.size()));
  }
}

nd_array nd_array::gather(bytes_view bytes, std::size_t start, array_item kind, std::size_t item_size,
                          std::vector<std::uint64_t> shape, std::span<const std::int64_t> strides) {
  require_shape(kind, item_size, shape);
  if (strides.size() != shape.size()) {
    throw std::invalid_argument("an array of " + std::to_string(shape.size()) + " dimensions: found " +
                                std::to_string(strides.size()) + " strides");
  }
  const auto size = size_of(shape, item_size);
  if (!size || *size > std::vector<std::byte>().max_size()) throw std::length_error("the array is too big for memory");
  std::vector<std::byte> items;
  items.reserve(static_cast<std::size_t>(*size));
  std::vector<std::uint64_t> index(shape.size(), 0);
  auto at = static_cast<std::int64_t>(start);
  while (items.size() < *size) {
    const auto place = static_cast<std::uint64_t>(at);  // what is negative becomes too big
    require_run(place, item_size, bytes.size());
    const auto item = bytes.subspan(static_cast<std::size_t>(place), item_size);
    items.insert(items.end(), item.begin(), item.end());
    for (std::size_t dimension = shape.size(); dimension-- > 0;) {
      if (__builtin_add_overflow(at, strides[dimension], &at)) throw_run_out_of_range(start, item_size, bytes.size());
      if (++index[dimension] < shape[dimension]) break;
      index[dimension] = 0;
      // Every place up to here was inside, so going back along the same way cannot leave 64 bits.
      at -= strides[dimension] * static_cast<std::int64_t>(shape[dimension]);
    }
  }
  return {kind, item_size, std::move(shape), std::move(items)};
}

}  // namespace memosaic
