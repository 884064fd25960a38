// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <vector>

#include "memosaic/buffer/io.hpp"
#include "support/channels.hpp"
#include "support/short_calls.hpp"
#include "support/temporary_file.hpp"

namespace io_pump_test {
using namespace memosaic;
using namespace memosaic::literals;
using test::temporary_file;

TEST(IoPump, AllButTheSkippedBytesFromFileAndPipe) {
  const auto content = test::random_bytes(20'000);
  const temporary_file from(content), to;
  for (const bool file : {true, false}) {
    for (const std::size_t scratch_size : {std::size_t{1}, std::size_t{999}, std::size_t{100'000}}) {
      for (const std::uint64_t skip :
           {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1024}, std::uint64_t{19'999}, std::uint64_t{20'000},
            std::uint64_t{20'001}, std::numeric_limits<std::uint64_t>::max()}) {
        auto pipe = test::make_pipe();
        test::feed(pipe.writing.fd(), content);
        pipe.writing = os::descriptor();
        const auto source = test::open_for_writing(from.path(), 0);
        const auto target = test::open_for_writing(to.path());
        std::vector<std::byte> scratch(scratch_size);
        const std::size_t expected = skip < content.size() ? content.size() - static_cast<std::size_t>(skip) : 0;
        ASSERT_EQ(pump(file ? source.fd() : pipe.reading.fd(), target.fd(), scratch, skip), expected);
        const auto written = to.content();
        ASSERT_TRUE(std::equal(written.begin(), written.end(), content.end() - static_cast<std::ptrdiff_t>(expected),
                               content.end()));
      }
    }
  }
}

TEST(IoPump, SkippingAFileReadsNothing) {
  temporary_file from;
  const std::uint64_t far = std::uint64_t{6} << 30;
  from.write_at(far, "the end"_bytes);
  const auto source = test::open_for_writing(from.path(), 0);
  const auto ends = test::make_pipe();
  std::vector<std::byte> scratch(4096);
  const test::counting_calls calls;
  EXPECT_EQ(pump(source.fd(), ends.writing.fd(), scratch, far + 4), 3u);
  EXPECT_EQ(calls.made("read"), 2u);
  test::set_non_blocking(ends.reading.fd());
  EXPECT_EQ(text_of(test::drain(ends.reading.fd())), "end");
}

TEST(IoPump, SkipsFromTheCurrentPosition) {
  const temporary_file from("0123456789"_bytes), to;
  const auto source = test::open_for_writing(from.path(), 0);
  const auto target = test::open_for_writing(to.path());
  std::vector<std::byte> scratch(3);
  ::lseek(source.fd(), 4, SEEK_SET);
  EXPECT_EQ(pump(source.fd(), target.fd(), scratch, 2), 4u);
  EXPECT_EQ(text_of(to.content()), "6789");
}

TEST(IoPump, SurvivesShortCallsAndSignals) {
  const auto content = test::random_bytes(20'000);
  const temporary_file from(content), to;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto source = test::open_for_writing(from.path(), 0);
    const auto target = test::open_for_writing(to.path());
    std::vector<std::byte> scratch(777);
    const test::random_calls calls(seed, 300);
    ASSERT_EQ(pump(source.fd(), target.fd(), scratch, seed), content.size() - seed);
    ASSERT_EQ(to.content(), std::vector(content.begin() + static_cast<std::ptrdiff_t>(seed), content.end()));
  }
}

TEST(IoPump, NeedsAScratch) { EXPECT_THROW(pump(0, 1, {}), std::invalid_argument); }

}  // namespace io_pump_test
