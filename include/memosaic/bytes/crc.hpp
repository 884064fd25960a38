#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic {

/// What tells one CRC from another, as the catalogues write it; crc_catalogue.hpp names the common ones.
///
/// `polynomial` is written without its highest term and, like `initial`, highest power first, also for reflected CRCs.
///
/// Source: Ross N. Williams, A Painless Guide to CRC Error Detection Algorithms, 1993 (the Rocksoft model).
struct crc_parameters {
  unsigned width = 32;  ///< in bits, 8 to 64
  std::uint64_t polynomial = 0;
  std::uint64_t initial = 0;
  bool reflect_in = false;   ///< the lowest bit of each byte comes first
  bool reflect_out = false;  ///< the value is given with its bits in the opposite order of `polynomial`
  std::uint64_t final_xor = 0;

  friend bool operator==(const crc_parameters&, const crc_parameters&) = default;
};

/// A CRC made ready: its tables, 16 KiB. Make it once, and keep it as long as any `crc` that uses it:
///
///     static constexpr crc_algorithm modbus(crc_16_modbus);   // no work at run time
///     crc check(modbus);
///     check.update(frame);
///     if (check.value() != expected) ...
///
/// Every width costs the same: a CRC of w bits is computed as the one of 64 bits whose polynomial is x^(64-w) times its
/// own. Runs of 64 bytes and more are folded by carry-less multiplication where the machine has it.
///
/// Cost: one pass, the same for every set of parameters; by tables alone it is an order of magnitude slower.
/// Errors: the constructor throws `std::invalid_argument` if the width is not in 8 to 64 or a value does not fit it.
/// Source: slicing by M. E. Kounavis and F. L. Berry, A Systematic Approach to Building High Performance Software-based
/// CRC Generators, 2005; folding by V. Gopal and others, Fast CRC Computation for Generic Polynomials Using PCLMULQDQ
/// Instruction, 2009.
class crc_algorithm {
 public:
  constexpr explicit crc_algorithm(const crc_parameters& parameters);

  [[nodiscard]] constexpr const crc_parameters& parameters() const noexcept { return parameters_; }

  /// The CRC of a run of bytes.
  [[nodiscard]] std::uint64_t compute(bytes_view bytes) const noexcept;

 private:
  friend class crc;
  friend struct crc_kernels;

  // The register is 64 bits for every width: reflected CRCs keep theirs in the low bits, the others in the high ones.
  using table = std::array<std::uint64_t, 256>;

  [[nodiscard]] static constexpr std::uint64_t reflected(std::uint64_t value, unsigned width) noexcept;
  [[nodiscard]] constexpr std::uint64_t power_of_x(unsigned exponent) const noexcept;
  [[nodiscard]] constexpr std::uint64_t register_of(std::uint64_t value) const noexcept;
  [[nodiscard]] constexpr std::uint64_t value_of(std::uint64_t state) const noexcept;

  crc_parameters parameters_;
  std::array<table, 8> slices_{};        // slices_[k][b]: the register after byte b and k zero bytes
  std::array<std::uint64_t, 2> far_{};   // what folds the first and second 8 bytes of a block over 64 bytes
  std::array<std::uint64_t, 2> near_{};  // and over 16 bytes
};

/// The CRC of a run of bytes that arrives in parts: the result is that of all parts at once.
///
/// A small value; a copy goes on from where it was taken. It borrows its algorithm.
class crc {
 public:
  explicit crc(const crc_algorithm& algorithm MEMOSAIC_LIFETIMEBOUND) noexcept;

  void update(bytes_view bytes) noexcept;

  /// Of all bytes so far; the high bits beyond the width are 0.
  [[nodiscard]] std::uint64_t value() const noexcept;

  /// Starts again.
  void reset() noexcept;

 private:
  const crc_algorithm* algorithm_;
  std::uint64_t state_;  // the register, as crc_algorithm keeps it
};

/// CRC-32 as in zip, PNG and Ethernet. `previous` is the CRC of what came before: `crc32(b, crc32(a))` is that of both.
[[nodiscard]] std::uint32_t crc32(bytes_view bytes, std::uint32_t previous = 0) noexcept;

/// CRC-32C as in iSCSI, ext4 and Btrfs. `previous` as above. Short runs take the processor's instruction for it,
/// long ones are folded.
[[nodiscard]] std::uint32_t crc32c(bytes_view bytes, std::uint32_t previous = 0) noexcept;

constexpr std::uint64_t crc_algorithm::reflected(std::uint64_t value, unsigned width) noexcept {
  std::uint64_t result = 0;
  for (unsigned bit = 0; bit < width; ++bit) result |= ((value >> bit) & 1) << (width - 1 - bit);
  return result;
}

// x^exponent modulo the 64-bit polynomial, highest power first.
constexpr std::uint64_t crc_algorithm::power_of_x(unsigned exponent) const noexcept {
  const std::uint64_t polynomial = parameters_.polynomial << (64 - parameters_.width);
  std::uint64_t power = 1;
  for (; exponent > 0; --exponent) power = (power << 1) ^ ((power >> 63) != 0 ? polynomial : 0);
  return power;
}

constexpr std::uint64_t crc_algorithm::register_of(std::uint64_t value) const noexcept {
  return parameters_.reflect_in ? reflected(value, parameters_.width) : value << (64 - parameters_.width);
}

constexpr std::uint64_t crc_algorithm::value_of(std::uint64_t state) const noexcept {
  const std::uint64_t value = parameters_.reflect_in ? state : state >> (64 - parameters_.width);
  const bool turn = parameters_.reflect_in != parameters_.reflect_out;
  return (turn ? reflected(value, parameters_.width) : value) ^ parameters_.final_xor;
}

constexpr crc_algorithm::crc_algorithm(const crc_parameters& parameters) : parameters_(parameters) {
  const unsigned width = parameters.width;
  if (width < 8 || width > 64) throw std::invalid_argument("crc_algorithm: the width is not in 8 to 64");
  const std::uint64_t all = parameters.polynomial | parameters.initial | parameters.final_xor;
  if (width < 64 && (all >> width) != 0) throw std::invalid_argument("crc_algorithm: a value has more bits than width");

  const std::uint64_t polynomial = register_of(parameters.polynomial);
  for (std::uint64_t byte = 0; byte < 256; ++byte) {
    std::uint64_t entry = parameters.reflect_in ? byte : byte << 56;
    for (int bit = 0; bit < 8; ++bit) {
      entry = parameters.reflect_in ? (entry >> 1) ^ ((entry & 1) != 0 ? polynomial : 0)
                                    : (entry << 1) ^ ((entry >> 63) != 0 ? polynomial : 0);
    }
    slices_[0][byte] = entry;
  }
  for (std::size_t slice = 1; slice < 8; ++slice) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint64_t shorter = slices_[slice - 1][byte];
      slices_[slice][byte] = parameters.reflect_in ? (shorter >> 8) ^ slices_[0][shorter & 0xff]
                                                   : (shorter << 8) ^ slices_[0][shorter >> 56];
    }
  }

  // A product of two reflected factors comes out one power of x too high, so that their constants have one less.
  const auto constant = [&](unsigned exponent) {
    return parameters.reflect_in ? reflected(power_of_x(exponent - 1), 64) : power_of_x(exponent);
  };
  far_ = {constant(512 + 64), constant(512)};
  near_ = {constant(128 + 64), constant(128)};
}

}  // namespace memosaic
