// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/slice.hpp"

#include <stdexcept>
#include <string>

namespace memosaic {
namespace {

/// Stands for memory that somebody else promised to keep. Whether it may be written, the slice over it knows.
class lent_memory final : public owner {
 public:
  lent_memory(std::byte* data, std::size_t size) noexcept : owner(data, size, true) {}
  [[nodiscard]] std::size_t footprint() const noexcept override { return 0; }
};

}  // namespace

slice::slice(const memosaic::view& source) : stop_(source.size_) {
  if (source.owner_ != nullptr) {
    owner_ = source.owner_;
    owner_->add_reference();
    start_ = static_cast<std::size_t>(source.data_ - owner_->data());
    stop_ = start_ + source.size_;
  } else {
    owner_ = new lent_memory(const_cast<std::byte*>(source.data_), source.size_);  // never written: see writable_
  }
}

slice::slice(const memosaic::mutable_view& source) : slice(static_cast<memosaic::view>(source)) { writable_ = true; }

memosaic::mutable_view slice::mutable_view() const {
  const auto now = mutable_bytes();
  if (owner_ == nullptr) return {};
  return memosaic::mutable_view(*owner_, now);
}

void slice::resize(std::size_t size, bytes_view pattern) const {
  if (!writable()) throw_read_only();
  if (owner_ == nullptr || stop_ != npos) {
    throw std::invalid_argument("a slice with a stop cannot change size; take one without, or resize its owner");
  }
  if (start_ > owner_->size()) {
    throw std::out_of_range("the slice begins at " + std::to_string(start_) + ", beyond the end of its owner at " +
                            std::to_string(owner_->size()));
  }
  owner_->resize(add_sizes(start_, size), pattern);
}

void slice::throw_read_only() const {
  throw std::invalid_argument(owner_->frozen() ? "frozen bytes cannot be written; copy them first"
                                               : "read-only bytes cannot be written; copy them first");
}

}  // namespace memosaic
