#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace memosaic::cli {

/// The answer could not be written: the disk is full, the reader is gone. Not to be taken for a fault of an input.
class output_error : public std::filesystem::filesystem_error {
 public:
  using filesystem_error::filesystem_error;
};

/// Text on its way to a descriptor, collected in one big block and written by it.
///
/// The destructor does not flush: an answer that was not written is an error, and a destructor cannot say so.
/// Errors: `output_error`, which names the output.
class output {
 public:
  /// `name` stands for the descriptor in errors. The caller closes it.
  output(int fd, std::string name);
  output(const output&) = delete;
  output& operator=(const output&) = delete;

  void write(std::string_view text);

  /// Room for `size` characters, to be filled from the front; what of it is used is told to `commit`.
  [[nodiscard]] char* reserve(std::size_t size);
  void commit(const char* stop) noexcept;

  /// Writes out what is collected.
  void flush();

  /// The same, if somebody looks on: a terminal sees each answer at once, a file does not pay for it.
  void flush_for_reader() {
    if (terminal_) flush();
  }

  [[nodiscard]] int fd() const noexcept { return fd_; }
  [[nodiscard]] bool is_terminal() const noexcept { return terminal_; }

 private:
  static constexpr std::size_t block_size = 256 * 1024;

  int fd_;
  std::string name_;
  bool terminal_;
  std::size_t capacity_ = block_size;
  std::size_t used_ = 0;
  std::unique_ptr<char[]> block_;
};

}  // namespace memosaic::cli
