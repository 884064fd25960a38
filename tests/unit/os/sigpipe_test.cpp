// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "memosaic/bytes/bytes_view.hpp"
#include "os/descriptor.hpp"
#include "os/quiet_writer.hpp"
#include "support/channels.hpp"
#include "support/failing_calls.hpp"
#include "support/temporary_file.hpp"

/// A raised SIGPIPE ends the test program, so every test that comes to its end has proved its point.
namespace sigpipe_test {
using namespace memosaic;
using namespace memosaic::literals;

struct broken_pipe {
  os::descriptor writing;
  broken_pipe() {
    int ends[2];
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    ::close(ends[0]);
    writing = os::descriptor(ends[1]);
  }
};

bool is_blocked() {
  ::sigset_t mask;
  ::pthread_sigmask(SIG_BLOCK, nullptr, &mask);
  return ::sigismember(&mask, SIGPIPE) == 1;
}
bool is_pending() {
  ::sigset_t pending;
  ::sigpending(&pending);
  return ::sigismember(&pending, SIGPIPE) == 1;
}

TEST(Sigpipe, APipeWithoutReaderIsAnError) {
  const broken_pipe pipe;
  for (int time = 0; time < 2; ++time) {
    os::quiet_writer writer(pipe.writing.fd());
    EXPECT_EQ(writer.write("abc"_bytes).error, EPIPE);
    EXPECT_EQ(writer.write("abc"_bytes).error, EPIPE);
  }
  EXPECT_FALSE(is_blocked());
  EXPECT_FALSE(is_pending());
}

TEST(Sigpipe, ASocketWithoutPeerIsAnErrorAndNeedsNoGuard) {
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  const os::descriptor socket(ends[0]);
  ::close(ends[1]);
  os::quiet_writer writer(socket.fd());
  EXPECT_EQ(writer.write("abc"_bytes).error, EPIPE);
  EXPECT_FALSE(is_blocked());
}

TEST(Sigpipe, AnOuterGuardThatIsToldTakesTheSignalAway) {
  const broken_pipe pipe;
  {
    os::sigpipe_guard outer;
    os::quiet_writer writer(pipe.writing.fd());
    const auto written = writer.write("abc"_bytes);
    EXPECT_EQ(written.error, EPIPE);
    outer.note(written.error);
    EXPECT_TRUE(is_blocked());
  }
  EXPECT_FALSE(is_blocked());
  EXPECT_FALSE(is_pending());
}

TEST(Sigpipe, AnInjectedErrorWithoutSignalDoesNotWaitForOne) {
  const auto ends = test::make_pipe();
  const test::failing_calls calls("write", 1, EPIPE);
  os::quiet_writer writer(ends.writing.fd());
  EXPECT_EQ(writer.write("abc"_bytes).error, EPIPE);
}

TEST(Sigpipe, FilesAreWrittenWithoutAGuard) {
  const test::temporary_file stored;
  const auto target = test::open_for_writing(stored.path());
  os::quiet_writer writer(target.fd());
  EXPECT_EQ(writer.write("abc"_bytes).value, 3);
  EXPECT_FALSE(is_blocked());
}

TEST(Sigpipe, AProgramThatBlocksItFindsItPending) {
  const broken_pipe pipe;
  ::sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  {
    os::quiet_writer writer(pipe.writing.fd());
    EXPECT_EQ(writer.write("abc"_bytes).error, EPIPE);
  }
  EXPECT_TRUE(is_blocked());
  EXPECT_TRUE(is_pending());
  int signal = 0;
  ::sigwait(&set, &signal);
  ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace sigpipe_test
