#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstring>

#include "buffer/placement.hpp"
#include "buffer/storage.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/checked.hpp"

namespace memosaic {

/// An argument as it was before the operation began: itself, or a copy if it lies in memory that is about to change.
class stable_bytes {
 public:
  /// Errors: for an argument that lies in `changing`, `std::bad_alloc`, or `std::length_error` if no memory holds it.
  stable_bytes(bytes_view argument, bytes_view changing) : bytes_(argument) {
    if (!overlaps(argument, changing)) return;
    copy_ = storage(add_sizes(argument.size(), 0));
    std::memcpy(copy_.data(), argument.data(), argument.size());
    bytes_ = {copy_.data(), argument.size()};
  }
  stable_bytes(const stable_bytes&) = delete;
  stable_bytes& operator=(const stable_bytes&) = delete;

  [[nodiscard]] bytes_view bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return bytes_; }

 private:
  storage copy_;
  bytes_view bytes_;
};

}  // namespace memosaic
