// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/io.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "faults/every_call_fails.hpp"
#include "support/channels.hpp"
#include "support/temporary_file.hpp"

namespace io_faults {
using namespace memosaic;
using test::every_call_fails;
using test::temporary_file;

struct stage {
  os::descriptor source;
  os::descriptor target;
  os::descriptor result;  ///< where what was written can be read, if the target is a socket or a pipe
};

const std::vector<std::byte>& content() {
  static const auto bytes = test::random_bytes(20'000);
  return bytes;
}

bool starts_content(const std::vector<std::byte>& bytes) {
  return bytes.size() <= content().size() && std::equal(bytes.begin(), bytes.end(), content().begin());
}

/// What was written, and whether it is all, is the same as what the call told.
void expect_result(const temporary_file* file, const stage& set, std::uint64_t told) {
  if (file == nullptr) test::set_non_blocking(set.result.fd());
  const auto written = file != nullptr ? file->content() : test::drain(set.result.fd());
  EXPECT_EQ(written.size(), told);
  EXPECT_TRUE(starts_content(written));
}

TEST(IoFaults, WriteAll) {
  const temporary_file to;
  for (const bool socket : {true, false}) {
    const auto prepare = [&] {
      if (!socket) return stage{{}, test::open_for_writing(to.path()), {}};
      auto ends = test::make_sockets();
      return stage{{}, std::move(ends.writing), std::move(ends.reading)};
    };
    const auto write_parts = [&](const stage& set) {
      std::vector<bytes_view> parts;
      for (std::size_t start = 0; start < content().size(); start += 100) {
        parts.push_back(bytes_view(content()).subspan(start, 100));
      }
      expect_result(socket ? nullptr : &to, set, write_all(set.target.fd(), parts));
    };
    EXPECT_GT(every_call_fails(prepare, write_parts), 5u);
  }
}

TEST(IoFaults, Reading) {
  const temporary_file from(content());
  const auto prepare = [&] { return stage{test::open_for_writing(from.path(), 0), {}, {}}; };
  const auto read_both_ways = [&](const stage& set) {
    std::vector<std::byte> target(content().size());
    const io_progress read = read_exact(set.source.fd(), target);
    if (read.stop == io_stop::done) {
      EXPECT_EQ(target, content());
    } else {
      EXPECT_EQ(read, (io_progress{0, io_stop::source_not_ready}));
    }
    EXPECT_EQ(pread_into(set.source.fd(), target, 10), content().size() - 10);
  };
  EXPECT_GT(every_call_fails(prepare, read_both_ways), 10u);
}

/// A transfer that came back at a "not now" goes on where it stopped; in the end nothing is lost or doubled.
void transfer_all(const stage& set, const temporary_file* file) {
  std::uint64_t total = 0;
  for (int time = 0; time < 3 && total != content().size(); ++time) {
    total += transfer(set.source.fd(), set.target.fd(), content().size() - total).size;
  }
  EXPECT_EQ(total, content().size());
  expect_result(file, set, total);
}

TEST(IoFaults, TransferFromFileToFile) {
  const temporary_file from(content()), to;
  const auto prepare = [&] {
    return stage{test::open_for_writing(from.path(), 0), test::open_for_writing(to.path()), {}};
  };
  EXPECT_GT(every_call_fails(prepare, [&](const stage& set) { transfer_all(set, &to); }), 5u);
}

TEST(IoFaults, TransferBetweenFilesSocketsAndPipes) {
  const temporary_file from(content());
  for (const std::string_view pair : {"file to socket", "file to pipe", "pipe to socket", "socket to socket"}) {
    const auto prepare = [&] {
      stage set;
      auto out = pair == "file to pipe" ? test::make_pipe() : test::make_sockets();
      set.target = std::move(out.writing);
      set.result = std::move(out.reading);
      if (pair.starts_with("file")) {
        set.source = test::open_for_writing(from.path(), 0);
      } else {
        auto in = pair.starts_with("pipe") ? test::make_pipe() : test::make_sockets();
        test::feed(in.writing.fd(), content());
        set.source = std::move(in.reading);
      }
      return set;
    };
    const auto move_all = [&](const stage& set) { transfer_all(set, nullptr); };
    EXPECT_GT(every_call_fails(prepare, move_all), 5u) << pair;
  }
}

TEST(IoFaults, Pump) {
  const temporary_file from(content());
  const auto prepare = [&] {
    auto ends = test::make_sockets();
    return stage{test::open_for_writing(from.path(), 0), std::move(ends.writing), std::move(ends.reading)};
  };
  const auto pump_all = [&](const stage& set) {
    std::array<std::byte, 6000> scratch{};
    expect_result(nullptr, set, pump(set.source.fd(), set.target.fd(), scratch));
  };
  EXPECT_GT(every_call_fails(prepare, pump_all), 20u);
}

TEST(IoFaults, ASkipThatCannotMoveThePositionReads) {
  const temporary_file from(content()), to;
  const auto prepare = [&] {
    return stage{test::open_for_writing(from.path(), 0), test::open_for_writing(to.path()), {}};
  };
  const auto pump_rest = [&](const stage& set) {
    std::array<std::byte, 6000> scratch{};
    EXPECT_EQ(pump(set.source.fd(), set.target.fd(), scratch, 19'000), 1000u);
    EXPECT_EQ(to.content(), std::vector(content().end() - 1000, content().end()));
  };
  EXPECT_GT(every_call_fails(prepare, pump_rest), 10u);
}

/// No sendfile, short calls, and the third send fails.
class third_send_fails final : public test::counting_calls {
 public:
  explicit third_send_fails(int error) : error_(error) {}

 protected:
  std::size_t allowed(std::size_t size) noexcept override { return std::min<std::size_t>(size, 5000); }
  int error_of(std::size_t, std::string_view name) noexcept override {
    if (name == "send_file") return EINVAL;
    return name == "send" && made("send") == 3 ? error_ : 0;
  }

 private:
  int error_;
};

TEST(IoFaults, AFileStandsBehindWhatTheTargetTookWhenItFails) {
  const temporary_file from(content());
  const auto source = test::open_for_writing(from.path(), 0);
  const auto ends = test::make_sockets();
  {
    const third_send_fails calls(ENOSPC);
    EXPECT_THROW(transfer(source.fd(), ends.writing.fd(), 20'000), std::filesystem::filesystem_error);
  }
  test::set_non_blocking(ends.reading.fd());
  EXPECT_EQ(test::drain(ends.reading.fd()).size(), 10'000u);
  EXPECT_EQ(::lseek(source.fd(), 0, SEEK_CUR), 10'000);
}

}  // namespace io_faults
