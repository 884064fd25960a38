// SPDX-License-Identifier: Apache-2.0
#include "image/record_kernels.hpp"

#include <algorithm>
#include <array>
#include <string_view>

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

std::array<std::byte, 8> header_as_bytes(const record_shape& shape, std::uint64_t header) noexcept {
  std::array<std::byte, 8> bytes{};
  for (std::size_t at = shape.header; at-- > 0; header >>= 8) bytes[at] = static_cast<std::byte>(header);
  return bytes;
}

std::size_t decode_run(const record_shape& shape, const char* text, std::size_t size, std::size_t most,
                       std::byte* bytes) noexcept {
  const std::size_t stride = shape.stride();
  std::uint64_t header = shape.first;
  for (std::size_t done = 0; done < most; ++done, header += shape.step) {
    if (size < stride) return done;
    const std::string_view record(text, stride);
    if (!record.starts_with(shape.lead) || !record.ends_with(shape.end)) return done;
    const char* digits = text + shape.lead.size();
    std::array<std::byte, 8> read{};
    std::byte last{};
    std::uint32_t sum = 0;
    if (decode(digits, shape.header, read.data(), sum) != shape.header) return done;
    if (read != header_as_bytes(shape, header)) return done;
    digits += 2 * shape.header;
    if (decode(digits, shape.data, bytes, sum) != shape.data) return done;
    if (decode(digits + 2 * shape.data, 1, &last, sum) != 1) return done;
    if (static_cast<std::uint8_t>(sum) != shape.sum) return done;
    text += stride;
    size -= stride;
    bytes += shape.data;
  }
  return most;
}

void encode_run(const record_shape& shape, const std::byte* bytes, std::size_t count, char* text) noexcept {
  std::uint64_t number = shape.first;
  for (; count > 0; --count, number += shape.step) {
    const auto header = header_as_bytes(shape, number);
    text = std::copy(shape.lead.begin(), shape.lead.end(), text);
    std::uint32_t sum = encode(header.data(), shape.header, text);
    text += 2 * shape.header;
    sum += encode(bytes, shape.data, text);
    text += 2 * shape.data;
    bytes += shape.data;
    const auto last = static_cast<std::byte>(shape.sum - sum);
    encode(&last, 1, text);
    text = std::copy(shape.end.begin(), shape.end.end(), text + 2);
  }
}

}  // namespace

const record_kernels scalar_record_kernels = {decode, encode, decode_run, encode_run};

}  // namespace memosaic::image_core
