// SPDX-License-Identifier: Apache-2.0
#include "image/record_kernels.hpp"

#include "bytes/hex_kernels.hpp"

namespace memosaic::image_core {
namespace {

std::uint32_t sum_of(const std::byte* bytes, std::size_t size) noexcept {
  std::uint32_t sum = 0;
  for (std::size_t at = 0; at < size; ++at) sum += std::to_integer<std::uint32_t>(bytes[at]);
  return sum;
}

std::size_t decode(const char* text, std::size_t pairs, std::byte* bytes, std::uint32_t& sum) noexcept {
  const std::size_t read = scalar_hex_kernels.decode(text, pairs, bytes);
  sum += sum_of(bytes, read);
  return read;
}

std::uint32_t encode(const std::byte* bytes, std::size_t size, char* text) noexcept {
  scalar_hex_kernels.encode(bytes, size, text, true);
  return sum_of(bytes, size);
}

}  // namespace

const record_kernels scalar_record_kernels = {decode, encode};

}  // namespace memosaic::image_core
