#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <utility>

#include "memosaic/table/value.hpp"

namespace memosaic::table_core {

/// A copy of what is stored, freed whole also where damaged bytes have closed circles in it.
class stored_copy {
 public:
  explicit stored_copy(value copied) noexcept : copied_(std::move(copied)) {}
  stored_copy(const stored_copy&) = delete;
  stored_copy& operator=(const stored_copy&) = delete;
  ~stored_copy();

  [[nodiscard]] const value& operator*() const noexcept { return copied_; }
  [[nodiscard]] const value* operator->() const noexcept { return &copied_; }

  /// Whether it is the same key as `needle`, which is known to be one. What is stored may be none: a tuple with a list
  /// in it, or one that contains itself.
  [[nodiscard]] bool is_key(const value& needle) const;

 private:
  value copied_;
};

}  // namespace memosaic::table_core
