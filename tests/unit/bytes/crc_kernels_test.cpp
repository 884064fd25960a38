// SPDX-License-Identifier: Apache-2.0
#include "bytes/crc_kernels.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "memosaic/bytes/crc_catalogue.hpp"
#include "support/guarded_bytes.hpp"

namespace crc_kernels_levels {

using namespace memosaic;

TEST(CrcKernels, EveryLevelAgreesWithTheTablesBetweenGuardPages) {
  const crc_kernels& tables = crc_kernels_for(simd_level::scalar);
  EXPECT_EQ(tables.fold_reflected, nullptr);
  const memosaic::testing::guarded_bytes memory(2048);
  std::mt19937_64 random(14);
  for (std::byte& value : memory.all()) value = static_cast<std::byte>(random());
  for (const crc_parameters& parameters : {crc_8_smbus, crc_16_arc, crc_16_xmodem, crc_24_openpgp, crc_32_iso_hdlc,
                                           crc_32_bzip2, crc_64_ecma_182, crc_64_xz}) {
    const crc_algorithm algorithm(parameters);
    for (const simd_level level : available_simd_levels()) {
      for (std::size_t size = 0; size <= 700; ++size) {
        const auto bytes = size % 2 == 0 ? memory.at(size, size % 64) : memory.from(size, size % 64);
        // Any register of the width: reflected CRCs keep it in the low bits, the others in the high ones.
        const std::uint64_t any = random();
        const std::uint64_t state = parameters.reflect_in ? any >> (64 - parameters.width)
                                                          : any >> (64 - parameters.width) << (64 - parameters.width);
        ASSERT_EQ(crc_kernels_for(level).update(algorithm, state, bytes), tables.update(algorithm, state, bytes))
            << to_string(level) << ' ' << parameters.width << ' ' << size;
      }
    }
  }
}

TEST(CrcKernels, TheInstructionForCrc32cAgreesWithTheTables) {
  const crc_kernels& tables = crc_kernels_for(simd_level::scalar);
  const crc_algorithm algorithm(crc_32_iscsi);
  const memosaic::testing::guarded_bytes memory(2048);
  std::mt19937_64 random(21);
  for (std::byte& value : memory.all()) value = static_cast<std::byte>(random());
  for (const simd_level level : available_simd_levels()) {
    const crc_kernels& kernels = crc_kernels_for(level);
    for (std::size_t size = 0; size <= 1000; ++size) {
      const auto bytes = size % 2 == 0 ? memory.at(size, size % 64) : memory.from(size, size % 64);
      const std::uint64_t state = random() >> 32;
      const std::uint64_t expected = tables.update(algorithm, state, bytes);
      if (kernels.update_32c != nullptr) {
        ASSERT_EQ(kernels.update_32c(state, bytes.data(), size), expected) << to_string(level) << ' ' << size;
      }
      const auto previous = static_cast<std::uint32_t>(~state);
      ASSERT_EQ(crc32c(bytes, previous), static_cast<std::uint32_t>(~expected)) << size;
    }
  }
}

TEST(CrcKernels, NullWithSizeZeroChangesNothing) {
  const crc_algorithm algorithm(crc_32_iso_hdlc);
  for (const simd_level level : available_simd_levels()) EXPECT_EQ(crc_kernels_for(level).update(algorithm, 5, {}), 5u);
}

}  // namespace crc_kernels_levels
