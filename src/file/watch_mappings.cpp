// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/watch_mappings.hpp"

#include <atomic>
#include <cstdlib>
#include <string_view>

#include "file/damage.hpp"
#include "os/errors.hpp"
#include "os/fault_handler.hpp"
#include "os/watched_regions.hpp"

namespace memosaic {

bool watch_mappings() {
  const char* const wanted = std::getenv("MEMOSAIC_SIGBUS");
  if (wanted != nullptr && std::string_view(wanted) == "off") return false;
  const auto done = os::watch_faults();
  if (done.failed()) os::throw_error(done.error, "cannot watch mappings", "signal SIGBUS");
  return true;
}

bool mappings_are_watched() noexcept { return os::faults_are_watched(); }

std::uint64_t survived_faults() noexcept { return os::faults_survived(); }

void check_mapped(bytes_view bytes) {
  std::atomic_thread_fence(std::memory_order_acquire);  // the bytes were read before the mark
  const os::watched_region* const region = bytes.empty() ? nullptr : os::find_watched(bytes.data());
  if (region != nullptr && region->damaged.load(std::memory_order_acquire)) {
    throw_damaged(region->name.load(std::memory_order_acquire));
  }
}

}  // namespace memosaic
