// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <thread>
#include <utility>
#include <vector>

#include "memosaic/buffer/buffer.hpp"
#include "support/test_owner.hpp"

namespace memosaic::threads_views_test {

using namespace memosaic::literals;

TEST(ThreadsViews, CopiedAndDroppedInSeveralThreads) {
  auto* const source = new test_owner("abcdefgh");
  {
    const view whole(*source);
    std::vector<std::jthread> threads;
    for (std::size_t number = 0; number < 4; ++number) {
      threads.emplace_back([&whole, number] {
        for (int round = 0; round < 20000; ++round) {
          const view part = whole.sub(number);
          const view copied = part;
          EXPECT_EQ(copied[0], part[0]);
        }
      });
    }
  }
  EXPECT_EQ(source->references(), 1U);
  EXPECT_EQ(source->pins(), 0U);
  source->drop_reference();
  EXPECT_EQ(test_owner::alive, 0);
}

TEST(ThreadsViews, TheLastOneFreesWhereverItIs) {
  for (int round = 0; round < 200; ++round) {
    auto* const source = new test_owner("abc");
    view here(*source);
    view there = here;
    source->drop_reference();
    std::jthread other([moved = std::move(there)]() mutable { moved.release(); });
    here.release();
    other.join();
    ASSERT_EQ(test_owner::alive, 0);
  }
}

TEST(ThreadsViews, WhatAReaderSawIsNotResizedUnderIt) {
  for (int round = 0; round < 200; ++round) {
    buffer bytes("abc"_bytes);
    std::jthread reader([part = bytes.view()]() mutable {
      EXPECT_EQ(text(part.bytes()), "abc");
      part.release();
    });
    while (bytes.pins() != 0) std::this_thread::yield();
    bytes.resize(100000);  // would be a race with the reader if its release did not come before
    bytes[0] = std::byte{'z'};
  }
}

TEST(ThreadsViews, WhatAWriterWroteIsSeenByWhoFreezes) {
  for (int round = 0; round < 200; ++round) {
    buffer bytes("abc"_bytes);
    std::jthread writer([part = bytes.mutable_view()]() mutable {
      part[0] = std::byte{'X'};
      part.release();
    });
    while (bytes.pins() != 0) std::this_thread::yield();
    EXPECT_EQ(text(bytes.freeze().bytes()), "Xbc");
  }
}

TEST(ThreadsViews, SlicesShareAFrozenBuffer) {
  buffer bytes("abcdefgh"_bytes);
  const slice all = bytes.slice();
  const view frozen = bytes.freeze();
  {
    std::vector<std::jthread> threads;
    for (std::size_t number = 0; number < 4; ++number) {
      threads.emplace_back([&all, number] {
        for (int round = 0; round < 5000; ++round) {
          const slice part = all.sub(number, number + 2);
          EXPECT_EQ(part.view().bytes()[0], part.at(0));
          EXPECT_FALSE(part.writable());
        }
      });
    }
  }
  EXPECT_EQ(frozen.data(), all.bytes().data());
}

}  // namespace memosaic::threads_views_test
