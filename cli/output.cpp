// SPDX-License-Identifier: Apache-2.0
#include "cli/output.hpp"

#include <cstring>
#include <span>
#include <utility>

#include "cli/descriptors.hpp"
#include "memosaic/buffer/io.hpp"
#include "memosaic/bytes/checked.hpp"

namespace memosaic::cli {

output::output(int fd, std::string name)
    : fd_(fd), name_(std::move(name)), terminal_(cli::is_terminal(fd)), block_(new char[block_size]) {}

void output::write(std::string_view text) {
  if (text.empty()) return;
  char* const to = reserve(text.size());
  std::memcpy(to, text.data(), text.size());
  commit(to + text.size());
}

char* output::reserve(std::size_t size) {
  if (size > capacity_ - used_) {
    flush();
    if (size > capacity_) {
      block_.reset(new char[size]);
      capacity_ = size;
    }
  }
  return block_.get() + used_;
}

void output::commit(const char* stop) noexcept { used_ = static_cast<std::size_t>(stop - block_.get()); }

void output::flush() {
  bytes_view rest = std::as_bytes(std::span(block_.get(), used_));
  used_ = 0;
  try {
    while (!rest.empty()) {
      const std::size_t written = write_all(fd_, rest);
      rest = sub_view(rest, written, rest.size());
      if (!rest.empty()) wait_until_writable(fd_);
    }
  } catch (const std::filesystem::filesystem_error& error) {
    throw output_error("write", name_, error.code());
  }
}

}  // namespace memosaic::cli
