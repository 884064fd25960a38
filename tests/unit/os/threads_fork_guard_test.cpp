// SPDX-License-Identifier: Apache-2.0
#include "os/fork_guard.hpp"

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <thread>

namespace memosaic::test::threads_fork_guard_cases {

/// Forks, and tells what the child answers.
template <typename InChild>
int answer_of_child(const InChild& in_child) {
  const ::pid_t child = ::fork();
  // By the system call itself: a thread sanitizer takes the threads of the parent for lost ones at `_exit`.
  if (child == 0) ::syscall(SYS_exit_group, in_child());
  int status = -1;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(ThreadsForkGuard, AChildCanTakeALockThatAnotherThreadHeld) {
  std::mutex lock;
  int told = 0;
  const os::fork_guard guard(
      lock, [](void* context) noexcept { ++*static_cast<int*>(context); }, &told);
  std::atomic<bool> held{false};
  std::jthread holder([&] {
    const std::lock_guard holding(lock);
    held = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
  });
  while (!held) std::this_thread::yield();
  EXPECT_EQ(answer_of_child([&] { return lock.try_lock() && told == 1 ? 7 : 8; }), 7);
  EXPECT_EQ(told, 0);
  holder.join();
  EXPECT_TRUE(lock.try_lock());
  lock.unlock();
}

TEST(ThreadsForkGuard, GuardsComeAndGoInAnyOrder) {
  std::mutex locks[3];
  auto first = std::make_unique<os::fork_guard>(locks[0]);
  auto second = std::make_unique<os::fork_guard>(locks[1]);
  auto third = std::make_unique<os::fork_guard>(locks[2]);
  second.reset();
  first.reset();
  const std::lock_guard unguarded(locks[1]);  // else the fork would wait for it
  EXPECT_EQ(answer_of_child([&] { return locks[0].try_lock() && locks[2].try_lock() ? 7 : 8; }), 7);
}

}  // namespace memosaic::test::threads_fork_guard_cases
