#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace memosaic {

/// A buffer was asked to move, resize or close while views of it are out.
///
/// Remedy: release the views first, or use slices, which follow their owner.
class buffer_pinned : public std::runtime_error {
 public:
  /// `operation` names what was refused, as in "resize".
  buffer_pinned(std::string_view operation, std::uint64_t pins);

  /// How many views, mutable ones included, were out.
  [[nodiscard]] std::uint64_t pins() const noexcept { return pins_; }

 private:
  std::uint64_t pins_;
};

/// Bytes that are no valid file, number or format of the kind that was asked for.
///
/// The message reads `<path>: <what is wrong> at offset <n>`; without a path it starts with what is wrong.
class format_error : public std::runtime_error {
 public:
  format_error(std::string_view path, std::uint64_t offset, std::string_view what);

  [[nodiscard]] const std::string& path() const noexcept { return path_; }

  /// Where in the input the first wrong byte is.
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }

 protected:
  /// For errors that say more about the place: `message` is the whole of what is shown.
  format_error(const std::string& message, std::string_view path, std::uint64_t offset);

 private:
  std::string path_;
  std::uint64_t offset_;
};

/// A file was truncated, replaced or rewritten while it was in use.
class file_changed : public std::runtime_error {
 public:
  file_changed(std::string_view path, std::string_view what);

  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

}  // namespace memosaic
