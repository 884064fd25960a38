// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/mismatch.hpp"

#include <algorithm>

#include "bytes/compare_kernels.hpp"

namespace memosaic {
namespace {

// What the sizes say once the shorter run agrees with the longer one.
mismatch_kind exhausted(bytes_view a, bytes_view b) noexcept {
  if (a.size() == b.size()) return mismatch_kind::equal;
  return a.size() < b.size() ? mismatch_kind::first_exhausted : mismatch_kind::second_exhausted;
}

// Where the last `size` bytes of a run begin.
const std::byte* tail(bytes_view bytes, std::size_t size) noexcept { return bytes.data() + (bytes.size() - size); }

}  // namespace

mismatch_result mismatch(bytes_view a, bytes_view b) noexcept {
  const std::size_t common = std::min(a.size(), b.size());
  const std::size_t at = active_compare_kernels().first_difference(a.data(), b.data(), common);
  if (at < common) return {mismatch_kind::different, at};
  const mismatch_kind kind = exhausted(a, b);
  return {kind, kind == mismatch_kind::equal ? npos : common};
}

mismatch_result rmismatch(bytes_view a, bytes_view b) noexcept {
  const std::size_t common = std::min(a.size(), b.size());
  const std::size_t above = active_compare_kernels().last_difference(tail(a, common), tail(b, common), common);
  const std::size_t before = a.size() - common;
  if (above > 0) return {mismatch_kind::different, before + above - 1};
  const mismatch_kind kind = exhausted(a, b);
  return {kind, kind == mismatch_kind::second_exhausted ? before - 1 : npos};
}

std::size_t common_prefix(bytes_view a, bytes_view b) noexcept {
  return active_compare_kernels().first_difference(a.data(), b.data(), std::min(a.size(), b.size()));
}

std::size_t common_suffix(bytes_view a, bytes_view b) noexcept {
  const std::size_t common = std::min(a.size(), b.size());
  return common - active_compare_kernels().last_difference(tail(a, common), tail(b, common), common);
}

std::optional<std::size_t> find_equal(bytes_view a, bytes_view b) noexcept {
  const std::size_t common = std::min(a.size(), b.size());
  const std::size_t at = active_compare_kernels().first_equal(a.data(), b.data(), common);
  if (at == common) return std::nullopt;
  return at;
}

std::optional<std::size_t> rfind_equal(bytes_view a, bytes_view b) noexcept {
  const std::size_t common = std::min(a.size(), b.size());
  const std::size_t above = active_compare_kernels().last_equal(tail(a, common), tail(b, common), common);
  if (above == 0) return std::nullopt;
  return a.size() - common + above - 1;
}

}  // namespace memosaic
