// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/table_source.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/bytes/copy.hpp"
#include "memosaic/error.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapping.hpp"
#include "os/calls.hpp"
#include "os/errors.hpp"

namespace memosaic::table_core {

found_table table_source::open() const {
  const file named(path_);
  mapping pages(named);
  std::array<std::byte, 128> header{};
  copy_to(pages.bytes().first(std::min(header.size(), pages.size())), mutable_bytes_view(header));
  table content = table::open(std::move(pages), level_, path_.string());
  found_table found{std::move(content), named.identity().device, named.identity().inode, header};
  require_unwritten(found, named.identity().size);
  return found;
}

std::optional<found_table> table_source::open_if_other(const found_table& seen) const {
  os::file_status now;
  const auto told = os::retried([&] { return os::current().path_status(path_.c_str(), now); });
  if (told.failed()) os::throw_error(told.error, "cannot find the table", path_);
  if (now.device != seen.device || now.inode != seen.inode) return open();
  require_unwritten(seen, now.size);
  return std::nullopt;
}

void table_source::require_unwritten(const found_table& seen, std::uint64_t size) const {
  const bytes_view bytes = seen.content.container().bytes().bytes();
  if (size == bytes.size() && equal(bytes.first(seen.header.size()), seen.header)) return;
  throw file_changed(path_.string(),
                     "the table was written over, which who reads it notices: write a new file and rename it, as "
                     "table_builder::finish does");
}

}  // namespace memosaic::table_core
