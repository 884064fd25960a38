// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/array_view.hpp"

#include <string>

#include "memosaic/error.hpp"

namespace memosaic {

array_view::array_view(const packed_object& object)
    : item_size_(object.number<std::uint32_t>(4)),
      dimensions_(object.number<std::uint8_t>(1)),
      kind_(static_cast<array_item>(object.number<std::uint8_t>(0))) {
  const auto refuse = [&](const std::string& what) {
    object.cell().context().refuse(object.offset(), "array: " + what);
  };
  const std::size_t expected = kind_ == array_item::raw ? item_size_ : item_size_of(kind_);
  if (expected == 0 || expected != item_size_) {
    refuse("items of kind " + std::to_string(static_cast<unsigned>(kind_)) + " have no size of " +
           std::to_string(item_size_));
  }
  if (dimensions_ > nd_array::most_dimensions) refuse("more than 64 dimensions");
  shape_ = object.part(8, 8 * dimensions_).data();
  bool empty = false;
  for (std::size_t i = 0; i < dimensions_; ++i) empty = empty || extent(i) == 0;
  std::uint64_t size = empty ? 0 : item_size_;
  for (std::size_t i = 0; i < dimensions_ && !empty; ++i) {
    const auto product = checked_multiply(size, extent(i));
    if (!product) refuse("larger than 2^64 bytes");
    size = *product;
  }
  items_ = object.part(8 + 8 * dimensions_, size);
  byte_size_ = 8 + 8 * dimensions_ + items_.size();
}

std::uint64_t array_view::extent(std::size_t dimension) const {
  require_index(dimension, dimensions_);
  return load_unchecked<std::uint64_t>(shape_ + 8 * dimension, std::endian::little);
}

std::vector<std::uint64_t> array_view::shape() const {
  std::vector<std::uint64_t> result(dimensions_);
  for (std::size_t i = 0; i < dimensions_; ++i) result[i] = extent(i);
  return result;
}

std::vector<std::uint64_t> array_view::strides() const {
  std::vector<std::uint64_t> result(dimensions_);
  std::uint64_t stride = item_size_;
  for (std::size_t i = dimensions_; i-- > 0;) {
    result[i] = stride;
    stride *= extent(i);  // of an empty array it may wrap, and then leads nowhere
  }
  return result;
}

nd_array array_view::materialise() const {
  return {kind_, item_size_, shape(), std::vector<std::byte>(items_.begin(), items_.end())};
}

void array_view::refuse_kind() const {
  throw std::invalid_argument("items of the array are of kind " + std::to_string(static_cast<unsigned>(kind_)));
}

}  // namespace memosaic
