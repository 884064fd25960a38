// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/mapped_pages.hpp"

#include <cerrno>
#include <stdexcept>
#include <string>
#include <utility>

#include "file/damage.hpp"
#include "file/mapping_maker.hpp"
#include "file/mapping_owner.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/error.hpp"
#include "os/calls.hpp"
#include "os/causes.hpp"
#include "os/errors.hpp"

namespace memosaic {

static_assert(static_cast<int>(access_pattern::dont_need) == static_cast<int>(os::advice::dont_need) &&
              static_cast<int>(access_pattern::normal) == static_cast<int>(os::advice::normal));

mapped_pages::mapped_pages(mapping_owner& made) noexcept : whole_(made), owner_(&made), mark_(&made.damaged()) {}

mapped_pages::mapped_pages(mapped_pages&& other) noexcept
    : whole_(std::move(other.whole_)),
      owner_(std::exchange(other.owner_, nullptr)),
      mark_(std::exchange(other.mark_, &never_damaged)) {}

mapped_pages& mapped_pages::operator=(mapped_pages&& other) noexcept {
  mapped_pages taken(std::move(other));
  whole_.swap(taken.whole_);
  std::swap(owner_, taken.owner_);
  std::swap(mark_, taken.mark_);
  return *this;
}

void mapped_pages::throw_damaged() const { ::memosaic::throw_damaged(owner_->part().name); }

void mapped_pages::check(const file& source) const {
  if (owner_ == nullptr) return;
  const mapped_part& part = owner_->part();
  if (!part.is_of(source.identity()))
    throw std::invalid_argument(part.name + ": mapped from another file than this one");
  os::file_status now;
  const auto done = os::retried([&] { return os::current().status(source.fd(), now); });
  if (done.failed()) os::throw_error(done.error, "cannot tell the state of", part.name);
  if (!fits(part.offset, size(), now.size)) {
    owner_->damaged().store(true, std::memory_order_release);
    throw file_changed(part.name, "shrank to " + std::to_string(now.size) +
                                      " bytes while it was mapped; what was read from it is void");
  }
  check();
}

template <typename Operation>
void mapped_pages::on_pages(std::size_t start, std::size_t stop, const Operation& operation) const {
  if (stop == npos) stop = size();
  require_range(start, stop, size());
  if (start != stop) operation(page_run(whole_.data(), start, stop));
}

void mapped_pages::advise(access_pattern pattern, std::size_t start, std::size_t stop) const {
  on_pages(start, stop, [&](const page_run& pages) {
    static_cast<void>(os::current().advise(pages.address, pages.size, static_cast<os::advice>(pattern)));
  });
}

void mapped_pages::populate(std::size_t start, std::size_t stop) const {
  on_pages(start, stop, [&](const page_run& pages) {
    const bool writable = owner_->writable();
    const auto done = os::retried([&] { return os::current().populate(pages.address, pages.size, writable); });
    if (done.error == EFAULT) {
      owner_->damaged().store(true, std::memory_order_release);
      throw_damaged();
    }
    if (done.error == EINVAL) {
      // The system is too old to be asked: what is touched is read. Reading writable pages is half of the work.
      for (std::size_t at = 0; at < pages.size; at += os::page_size()) {
        static_cast<void>(*const_cast<const volatile std::byte*>(pages.address + at));
      }
      check();
    } else if (done.failed()) {
      os::throw_error(done.error, "cannot read in", owner_->part().name);
    }
  });
}

void mapped_pages::lock(std::size_t start, std::size_t stop) const {
  on_pages(start, stop, [&](const page_run& pages) {
    const auto done = os::retried([&] { return os::current().lock(pages.address, pages.size); });
    if (done.failed()) {
      os::throw_error(done.error, os::explain_locking(done.error, "cannot lock the mapping of"), owner_->part().name);
    }
  });
}

void mapped_pages::unlock(std::size_t start, std::size_t stop) const {
  on_pages(start, stop, [&](const page_run& pages) {
    const auto done = os::retried([&] { return os::current().unlock(pages.address, pages.size); });
    if (done.failed()) os::throw_error(done.error, "cannot unlock the mapping of", owner_->part().name);
  });
}

}  // namespace memosaic
