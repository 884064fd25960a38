// SPDX-License-Identifier: Apache-2.0
#include "table/key_spill_file.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <string>
#include <string_view>
#include <vector>

#include "os/causes.hpp"
#include "os/errors.hpp"
#include "os/reading.hpp"

namespace memosaic::table_core {
namespace {

constexpr std::uint32_t permissions = 0600;  // the rows of a table are nobody else's
constexpr int name_attempts = 100;

/// What the system says when it can make no file without a name there; else the reason is the folder's or ours.
bool needs_name(int error) noexcept {
  return error == EOPNOTSUPP || error == EISDIR || error == ENOSYS || error == EINVAL || error == ENOENT;
}

[[noreturn]] void throw_unwritten(int error, const std::filesystem::path& folder) {
  std::string_view doing = "cannot write temporary records";
  if (error == ENOSPC || error == EDQUOT) {
    doing = "cannot write temporary records (free space in this folder, choose another, or allow more memory)";
  }
  os::throw_error(error, doing, folder);
}

}  // namespace

key_spill_file::key_spill_file(const std::filesystem::path& folder)
    : folder_(folder.empty() ? std::filesystem::path(".") : folder) {
  const auto made = os::retried([&] { return os::current().create_unnamed(folder_.c_str(), permissions); });
  if (!made.failed()) {
    file_ = os::descriptor(static_cast<int>(made.value));
    return;
  }
  if (!needs_name(made.error)) {
    os::throw_error(made.error, os::explain_opening(made.error, "cannot create a temporary file"), folder_);
  }
  create_named();
}

void key_spill_file::create_named() {
  static constinit std::atomic<std::uint64_t> count{0};
  for (int attempt = 0;; ++attempt) {
    const std::uint64_t number = count.fetch_add(1, std::memory_order_relaxed);
    const auto name =
        folder_ / (".memosaic-" + std::to_string(os::process_number()) + "-" + std::to_string(number) + ".spill");
    const auto made = os::retried([&] { return os::current().create(name.c_str(), permissions); });
    if (made.error == EEXIST && attempt < name_attempts) continue;
    if (made.failed()) {
      os::throw_error(made.error, os::explain_opening(made.error, "cannot create a temporary file"), folder_);
    }
    file_ = os::descriptor(static_cast<int>(made.value));
    const auto removed = os::retried([&] { return os::current().remove(name.c_str()); });
    if (removed.failed()) os::throw_error(removed.error, "cannot remove the name of a temporary file", name);
    return;
  }
}

void key_spill_file::append(std::span<const ::iovec> parts) {
  std::vector<::iovec> rest(parts.begin(), parts.end());
  std::size_t first = 0;
  while (first < rest.size()) {
    const std::size_t count = std::min(rest.size() - first, os::part_limit);
    const auto written =
        os::retried([&] { return os::current().write(file_.fd(), std::span(rest).subspan(first, count)); });
    if (written.failed()) throw_unwritten(written.error, folder_);
    if (written.count() == 0) throw_unwritten(ENOSPC, folder_);
    size_ += written.count();
    std::size_t left = written.count();
    while (first < rest.size() && left >= rest[first].iov_len) left -= rest[first++].iov_len;
    if (left != 0) {
      rest[first].iov_base = static_cast<std::byte*>(rest[first].iov_base) + left;
      rest[first].iov_len -= left;
    }
  }
}

void key_spill_file::read(std::uint64_t offset, mutable_bytes_view target) const {
  const auto got = os::read_full_at(file_.fd(), target, offset);
  if (got.failed()) os::throw_error(got.error, "cannot read temporary records", folder_);
  if (got.count() != target.size()) os::throw_error(EIO, "temporary records are lost", folder_);
}

}  // namespace memosaic::table_core
