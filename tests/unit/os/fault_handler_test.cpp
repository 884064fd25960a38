// SPDX-License-Identifier: Apache-2.0
#include "os/fault_handler.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <memory>

#include "os/region.hpp"
#include "os/watched_regions.hpp"
#include "support/child_process.hpp"
#include "support/temporary_file.hpp"

namespace fault_handler_test {
using namespace memosaic;
using test::child_end;
using test::in_child;

/// Two pages of a file that has none any more.
struct lost_pages {
  lost_pages() : file(test::random_bytes(2 * os::page_size())) {
    const int fd = static_cast<int>(os::current().open(file.path().c_str()).value);
    region =
        os::region(os::current().map(fd, 0, 2 * os::page_size(), os::map_access::read).address, 2 * os::page_size());
    os::current().close(fd);
    std::filesystem::resize_file(file.path(), 0);
  }
  [[nodiscard]] int touch(std::size_t page = 0) const {
    return std::to_integer<int>(const_cast<const volatile std::byte*>(region.address())[page * os::page_size()]);
  }
  test::temporary_file file;
  os::region region;
};

/// The same, watched.
struct watched_pages : lost_pages {
  os::region_watch watch{region.address(), region.size(), false, "lost"};
};

int handled = 0;
const void* handled_address = nullptr;

void leave_code(int) { ::_exit(77); }
void leave_if_told_where(int, ::siginfo_t* info, void* context) {
  ::_exit(info->si_addr == handled_address && context != nullptr ? 78 : 1);
}
void count(int) { ++handled; }

void handle_by(void (*handler)(int), int flags = 0) {
  struct ::sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  ::sigaction(SIGBUS, &action, nullptr);
}

TEST(FaultHandler, OursBecomesZerosAndAMark) {
  const child_end end = in_child([] {
    const watched_pages pages;
    if (os::faults_are_watched() || os::watch_faults().failed() || !os::faults_are_watched()) return 1;
    if (pages.watch.damaged() || pages.touch(1) != 0 || !pages.watch.damaged()) return 2;
    // The page in front of the first fault is still the file's: one more fault.
    if (os::faults_survived() != 1 || pages.touch(0) != 0 || os::faults_survived() != 2) return 3;
    return 0;
  });
  EXPECT_EQ(end.code, 0);
}

TEST(FaultHandler, WithoutAPredecessorOthersEndTheProcessAsBefore) {
  const auto touch_others = [](void (*before)(int)) {
    return in_child([&] {
      const lost_pages pages;
      handle_by(before);
      os::watch_faults();
      return pages.touch();
    });
  };
  EXPECT_EQ(touch_others(SIG_DFL).signal, SIGBUS);
  EXPECT_EQ(touch_others(SIG_IGN).signal, SIGBUS);  // the system ignores no fault
  const auto raise_it = [](void (*before)(int)) {
    return in_child([&] {
      handle_by(before);
      os::watch_faults();
      ::raise(SIGBUS);
      return 5;
    });
  };
  EXPECT_EQ(raise_it(SIG_DFL).signal, SIGBUS);
  EXPECT_EQ(raise_it(SIG_IGN).code, 5);
}

TEST(FaultHandler, OthersGoToThePredecessor) {
  const child_end plain = in_child([] {
    const lost_pages pages;
    handle_by(leave_code);
    os::watch_faults();
    return pages.touch();
  });
  EXPECT_EQ(plain.code, 77);
  const child_end informed = in_child([] {
    const lost_pages pages;
    handled_address = pages.region.address();
    struct ::sigaction action {};
    action.sa_sigaction = leave_if_told_where;
    action.sa_flags = SA_SIGINFO;
    ::sigaction(SIGBUS, &action, nullptr);
    os::watch_faults();
    return pages.touch();
  });
  EXPECT_EQ(informed.code, 78);
}

TEST(FaultHandler, APredecessorIsCalledAsItAsked) {
  const child_end end = in_child([] {
    struct ::sigaction action {};
    action.sa_handler = [](int) {
      ::sigset_t blocked;
      ::pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
      handled += ::sigismember(&blocked, SIGUSR1) == 1 && ::sigismember(&blocked, SIGBUS) == 1 ? 1 : 100;
    };
    ::sigaddset(&action.sa_mask, SIGUSR1);
    ::sigaction(SIGBUS, &action, nullptr);
    os::watch_faults();
    ::raise(SIGBUS);
    ::raise(SIGBUS);
    ::sigset_t blocked;
    ::pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
    return handled == 2 && ::sigismember(&blocked, SIGUSR1) == 0 && ::sigismember(&blocked, SIGBUS) == 0 ? 0 : 1;
  });
  EXPECT_EQ(end.code, 0);
  const child_end once = in_child([] {
    handle_by(count, static_cast<int>(SA_RESETHAND));
    os::watch_faults();
    ::raise(SIGBUS);
    if (handled != 1) return 1;
    ::raise(SIGBUS);
    return 2;
  });
  EXPECT_EQ(once.signal, SIGBUS);
}

TEST(FaultHandler, AHandlerThatCameLaterIsAskedForOthersOnly) {
  const auto with_later = [](bool ours) {
    return in_child([&] {
      const watched_pages watched;
      const lost_pages others;
      handle_by(leave_code);
      os::watch_faults();
      // Like Python's faulthandler: it puts back what it replaced, and raises the signal anew.
      static struct ::sigaction replaced;
      struct ::sigaction action {};
      action.sa_handler = [](int signal) {
        ++handled;
        if (handled > 1) ::_exit(3);
        ::sigaction(signal, &replaced, nullptr);
        ::raise(signal);
      };
      action.sa_flags = SA_NODEFER | SA_ONSTACK;
      ::sigaction(SIGBUS, &action, &replaced);
      os::watch_faults();  // on top again
      if (ours) return watched.touch() == 0 && watched.watch.damaged() && handled == 0 ? 0 : 1;
      return others.touch();
    });
  };
  EXPECT_EQ(with_later(true).code, 0);
  EXPECT_EQ(with_later(false).code, 77);
}

TEST(FaultHandler, ALaterHandlerThatPassesFaultsOnWorks) {
  static struct ::sigaction replaced;
  const auto through = [](auto&& touch) {
    return in_child([&] {
      const watched_pages watched;
      const lost_pages others;
      handle_by(leave_code);
      os::watch_faults();
      struct ::sigaction action {};
      action.sa_sigaction = [](int signal, ::siginfo_t* info, void* context) {
        ++handled;
        replaced.sa_sigaction(signal, info, context);
      };
      action.sa_flags = SA_SIGINFO;
      ::sigaction(SIGBUS, &action, &replaced);
      return touch(watched, others);
    });
  };
  EXPECT_EQ(through([](auto& watched, auto&) { return watched.touch() == 0 && handled == 1 ? 0 : 1; }).code, 0);
  EXPECT_EQ(through([](auto&, auto& others) { return others.touch(); }).code, 77);
  // On top of each other in turn, they must not call each other for ever.
  EXPECT_EQ(through([](auto&, auto& others) {
              os::watch_faults();
              return others.touch();
            }).code,
            77);
}

TEST(FaultHandler, RunsOnTheAlternateStack) {
  const child_end end = in_child([] {
    const lost_pages pages;
    const auto stack = std::make_unique<std::byte[]>(1 << 16);
    ::stack_t alternate{};
    alternate.ss_sp = stack.get();
    alternate.ss_size = 1 << 16;
    ::sigaltstack(&alternate, nullptr);
    handle_by([](int) {
      ::stack_t now{};
      ::sigaltstack(nullptr, &now);
      ::_exit((now.ss_flags & SS_ONSTACK) != 0 ? 0 : 1);
    });
    os::watch_faults();
    return pages.touch();
  });
  EXPECT_EQ(end.code, 0);
}

TEST(FaultHandler, InTheChildOfAForkToo) {
  const child_end end = in_child([] {
    const watched_pages pages;
    os::watch_faults();
    const child_end inner = in_child([&] { return pages.touch() == 0 && pages.watch.damaged() ? 0 : 1; });
    return inner.code == 0 && !pages.watch.damaged() && pages.touch() == 0 ? 0 : 1;
  });
  EXPECT_EQ(end.code, 0);
}

/// Where the number of mappings is at its limit, the tail cannot be replaced alone.
TEST(FaultHandler, WithoutRoomForTheTailAllBecomesZeros) {
  struct no_tail final : os::calls {
    os::answer map_zeros(std::byte* address, std::size_t size, bool writable) noexcept override {
      ++asked;
      return asked <= refused ? os::answer{0, ENOMEM} : calls::map_zeros(address, size, writable);
    }
    int asked = 0;
    int refused = 1;
  };
  const auto with_refusals = [](int refused) {
    return in_child([&] {
      const watched_pages pages;
      handle_by(leave_code);
      os::watch_faults();
      no_tail calls;
      calls.refused = refused;
      os::calls& before = os::replace(calls);
      const int seen = pages.touch(1);
      os::replace(before);
      return seen == 0 && pages.watch.damaged() && pages.touch(0) == 0 && os::faults_survived() == 1 ? 0 : 1;
    });
  };
  EXPECT_EQ(with_refusals(1).code, 0);
  EXPECT_EQ(with_refusals(2).code, 77);
}

}  // namespace fault_handler_test
