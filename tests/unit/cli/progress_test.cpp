// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace progress_test {
using namespace std::chrono_literals;
using memosaic::cli::progress_line;
using memosaic::cli::size_text;

TEST(Progress, SaysHowFarHowFastAndHowLong) {
  EXPECT_EQ(progress_line("find a.bin", 16U << 20, std::uint64_t{64} << 20, 2s),
            "find a.bin: 16.0 MiB of 64.0 MiB, 25%, 8.0 MiB/s, 6 s left");
  EXPECT_EQ(progress_line("find -", 3U << 10, std::nullopt, 1s), "find -: 3.0 KiB, 3.0 KiB/s");
  EXPECT_EQ(progress_line("copy x", 0, std::uint64_t{10}, 1s), "copy x: 0 bytes of 10 bytes, 0%, 0 bytes/s");
}

TEST(Progress, CountsWhatIsNoByte) {
  EXPECT_EQ(progress_line("write t", 16, std::uint64_t{64}, 2s, "partitions"),
            "write t: 16 partitions of 64 partitions, 25%, 8 partitions/s, 6 s left");
}

TEST(Progress, NeverPassesAHundredPercent) {
  EXPECT_NE(progress_line("x", 20, std::uint64_t{10}, 1s).find(" 100%,"), std::string::npos);
}

TEST(Progress, LongNamesKeepTheirEndAndStrangeOnesAreHarmless) {
  const std::string line = progress_line("find " + std::string(100, 'a') + "/end\x1b", 1, std::nullopt, 1s);
  EXPECT_EQ(line.find("..."), 0U);
  EXPECT_NE(line.find("a/end\\x1b: 1 bytes"), std::string::npos);
  EXPECT_LT(line.size(), 80U);
}

TEST(Progress, SizesAreForPeople) {
  EXPECT_EQ(size_text(1023), "1023 bytes");
  EXPECT_EQ(size_text(1536), "1.5 KiB");
  EXPECT_EQ(size_text(1024.0 * 1024 * 1024 * 1024 * 1024 * 1024 * 15), "15.0 EiB");
}

}  // namespace progress_test
