// SPDX-License-Identifier: Apache-2.0
#include "file/mapping_maker.hpp"

#include <bit>
#include <cerrno>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "file/mapping_owner.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/error.hpp"
#include "os/causes.hpp"
#include "os/errors.hpp"
#include "os/fault_handler.hpp"

namespace memosaic {
namespace {

/// What was mapped must be there: touching a page behind the end of the file would be a fault.
void require_in_file_now(const file& source, std::uint64_t offset, std::size_t length, const std::string& name) {
  os::file_status now;
  const auto done = os::retried([&] { return os::current().status(source.fd(), now); });
  if (done.failed()) os::throw_error(done.error, "cannot tell the state of", name);
  if (!fits(offset, length, now.size)) {
    throw file_changed(name, "shrank from " + std::to_string(source.size()) + " to " + std::to_string(now.size) +
                                 " bytes since it was opened");
  }
}

/// Somebody may have installed another handler since the last mapping.
void keep_watching(const std::string& name) {
  if (!os::faults_are_watched()) return;
  const auto watched = os::watch_faults();
  if (watched.failed()) os::throw_error(watched.error, "cannot watch the mapping of", name);
}

}  // namespace

std::filesystem::path name_of(const file& source) {
  return source.path().empty() && source.is_open() ? os::name_of(source.fd()) : source.path();
}

std::size_t mappable_size(const file& source) {
  if (source.size() > std::numeric_limits<std::size_t>::max()) {
    throw std::length_error(name_of(source).string() + ": " + std::to_string(source.size()) +
                            " bytes do not fit the address space: map parts of it");
  }
  return static_cast<std::size_t>(source.size());
}

mutable_view whole_mutable_view(const mapped_pages& pages) {
  if (pages.owner() == nullptr) return {};
  return mutable_view(*pages.owner(), mutable_bytes_view(pages.owner()->data(), pages.size()));
}

page_run::page_run(const std::byte* bytes, std::size_t start, std::size_t stop) {
  const std::byte* const first = bytes + start;
  const auto into_page = static_cast<std::size_t>(std::bit_cast<std::uintptr_t>(first) % os::page_size());
  address = const_cast<std::byte*>(first) - into_page;
  size = add_sizes(stop - start, into_page);
}

mapped_pages mapping_maker::make(const file& source, std::uint64_t offset, std::size_t length, std::size_t capacity,
                                 os::map_access how) {
  std::string name = source.path().empty() ? name_of(source).string() : source.path().string();
  if (!source.is_open()) os::throw_error(EBADF, "cannot map", name);
  if (!source.is_regular()) os::throw_error(ENODEV, "cannot map", name);
  require_run(offset, length, source.size());
  if (capacity == 0) return {};
  const auto begin = static_cast<std::size_t>(offset % os::page_size());
  const std::size_t size = add_sizes(begin, capacity);
  const auto mapped = os::retried([&] { return os::current().map(source.fd(), offset - begin, size, how); });
  if (mapped.failed()) os::throw_error(mapped.error, os::explain_mapping(mapped.error, "cannot map"), name);
  os::region pages(mapped.address, size);
  require_in_file_now(source, offset, length, name);
  keep_watching(name);
  const auto kind = how == os::map_access::read ? mapping_owner::kind::read_only : mapping_owner::kind::written;
  const auto& identity = source.identity();
  auto* const made = new mapping_owner(std::move(pages), begin, length, kind,
                                       {std::move(name), identity.device, identity.inode, offset});
  mapped_pages result(*made);
  made->drop_reference();  // the view holds its own
  return result;
}

void mapping_maker::grow(mapped_pages& pages, std::size_t size) noexcept {
  pages.owner_->grow(size);
  pages.whole_ = memosaic::view(*pages.owner_);
}

}  // namespace memosaic
