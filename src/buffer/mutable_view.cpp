// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/mutable_view.hpp"

#include <stdexcept>

#include "buffer/placement.hpp"

namespace memosaic {
namespace {

owner* require_writable(owner& source) {
  if (!source.writable()) {
    throw std::invalid_argument(source.frozen() ? "frozen bytes cannot be written; copy them first"
                                                : "read-only bytes cannot be written; copy them first");
  }
  return &source;
}

}  // namespace

mutable_view::mutable_view(owner& source) : mutable_view(require_writable(source), source.data(), source.size()) {}

mutable_view::mutable_view(owner& source, mutable_bytes_view bytes)
    : mutable_view(require_writable(source), bytes.data(),
                   (require_inside(bytes, {source.data(), source.size()}), bytes.size())) {}

}  // namespace memosaic
