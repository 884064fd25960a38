// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>

#include "memosaic/error.hpp"
#include "support/key_sections.hpp"
#include "support/temporary_file.hpp"

/// Sections that are not as they were written give wrong slots or errors, and are never read outside: under
/// AddressSanitizer the bytes before and behind them may not be touched.
namespace memosaic::key_index_damage_test {

using namespace memosaic::table_core;

/// In memory of exactly this size.
class exact_bytes {
 public:
  explicit exact_bytes(bytes_view bytes) : bytes_(new std::byte[bytes.size()]), size_(bytes.size()) {
    std::copy(bytes.begin(), bytes.end(), bytes_.get());
  }
  [[nodiscard]] bytes_view view() const { return {bytes_.get(), size_}; }

 private:
  std::unique_ptr<std::byte[]> bytes_;
  std::size_t size_;
};

/// Opens, looks up what is there and what is not, and verifies. Answers whether anything was refused.
bool is_refused(bytes_view index_bytes, bytes_view fingerprint_bytes, const std::vector<std::string>& keys) {
  const exact_bytes index_copy(index_bytes);
  const exact_bytes fingerprint_copy(fingerprint_bytes);
  const key_section section{index_copy.view(), "t", 0};
  const key_section fingerprints{fingerprint_copy.view(), "t", 0};
  try {
    const key_index index(section, fingerprints);
    std::mt19937_64 random(7);
    for (const auto& key : keys) {
      for (const std::uint64_t slot : {index.slot_of(std::as_bytes(std::span(key))), index.slot_of(random()),
                                       index.slot_of(key_hash{random(), random()})}) {
        EXPECT_TRUE(slot == no_slot || slot < index.size());
      }
    }
    index.verify(section, fingerprints);
  } catch (const format_error&) {
    return true;
  }
  return false;
}

class damage : public ::testing::TestWithParam<test::key_index_shape> {
 protected:
  std::vector<std::string> keys_ = test::numbered_keys(70);
  test::key_sections whole_ = *test::perfect_sections(test::hashes_of(keys_, GetParam()), GetParam());
};

TEST_P(damage, FlippedBits) {
  ASSERT_FALSE(is_refused(whole_.index, whole_.fingerprints, keys_));
  const std::size_t data_start = section_header_size + (partition_entry_size << GetParam().partition_bits.value_or(0));
  for (std::size_t bit = 0; bit < whole_.index.size() * 8; ++bit) {
    auto bytes = whole_.index;
    bytes[bit / 8] ^= std::byte{1} << (bit % 8);
    const bool refused = is_refused(bytes, whole_.fingerprints, keys_);
    // The hash, its seed, and in the partitions the seeds, pilots and lists may have been meant so.
    const std::size_t place = bit / 8;
    const bool free_value = place == 1 || (place >= 16 && place < 24) || place >= data_start ||
                            (place >= section_header_size && (place - section_header_size) % 32 >= 20 &&
                             (place - section_header_size) % 32 < 24);
    EXPECT_TRUE(refused || free_value) << place << ", bit " << bit % 8;
  }
  for (std::size_t bit = 0; bit < whole_.fingerprints.size() * 8; ++bit) {
    auto bytes = whole_.fingerprints;
    bytes[bit / 8] ^= std::byte{1} << (bit % 8);
    const bool refused = is_refused(whole_.index, bytes, keys_);
    EXPECT_EQ(refused, bit >= 70 * GetParam().fingerprint_bits);
  }
}

TEST_P(damage, Truncations) {
  for (std::size_t size = 0; size < whole_.index.size(); ++size) {
    EXPECT_TRUE(is_refused(bytes_view(whole_.index).first(size), whole_.fingerprints, keys_)) << size;
  }
  for (std::size_t size = 0; size < whole_.fingerprints.size(); ++size) {
    EXPECT_TRUE(is_refused(whole_.index, bytes_view(whole_.fingerprints).first(size), keys_)) << size;
  }
}

TEST_P(damage, RandomBytesBehindTheHeader) {
  for (std::uint64_t round = 0; round < 300; ++round) {
    auto bytes = whole_.index;
    const auto noise = test::random_bytes(bytes.size(), round + 1);
    const std::size_t from = round % 2 == 0 ? section_header_size : bytes.size() / 2;
    std::copy(noise.begin() + static_cast<std::ptrdiff_t>(from), noise.end(),
              bytes.begin() + static_cast<std::ptrdiff_t>(from));
    is_refused(bytes, whole_.fingerprints, keys_);
  }
}

INSTANTIATE_TEST_SUITE_P(
    KeyIndex, damage,
    ::testing::Values(test::key_index_shape{.seed = 9},
                      test::key_index_shape{
                          .seed = 9, .width = hash_width::bits_128, .fingerprint_bits = 11, .partition_bits = 2}));

TEST(KeyIndexDamage, ErrorsNameFilePlaceAndBothNumbers) {
  const test::key_index_shape shape{.seed = 9};
  auto whole = *test::perfect_sections(test::hashes_of(test::numbered_keys(70), shape), shape);
  whole.index[2] = std::byte{60};
  try {
    static_cast<void>(whole.open());
    FAIL();
  } catch (const format_error& error) {
    EXPECT_EQ(error.path(), "table");
    EXPECT_EQ(error.offset(), 1002U);
    EXPECT_NE(std::string(error.what()).find("expected 20, found 60"), std::string::npos) << error.what();
  }
}

}  // namespace memosaic::key_index_damage_test
