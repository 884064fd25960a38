#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

#include "memosaic/table/value_kind.hpp"

namespace memosaic {

namespace table_core {
class shared_objects;
}

/// An object that was put into an `object_pool`: what a `value` of the kind `pooled` holds in place of the object.
///
/// It has 16 bytes whatever the object has, and says only where that is: it can be packed by the builder whose pool it
/// is, and not read.
class pooled_object {
 public:
  /// Of the object.
  [[nodiscard]] value_kind kind() const noexcept { return kind_; }

  friend bool operator==(const pooled_object&, const pooled_object&) = default;

 private:
  friend class table_core::shared_objects;
  pooled_object(std::uint64_t reference, std::uint32_t pool, std::uint16_t type, value_kind kind) noexcept
      : reference_(reference), pool_(pool), type_(type), kind_(kind) {}

  std::uint64_t reference_;  ///< as in the format: place / 8 + 1; 0 for what is empty
  std::uint32_t pool_;       ///< no two pools of a process have the same
  std::uint16_t type_;       ///< a number of the pool's
  value_kind kind_;
};

}  // namespace memosaic
