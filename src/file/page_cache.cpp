// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/page_cache.hpp"

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <vector>

#include "file/mapping_maker.hpp"
#include "file/mapping_owner.hpp"
#include "memosaic/bytes/checked.hpp"
#include "os/calls.hpp"
#include "os/errors.hpp"
#include "os/region.hpp"

namespace memosaic {
namespace {

// One hint makes the system read no more than its read-ahead, however much it is asked for; this is the usual one.
constexpr std::uint64_t prefetch_piece = std::uint64_t{128} << 10;
constexpr std::size_t residency_piece = std::size_t{64} << 20;

void require_part(const file& source, const file_run& part, const char* doing) {
  if (!source.is_open()) os::throw_error(EBADF, doing, source.path());
  require_run(part.offset, part.length, source.size());
}

/// By asking for every page of a mapping, which is untrue for files that the process may not write.
std::optional<page_residency> residency_by_mapping(const file& source, std::uint64_t offset, std::uint64_t size) {
  if (os::current().may_write(("/proc/self/fd/" + std::to_string(source.fd())).c_str()).failed()) return std::nullopt;
  const std::size_t page = os::page_size();
  std::vector<unsigned char> pages(residency_piece / page);
  page_residency result;
  while (size != 0) {
    const auto piece = static_cast<std::size_t>(std::min<std::uint64_t>(size, residency_piece));
    const auto mapped =
        os::retried([&] { return os::current().map(source.fd(), offset, piece, os::map_access::read); });
    if (mapped.failed()) return std::nullopt;
    const os::region region(mapped.address, piece);
    if (os::retried([&] { return os::current().resident(region.address(), piece, pages); }).failed()) {
      return std::nullopt;
    }
    const std::size_t count = (piece + page - 1) / page;
    result.pages += count;
    for (std::size_t i = 0; i < count; ++i) result.resident += pages[i] & 1U;
    offset = *checked_add(offset, piece);  // inside the file
    size -= piece;
  }
  return result;
}

}  // namespace

std::optional<page_residency> residency(const file& source, file_run part) {
  if (source.is_open() && !source.is_regular()) return std::nullopt;
  require_part(source, part, "cannot tell what is in memory of");
  if (part.length == 0) return page_residency{};
  const std::uint64_t into_page = part.offset % os::page_size();
  const std::uint64_t offset = part.offset - into_page;
  const std::uint64_t size = *checked_add(part.length, into_page);  // the part ends in the file
  os::cached_pages counted;
  const auto told = os::retried([&] { return os::current().count_cached(source.fd(), offset, size, counted); });
  if (!told.failed()) return page_residency{counted.all, counted.cached, counted.unwritten};
  if (told.error != ENOSYS) return std::nullopt;
  return residency_by_mapping(source, offset, size);
}

void prefetch(const file& source, std::span<const file_run> parts) {
  for (const file_run& part : parts) require_part(source, part, "cannot prefetch");
  for (const file_run& part : parts) {
    for (std::uint64_t done = 0; done < part.length; done += prefetch_piece) {
      const std::uint64_t size = std::min(prefetch_piece, part.length - done);
      const auto hinted = os::retried([&] {
        return os::current().advise_file(source.fd(), *checked_add(part.offset, done), size, os::advice::will_need);
      });
      if (hinted.failed()) return;  // it takes no hints
    }
  }
}

void drop_behind(const file& source, file_run part) {
  require_part(source, part, "cannot drop");
  if (part.length == 0) return;  // the system would take it for all to the end
  static_cast<void>(os::retried(
      [&] { return os::current().advise_file(source.fd(), part.offset, part.length, os::advice::dont_need); }));
}

void drop_behind(const mapping& mapped, const file& source, std::size_t start, std::size_t stop) {
  if (stop == npos) stop = mapped.size();
  require_range(start, stop, mapped.size());
  const mapping_owner* const owner = mapped.pages().owner();
  if (owner == nullptr) return;
  const mapped_part& part = owner->part();
  if (!part.is_of(source.identity())) {
    throw std::invalid_argument(part.name + ": mapped from another file than " + source.path().string());
  }
  mapped.advise(access_pattern::dont_need, start, stop);
  const auto offset = checked_add(part.offset, start);
  if (offset && fits(*offset, stop - start, source.size())) drop_behind(source, {*offset, stop - start});
}

}  // namespace memosaic
