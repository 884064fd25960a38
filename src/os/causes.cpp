// SPDX-License-Identifier: Apache-2.0
#include "os/causes.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "os/calls.hpp"
#include "os/descriptor.hpp"

namespace memosaic::os {
namespace {

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

/// Gives all bytes of a file to `take`, in pieces. It must not need memory, which is what there may be none of.
template <typename Take>
bool read_all(const char* path, const Take& take) noexcept {
  const auto opened = retried([&] { return current().open(path); });
  if (opened.failed()) return false;
  const descriptor fd(static_cast<int>(opened.value));
  std::array<std::byte, 8192> block;
  for (;;) {
    const auto piece = retried([&] { return current().read(fd.fd(), block); });
    if (piece.failed()) return false;
    if (piece.value == 0) return true;
    take(bytes_view(block).first(piece.count()));
  }
}

/// The number with which a file begins.
std::optional<std::uint64_t> first_number(const char* path) noexcept {
  std::array<char, 24> text{};
  std::size_t size = 0;
  const bool read = read_all(path, [&](bytes_view piece) {
    const std::size_t more = std::min(piece.size(), text.size() - size);
    std::transform(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(more), text.begin() + size,
                   [](std::byte byte) { return std::to_integer<char>(byte); });
    size += more;
  });
  std::uint64_t number = 0;
  if (!read || std::from_chars(text.data(), text.data() + size, number).ec != std::errc{}) return std::nullopt;
  return number;
}

std::optional<std::uint64_t> count_lines(const char* path) noexcept {
  std::uint64_t lines = 0;
  const bool read = read_all(path, [&](bytes_view piece) {
    lines += static_cast<std::uint64_t>(std::count(piece.begin(), piece.end(), static_cast<std::byte>('\n')));
  });
  if (!read) return std::nullopt;
  return lines;
}

std::optional<std::uint64_t> limit_of(limit_kind kind) noexcept {
  std::uint64_t limit = 0;
  if (current().limit(kind, limit).failed()) return std::nullopt;
  return limit;
}

std::string in_brackets(std::string_view doing, const std::string& cause) {
  return cause.empty() ? std::string(doing) : std::string(doing) + " (" + cause + ")";
}

std::string mappings_and_their_limit() {
  const auto mappings = count_lines("/proc/self/maps");
  const auto most = first_number("/proc/sys/vm/max_map_count");
  if (!mappings || !most) return {};
  std::string text = std::to_string(*mappings) + " mappings exist and vm.max_map_count is " + std::to_string(*most);
  // The system counts some that it does not list, and the other way round.
  if (*mappings > *most - std::min<std::uint64_t>(*most, 16)) text += ": unmap some, or raise it with sysctl";
  return text;
}

std::string addresses_and_their_limit() {
  const auto most = limit_of(limit_kind::address_space);
  const auto pages = first_number("/proc/self/statm");
  if (!most || !pages) return {};
  if (*most == unlimited) return "RLIMIT_AS does not limit addresses";
  return std::to_string(*pages * page_size()) + " bytes of addresses are in use and RLIMIT_AS is " +
         std::to_string(*most) + ": map less, or raise it with ulimit -v";
}

}  // namespace

std::string explain_mapping(int error, std::string_view doing) {
  if (error != ENOMEM) return explain_opening(error, doing);
  std::string cause = mappings_and_their_limit();
  const std::string addresses = addresses_and_their_limit();
  if (!cause.empty() && !addresses.empty()) cause += "; ";
  return in_brackets(doing, cause + addresses);
}

std::string explain_locking(int error, std::string_view doing) {
  if (error != ENOMEM && error != EPERM && error != EAGAIN) return std::string(doing);
  const auto most = limit_of(limit_kind::locked_memory);
  if (!most || *most == unlimited) return std::string(doing);
  return in_brackets(doing,
                     "RLIMIT_MEMLOCK is " + std::to_string(*most) + " bytes: lock less, or raise it with ulimit -l");
}

std::string explain_opening(int error, std::string_view doing) {
  if (error == ENFILE) return in_brackets(doing, "the whole system has as many files open as fs.file-max allows");
  if (error != EMFILE) return std::string(doing);
  // The error itself says that all numbers below the limit are in use; none is left to count them by.
  const auto most = limit_of(limit_kind::descriptors);
  if (!most) return std::string(doing);
  return in_brackets(doing,
                     "all " + std::to_string(*most) +
                         " descriptors that RLIMIT_NOFILE allows are open: close some, or raise it with ulimit -n");
}

}  // namespace memosaic::os
