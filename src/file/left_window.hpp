#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

#include "file/mapping_maker.hpp"
#include "file/mapping_owner.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "os/calls.hpp"

namespace memosaic::window_core {

/// What a window has left behind: memory that is still to be given back, which needs no lock and takes time.
struct left_window {
  mapping_owner* source = nullptr;  ///< pinned: what the window showed
  bytes_view alone;                 ///< the part of a mapping of all the file that no other window shows
  std::uint64_t counted = 0;        ///< by the budget, until it is given back

  void give_back() noexcept {
    if (!alone.empty()) {
      const page_run pages(alone.data(), 0, alone.size());
      static_cast<void>(os::current().advise(pages.address, pages.size, os::advice::dont_need));
    }
    if (source != nullptr) source->unpin();
    source = nullptr;
  }
};

}  // namespace memosaic::window_core
