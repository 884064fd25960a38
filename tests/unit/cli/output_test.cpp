// SPDX-License-Identifier: Apache-2.0
#include "cli/output.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <random>
#include <string>
#include <system_error>

#include "support/captured_console.hpp"

namespace output_test {
using namespace memosaic;

TEST(Output, KeepsTheOrderWhateverTheSizes) {
  test::captured_output captured;
  std::mt19937_64 random(31);
  std::string expected;
  for (int i = 0; i < 300; ++i) {
    const std::string text(random() % (i % 50 == 0 ? 600000 : 3000), static_cast<char>('a' + i % 26));
    expected += text;
    if (i % 2 == 0) {
      captured.out().write(text);
    } else {
      char* const to = captured.out().reserve(text.size() + 10);
      captured.out().commit(std::copy(text.begin(), text.end(), to));
    }
  }
  EXPECT_EQ(captured.text(), expected);
}

TEST(Output, AFullDiskIsAnErrorThatNamesTheOutput) {
  const int fd = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(fd, 0);
  cli::output out(fd, "the answer");
  out.write("something");
  try {
    out.flush();
    ADD_FAILURE();
  } catch (const cli::output_error& error) {
    EXPECT_EQ(error.code(), std::errc::no_space_on_device);
    EXPECT_EQ(error.path1(), "the answer");
  }
  ::close(fd);
}

}  // namespace output_test
