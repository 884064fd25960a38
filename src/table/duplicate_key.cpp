// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/duplicate_key.hpp"

namespace memosaic {

duplicate_key::duplicate_key(const std::string& key, std::uint64_t before, std::uint64_t again)
    : std::invalid_argument("record " + std::to_string(again) + ": its key " + key + " is that of record " +
                            std::to_string(before) +
                            ": leave one of them out, or choose what becomes of duplicates: first, last or multi"),
      key_(key),
      before_(before),
      again_(again) {}

}  // namespace memosaic
