#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <utility>

#include "memosaic/buffer/owner.hpp"
#include "os/region.hpp"

namespace memosaic {

/// Keeps mapped pages for the views of them, and unmaps them when the last is gone.
///
/// The bytes that were asked for are a part of the pages: an offset in the file need not begin a page.
class mapping_owner final : public owner {
 public:
  mapping_owner(os::region pages, std::size_t begin, std::size_t size) noexcept
      : owner(pages.address() + begin, size, false), pages_(std::move(pages)) {}

  /// Whole pages: what a view of a few bytes keeps mapped.
  [[nodiscard]] std::size_t footprint() const noexcept override { return pages_.size(); }

 private:
  os::region pages_;
};

}  // namespace memosaic
