#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "memosaic/buffer/view.hpp"
#include "memosaic/sparse/contents.hpp"

namespace memosaic::testing {

/// A text as the bytes of a file. The text is borrowed: literals live long enough, other strings have to.
inline view file_of(std::string_view text) { return view(bytes_of(text), unowned); }

/// Keeps what is sent to it, and how it came.
class text_sink final : public content_sink {
 public:
  void take(bytes_view part) override {
    text.append(text_of(part));
    longest = std::max(longest, part.size());
    ++parts;
  }

  std::string text;
  std::size_t parts = 0;
  std::size_t longest = 0;
};

}  // namespace memosaic::testing
