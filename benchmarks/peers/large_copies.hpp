#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::bench {

/// Another way to copy a large run than memcpy, where the processor has it: what memcpy could have chosen.
struct large_copy {
  std::string name;
  void (*copy)(bytes_view source, mutable_bytes_view target);
};

/// `rep movsb` and non-temporal stores; empty on processors without them. Sizes are multiples of 64, targets aligned.
[[nodiscard]] std::vector<large_copy> large_copies();

}  // namespace memosaic::bench
