// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/mapping.hpp"

#include <bit>
#include <cerrno>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "file/mapping_owner.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/error.hpp"
#include "os/calls.hpp"
#include "os/errors.hpp"

namespace memosaic {
namespace {

static_assert(static_cast<int>(access_pattern::dont_need) == static_cast<int>(os::advice::dont_need) &&
              static_cast<int>(access_pattern::normal) == static_cast<int>(os::advice::normal));

std::filesystem::path name_of(const file& source) {
  return source.path().empty() && source.is_open() ? os::name_of(source.fd()) : source.path();
}

std::size_t whole_size(const file& source) {
  if (source.size() > std::numeric_limits<std::size_t>::max()) {
    throw std::length_error(name_of(source).string() + ": " + std::to_string(source.size()) +
                            " bytes do not fit the address space: map parts of it");
  }
  return static_cast<std::size_t>(source.size());
}

/// What was mapped must be there: touching a page behind the end of the file would kill.
void require_in_file_now(const file& source, std::uint64_t offset, std::size_t length) {
  os::file_status now;
  const auto done = os::retried([&] { return os::current().status(source.fd(), now); });
  if (done.failed()) os::throw_error(done.error, "cannot tell the state of", name_of(source));
  if (!fits(offset, length, now.size)) {
    throw file_changed(name_of(source).string(), "shrank from " + std::to_string(source.size()) + " to " +
                                                     std::to_string(now.size) + " bytes since it was opened");
  }
}

}  // namespace

mapping::mapping(const file& source) : mapping(source, 0, whole_size(source)) {}

mapping::mapping(const file& source, std::uint64_t offset, std::size_t length) {
  if (!source.is_open()) os::throw_error(EBADF, "cannot map", name_of(source));
  if (!source.is_regular()) os::throw_error(ENODEV, "cannot map", name_of(source));
  require_run(offset, length, source.size());
  if (length == 0) return;
  const std::size_t begin = static_cast<std::size_t>(offset % os::page_size());
  const std::size_t size = add_sizes(begin, length);
  const auto mapped = os::retried([&] { return os::current().map(source.fd(), offset - begin, size); });
  if (mapped.failed()) os::throw_error(mapped.error, "cannot map", name_of(source));
  os::region pages(mapped.address, size);
  require_in_file_now(source, offset, length);
  auto* const made = new mapping_owner(std::move(pages), begin, length);
  whole_ = memosaic::view(*made);
  made->drop_reference();  // the view holds its own
}

void mapping::advise(access_pattern pattern, std::size_t start, std::size_t stop) const {
  if (stop == npos) stop = size();
  require_range(start, stop, size());
  if (start == stop) return;
  // Advice begins at a page; the pages of an owner begin before its bytes, so rounding down stays inside.
  const auto* const first = whole_.data() + start;
  const std::size_t into_page = static_cast<std::size_t>(std::bit_cast<std::uintptr_t>(first) % os::page_size());
  static_cast<void>(os::current().advise(const_cast<std::byte*>(first) - into_page, add_sizes(stop - start, into_page),
                                         static_cast<os::advice>(pattern)));
}

}  // namespace memosaic
