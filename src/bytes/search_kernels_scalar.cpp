// SPDX-License-Identifier: Apache-2.0
#include "bytes/search_kernels.hpp"
#include "bytes/stride_scan.hpp"
#include "bytes/two_way.hpp"

namespace memosaic::detail {
namespace {

std::size_t find_byte(const std::byte* haystack, std::size_t size, std::byte value) noexcept {
  for (std::size_t at = 0; at < size; ++at) {
    if (haystack[at] == value) return at;
  }
  return npos;
}

std::size_t rfind_byte(const std::byte* haystack, std::size_t size, std::byte value) noexcept {
  while (size != 0) {
    if (haystack[--size] == value) return size;
  }
  return npos;
}

std::size_t count_byte(const std::byte* haystack, std::size_t size, std::byte value) noexcept {
  std::size_t total = 0;
  for (std::size_t at = 0; at < size; ++at) total += haystack[at] == value ? 1U : 0U;
  return total;
}

template <bool backward>
std::size_t next(search_plan& plan, const std::byte* haystack, std::size_t size, std::size_t from) noexcept {
  if (size - plan.size < from) return npos;
  return two_way_find(plan.two_way, directed_run<backward>(plan.needle, plan.size),
                      directed_run<backward>(haystack, size), from, size - plan.size + 1);
}

std::size_t find(const std::byte* haystack, std::size_t size, const std::byte* needle,
                 std::size_t needle_size) noexcept {
  search_plan plan = plan_search(needle, needle_size);
  return next<false>(plan, haystack, size, 0);
}

std::size_t rfind(const std::byte* haystack, std::size_t size, const std::byte* needle,
                  std::size_t needle_size) noexcept {
  search_plan plan = plan_search(needle, needle_size);
  const std::size_t at = next<true>(plan, haystack, size, 0);
  return at == npos ? npos : size - needle_size - at;
}

}  // namespace

const search_kernels scalar_search_kernels = {
    .find_byte = find_byte,
    .rfind_byte = rfind_byte,
    .count_byte = count_byte,
    .find = find,
    .rfind = rfind,
    .next = next<false>,
    .next_back = next<true>,
    .next_aligned = stride_scan<false>,
    .next_aligned_back = stride_scan<true>,
};

}  // namespace memosaic::detail
