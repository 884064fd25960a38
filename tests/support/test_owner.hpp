#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <atomic>
#include <cstddef>
#include <string_view>
#include <vector>

#include "memosaic/buffer/owner.hpp"
#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// An owner outside the library: bytes in a vector, and a count of those alive, so that a test sees who frees it when.
class test_owner final : public owner {
 public:
  explicit test_owner(std::string_view text, bool writable = true) : test_owner(bytes_of(text), writable) {}
  explicit test_owner(bytes_view bytes, bool writable = true)
      : owner(nullptr, 0, writable), bytes_(bytes.begin(), bytes.end()) {
    set_bytes(bytes_.data(), bytes_.size());
    ++alive;
  }

  inline static std::atomic<int> alive = 0;

 private:
  ~test_owner() override { --alive; }

  std::vector<std::byte> bytes_;
};

/// The text of any bytes, for comparing with what is expected.
inline std::string_view text(bytes_view bytes) { return text_of(bytes); }

}  // namespace memosaic
