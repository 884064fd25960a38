#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// Up to `Capacity` bytes in place: the member of a struct that is stored within its record.
///
/// Errors: `std::length_error` for more bytes than it has room for.
template <std::size_t Capacity>
class fixed_bytes {
 public:
  static_assert(Capacity >= 1 && Capacity <= 65535);

  fixed_bytes() noexcept = default;
  fixed_bytes(bytes_view bytes) : size_(bytes.size()) {
    if (size_ > Capacity)
      throw std::length_error(std::to_string(size_) + " bytes do not fit " + std::to_string(Capacity));
    if (size_ != 0) std::memcpy(bytes_.data(), bytes.data(), size_);
  }

  [[nodiscard]] bytes_view bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return {bytes_.data(), size_}; }

  friend bool operator==(const fixed_bytes&, const fixed_bytes&) = default;

 private:
  std::array<std::byte, Capacity> bytes_{};  ///< zeros behind the size
  std::size_t size_ = 0;
};

/// The same of text, which is UTF-8 when it is packed; `Capacity` counts bytes.
template <std::size_t Capacity>
class fixed_text {
 public:
  fixed_text() noexcept = default;
  fixed_text(std::string_view text) : bytes_(bytes_of(text)) {}
  fixed_text(const char* text) : fixed_text(std::string_view(text)) {}
  fixed_text(const std::string& text) : fixed_text(std::string_view(text)) {}

  [[nodiscard]] std::string_view text() const noexcept MEMOSAIC_LIFETIMEBOUND { return text_of(bytes_.bytes()); }

  friend bool operator==(const fixed_text&, const fixed_text&) = default;

 private:
  fixed_bytes<Capacity> bytes_;
};

}  // namespace memosaic
