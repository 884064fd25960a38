// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "memosaic/error.hpp"
#include "support/guarded_bytes.hpp"
#include "support/sample_tables.hpp"
#include "support/table_reading.hpp"

/// Tables of every kind with damage anywhere: opened, asked for keys that they have and have not, scanned and verified.
/// There is an answer or a `format_error`, no byte outside is read, and verification finds every damage.
namespace memosaic::table_flip_faults {

using testing::guarded_bytes;
using testing::sample_maker;
using testing::sample_table;

bool is_long() { return std::getenv("MEMOSAIC_LONG") != nullptr; }

// What takes a minute under a sanitizer takes seconds without one.
#if defined(__SANITIZE_ADDRESS__)
#define MEMOSAIC_SLOW_SWEEPS
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEMOSAIC_SLOW_SWEEPS
#endif
#endif
#ifdef MEMOSAIC_SLOW_SWEEPS
constexpr std::size_t whole_each = 64;
constexpr int usual_changes = 2000;
#else
constexpr std::size_t whole_each = 8;
constexpr int usual_changes = 10'000;
#endif

class damaged_table {
 public:
  explicit damaged_table(const sample_table& sample) : sample_(sample), guarded_(sample.bytes.size()) {
    bytes_ = guarded_.at_back(sample.bytes.size());
    std::copy(sample.bytes.begin(), sample.bytes.end(), bytes_.begin());
  }

  [[nodiscard]] std::span<std::byte> bytes() const { return bytes_; }

  /// Uses the table as it is now; returns whether it was found to be damaged when it was opened and asked. `whole`
  /// reads whole records, not only those of keys.
  bool use(open_level level, bool whole) {
    try {
      const table found = table::open(view(bytes_, unowned), level);
      testing::table_reading reading(found, whole ? 4 : 1, whole ? 40 : 4);
      for (std::size_t i = 0; i < (whole ? sample_.keys.size() : 1); ++i) reading.look_up(sample_.keys[i]);
      for (std::size_t i = 0; i < (whole ? sample_.absent.size() : 1); ++i) reading.look_up(sample_.absent[i]);
      reading.read_all();
      EXPECT_EQ(reading.problem(), "");
      return reading.errors() != 0;
    } catch (const format_error&) {
      return true;
    }
  }

  /// Opens it, asks for a key that is there and one that is not, reads the first and the last record, and verifies it:
  /// whether damage was found.
  [[nodiscard]] bool is_found() const {
    try {
      const table found = table::open(view(bytes_, unowned), open_level::checked);
      if (found.kind() != table_kind::array) {
        try_to([&] {
          if (const auto row = found.get(sample_.keys.front())) {
            const value key = (*row)["key"].materialise();
            EXPECT_TRUE(same_key(key, sample_.keys.front()));
            key.dismantle();
          }
        });
        try_to([&] { static_cast<void>(found.get(sample_.absent.front())); });
      }
      for (const std::uint64_t slot : {std::uint64_t{0}, found.size() - 1}) {
        try_to([&] { testing::table_exercise(10).read(found.records()[slot]); });
      }
      found.verify();
      return false;
    } catch (const format_error&) {
      return true;
    }
  }

 private:
  /// Damage may end it in an error, or in no such record.
  template <typename Operation>
  static void try_to(const Operation& operation) {
    try {
      operation();
    } catch (const format_error&) {
    } catch (const std::out_of_range&) {}
  }

  const sample_table& sample_;
  guarded_bytes guarded_;
  std::span<std::byte> bytes_;
};

/// Tables of exactly one page: both ends lie at a page that may not be touched.
class TableFlips : public ::testing::TestWithParam<std::string_view> {};

TEST_P(TableFlips, EveryBitOfFourKibibytes) {
  const sample_table sample = sample_maker::make(GetParam(), 4096);
  ASSERT_EQ(sample.bytes.size(), 4096U);
  damaged_table damaged(sample);
  ASSERT_FALSE(damaged.use(open_level::checked, true));
  ASSERT_FALSE(damaged.is_found());
  for (std::size_t bit = 0; bit < sample.bytes.size() * 8; ++bit) {
    std::byte& flipped = damaged.bytes()[bit / 8];
    flipped ^= static_cast<std::byte>(1U << bit % 8);
    // Whole records and all ways to them at every so many bits, another bit of the byte each time.
    if (bit % whole_each == bit / whole_each % whole_each) {
      damaged.use(open_level::checked, true);
      damaged.use(open_level::trusted, false);
    }
    ASSERT_TRUE(damaged.is_found()) << "bit " << bit;
    flipped ^= static_cast<std::byte>(1U << bit % 8);
  }
  EXPECT_FALSE(damaged.is_found());
}

TEST_P(TableFlips, EveryTruncation) {
  const sample_table sample = sample_maker::make(GetParam(), 4096);
  const guarded_bytes guarded(sample.bytes.size());
  for (std::size_t size = 0; size < sample.bytes.size(); ++size) {
    const auto part = guarded.at_back(size);
    std::copy_n(sample.bytes.begin(), size, part.begin());
    for (const auto level : {open_level::checked, open_level::verified, open_level::trusted}) {
      ASSERT_THROW(static_cast<void>(table::open(view(part, unowned), level)), format_error) << size;
    }
  }
}

/// Runs of other bytes, copied parts, noughts and ones, anywhere.
TEST_P(TableFlips, RandomChangesOfAMebibyte) {
  const sample_table sample = sample_maker::make(GetParam(), GetParam() == "linear" ? 4096 : 1U << 20U);
  damaged_table damaged(sample);
  const std::size_t size = sample.bytes.size();
  std::mt19937_64 random(11);
  const int rounds = (is_long() ? 100'000 : usual_changes) / static_cast<int>(std::size(sample_maker::names));
  const auto somewhere = [&] {
    // As often near the front, where the index of the file is, and near the end, as anywhere.
    const std::size_t near = random() % 4096;
    return random() % 3 == 0 ? near : random() % 2 == 0 ? size - 1 - near : static_cast<std::size_t>(random() % size);
  };
  for (int round = 0; round < rounds; ++round) {
    std::vector<std::pair<std::size_t, std::size_t>> changed;
    for (std::uint64_t left = 1 + random() % 6; left > 0; --left) {
      const std::size_t at = std::min(somewhere(), size - 1);
      const std::size_t length =
          std::min<std::size_t>(size - at, random() % 4 == 0 ? random() % 5000 : 1 + random() % 9);
      const auto part = damaged.bytes().subspan(at, length);
      changed.emplace_back(at, length);
      const auto kind = random() % 4;
      const std::size_t from = random() % (size - length + 1);
      for (std::size_t i = 0; i < length; ++i) {
        part[i] = kind == 0   ? static_cast<std::byte>(random())
                  : kind == 1 ? std::byte{0}
                  : kind == 2 ? std::byte{0xFF}
                              : sample.bytes[from + i];
      }
    }
    damaged.use(round % 5 == 0 ? open_level::trusted : open_level::checked, true);
    const bool differs = !std::equal(damaged.bytes().begin(), damaged.bytes().end(), sample.bytes.begin());
    if (is_long() || round % 16 == 0) {
      ASSERT_EQ(damaged.is_found(), differs) << "round " << round;
    }
    for (const auto& [at, length] : changed) {
      std::copy_n(sample.bytes.begin() + static_cast<std::ptrdiff_t>(at), length,
                  damaged.bytes().begin() + static_cast<std::ptrdiff_t>(at));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, TableFlips, ::testing::ValuesIn(sample_maker::names),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace memosaic::table_flip_faults
