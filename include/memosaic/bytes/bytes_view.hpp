#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <ranges>
#include <span>
#include <string_view>
#include <type_traits>

/// Marks a parameter whose storage the result borrows; clang warns when a temporary would dangle.
#if defined(__clang__)
#define MEMOSAIC_LIFETIMEBOUND [[clang::lifetimebound]]
#else
#define MEMOSAIC_LIFETIMEBOUND
#endif

namespace memosaic {

/// A borrowed run of bytes to read. It owns nothing: whoever made it keeps the bytes alive and in place.
using bytes_view = std::span<const std::byte>;

/// A borrowed run of bytes to write.
using mutable_bytes_view = std::span<std::byte>;

/// "No position": the default of every `stop`, meaning the end of the run.
inline constexpr std::size_t npos = static_cast<std::size_t>(-1);

/// A contiguous range whose items are plain bits, so that its storage can be read as bytes.
template <typename Range>
concept byte_like_range = std::ranges::contiguous_range<Range> && std::ranges::sized_range<Range> &&
    std::is_trivially_copyable_v<std::ranges::range_value_t<Range>>;

/// The bytes of a string or of any contiguous range of plain items, borrowed.
///
/// A string literal is an array with its final NUL; write `bytes_of(std::string_view("abc"))` or `"abc"_bytes`.
template <byte_like_range Range>
[[nodiscard]] bytes_view bytes_of(const Range& range MEMOSAIC_LIFETIMEBOUND) noexcept {
  return std::as_bytes(std::span(std::ranges::data(range), std::ranges::size(range)));
}

/// The same of a span or a string view: the bytes outlive it, so a temporary one does not dangle.
template <byte_like_range Range>
requires std::ranges::borrowed_range<Range>
[[nodiscard]] bytes_view bytes_of(const Range& range) noexcept {
  return std::as_bytes(std::span(std::ranges::data(range), std::ranges::size(range)));
}

/// The same for writing.
template <byte_like_range Range>
requires(!std::is_const_v<std::remove_reference_t<std::ranges::range_reference_t<Range>>>)
    [[nodiscard]] mutable_bytes_view mutable_bytes_of(Range& range MEMOSAIC_LIFETIMEBOUND) noexcept {
  return std::as_writable_bytes(std::span(std::ranges::data(range), std::ranges::size(range)));
}

/// The characters of a run of bytes, borrowed; no encoding is checked.
[[nodiscard]] inline std::string_view text_of(bytes_view bytes MEMOSAIC_LIFETIMEBOUND) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

namespace literals {

/// The bytes of a string literal without its final NUL: `"PK\3\4"_bytes`.
[[nodiscard]] inline bytes_view operator""_bytes(const char* text, std::size_t size) noexcept {
  return std::as_bytes(std::span(text, size));
}

}  // namespace literals
}  // namespace memosaic
