// SPDX-License-Identifier: Apache-2.0
#include "file/file_pieces.hpp"

#include <algorithm>
#include <string>

#include "file/mapping_maker.hpp"
#include "memosaic/error.hpp"
#include "os/calls.hpp"
#include "os/errors.hpp"

namespace memosaic {

std::uint64_t sure_piece(const cursor& at) noexcept { return std::min(at.reach(), longest_request); }

bytes_view piece_from(cursor& at, std::uint64_t start, std::uint64_t stop) {
  at.check();
  const std::uint64_t least = std::min(stop - start, sure_piece(at));
  const bytes_view shown = at.ensure(start, static_cast<std::size_t>(least));
  return shown.first(static_cast<std::size_t>(std::min<std::uint64_t>(shown.size(), stop - start)));
}

bytes_view piece_before(cursor& at, std::uint64_t start, std::uint64_t stop, std::uint64_t most) {
  at.check();
  const std::uint64_t reach = at.reach();
  const bool end_anywhere = reach == 1;
  const std::uint64_t wanted = std::min({stop - start, most, end_anywhere ? most : reach});
  static_cast<void>(at.ensure(stop - wanted, end_anywhere ? 1 : static_cast<std::size_t>(wanted)));
  // If this window ends before `stop`, the piece is in one of those behind it.
  while (at.region().stop() < stop) static_cast<void>(at.ensure(at.region().stop()));
  const window& last = at.region();
  const std::uint64_t first = std::max(start, last.start());
  return last.bytes().subspan(static_cast<std::size_t>(first - last.start()), static_cast<std::size_t>(stop - first));
}

void check_read(const cursor& at, std::uint64_t stop) {
  at.check();
  const file& source = at.source();
  if (!source.is_regular()) return;
  os::file_status now;
  const auto done = os::retried([&] { return os::current().status(source.fd(), now); });
  if (done.failed()) os::throw_error(done.error, "cannot tell the state of", name_of(source));
  if (stop <= now.size) return;
  throw file_changed(name_of(source).string(), "shrank from " + std::to_string(source.size()) + " to " +
                                                   std::to_string(now.size) +
                                                   " bytes since it was opened; what was read from it is void");
}

}  // namespace memosaic
