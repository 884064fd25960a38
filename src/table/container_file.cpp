// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/container_file.hpp"

#include <utility>

#include "os/calls.hpp"
#include "os/errors.hpp"

namespace memosaic {
namespace {

/// Smaller parts are put together: sections have many.
constexpr std::size_t most_pending = std::size_t{256} << 10U;

}  // namespace

container_file::container_file(std::filesystem::path path) : path_(std::move(path)), file_(path_) {}

void container_file::append(bytes_view bytes) {
  if (bytes.size() > most_pending - pending_.size()) write_pending();
  if (bytes.size() >= most_pending) return file_.write(bytes);
  pending_.insert(pending_.end(), bytes.begin(), bytes.end());
}

void container_file::append_room(std::uint64_t size) {
  write_pending();
  file_.skip(size);
}

void container_file::write_at(std::uint64_t offset, bytes_view bytes) {
  // Nothing is while there are several threads: room is appended behind what was written.
  if (!pending_.empty()) write_pending();
  while (!bytes.empty()) {
    const auto written = os::retried([&] { return os::current().write_at(file_.fd(), bytes, offset); });
    if (written.failed()) os::throw_error(written.error, "cannot write", path_);
    bytes = bytes.subspan(written.count());
    offset += written.count();
  }
}

void container_file::restart() {
  pending_.clear();
  // The same file under the same name: a program that must remove it knows that one.
  file_.resize(0);
  const auto moved = os::retried([&] { return os::current().seek(file_.fd(), 0, os::seek_from::start); });
  if (moved.failed()) os::throw_error(moved.error, "cannot write", path_);
}

void container_file::flush() {
  write_pending();
  file_.flush();
}

void container_file::publish() {
  write_pending();
  file_.publish();
}

void container_file::write_pending() {
  file_.write(pending_);
  pending_.clear();
}

}  // namespace memosaic
