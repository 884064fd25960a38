// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/crc.hpp"

#include "bytes/crc_kernels.hpp"
#include "memosaic/bytes/crc_catalogue.hpp"
#include "memosaic/bytes/endian.hpp"

namespace memosaic {
namespace {

constexpr std::size_t bytes_at_once = 8;
constexpr std::size_t fold_block_size = 16;
constexpr std::size_t smallest_fold = 64;

// Below, CRC-32C's own instruction is quicker than folding: 4 against 29 ns for 64 bytes, 74 against 50 ns for 1 KiB.
constexpr std::size_t smallest_32c_fold = 768;

constexpr crc_algorithm algorithm_32(crc_32_iso_hdlc);
constexpr crc_algorithm algorithm_32c(crc_32_iscsi);

const crc_kernels& active_crc_kernels() noexcept {
  static const crc_kernels& kernels = crc_kernels_for(active_simd_level());
  return kernels;
}

std::uint64_t byte_of(std::uint64_t word, unsigned index) noexcept { return (word >> (8 * index)) & 0xff; }

std::uint32_t resumed(const crc_algorithm& algorithm, bytes_view bytes, std::uint32_t previous) noexcept {
  return static_cast<std::uint32_t>(~active_crc_kernels().update(algorithm, ~previous, bytes));
}

}  // namespace

std::uint64_t crc_kernels::update(const crc_algorithm& algorithm, std::uint64_t state,
                                  bytes_view bytes) const noexcept {
  const bool reflect = algorithm.parameters_.reflect_in;
  const auto& slices = algorithm.slices_;
  const std::byte* at = bytes.data();
  std::size_t size = bytes.size();

  const auto add_words = [&](const std::byte* from, std::size_t length) {
    for (; length >= bytes_at_once; from += bytes_at_once, length -= bytes_at_once) {
      // The byte that comes first is the lowest of the word, so the register's must be.
      const std::uint64_t before = reflect ? state : byte_swapped(state);
      const std::uint64_t word = before ^ load_unchecked<std::uint64_t>(from, std::endian::little);
      state = slices[7][byte_of(word, 0)] ^ slices[6][byte_of(word, 1)] ^ slices[5][byte_of(word, 2)] ^
              slices[4][byte_of(word, 3)] ^ slices[3][byte_of(word, 4)] ^ slices[2][byte_of(word, 5)] ^
              slices[1][byte_of(word, 6)] ^ slices[0][byte_of(word, 7)];
    }
  };

  const fold kernel = reflect ? fold_reflected : fold_forward;
  if (kernel != nullptr && size >= smallest_fold) {
    const std::size_t whole = size / fold_block_size * fold_block_size;
    std::byte block[fold_block_size];
    kernel(at, whole, state, algorithm.far_, algorithm.near_, block);
    state = 0;
    add_words(block, fold_block_size);
    at += whole;
    size -= whole;
  }
  add_words(at, size);
  at += size / bytes_at_once * bytes_at_once;
  for (size %= bytes_at_once; size > 0; ++at, --size) {
    const auto byte = std::to_integer<std::uint64_t>(*at);
    state = reflect ? (state >> 8) ^ slices[0][(state ^ byte) & 0xff] : (state << 8) ^ slices[0][(state >> 56) ^ byte];
  }
  return state;
}

std::uint64_t crc_algorithm::compute(bytes_view bytes) const noexcept {
  return value_of(active_crc_kernels().update(*this, register_of(parameters_.initial), bytes));
}

crc::crc(const crc_algorithm& algorithm) noexcept : algorithm_(&algorithm), state_(0) { reset(); }

void crc::reset() noexcept { state_ = algorithm_->register_of(algorithm_->parameters_.initial); }

void crc::update(bytes_view bytes) noexcept { state_ = active_crc_kernels().update(*algorithm_, state_, bytes); }

std::uint64_t crc::value() const noexcept { return algorithm_->value_of(state_); }

std::uint32_t crc32(bytes_view bytes, std::uint32_t previous) noexcept {
  return resumed(algorithm_32, bytes, previous);
}

std::uint32_t crc32c(bytes_view bytes, std::uint32_t previous) noexcept {
  const auto update = active_crc_kernels().update_32c;
  if (bytes.size() >= smallest_32c_fold || update == nullptr) return resumed(algorithm_32c, bytes, previous);
  return static_cast<std::uint32_t>(~update(~previous, bytes.data(), bytes.size()));
}

}  // namespace memosaic
