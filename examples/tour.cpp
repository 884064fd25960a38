// SPDX-License-Identifier: Apache-2.0
// The main job on real input: this machine's shared libraries, this program's own executable, and a real socket.
// Every answer is compared with that of the standard tool beside it; a wrong one ends the tour with status 1.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "memosaic/memosaic.hpp"

namespace {

using namespace memosaic::literals;
using memosaic::bytes_view;

int failures = 0;

void require(bool right, const char* what) {
  if (right) return;
  ++failures;
  std::printf("   WRONG: %s\n", what);
}

/// The best of three runs, in seconds of wall clock.
double seconds(const std::function<void()>& work) {
  double best = 1e9;
  for (int round = 0; round < 3; ++round) {
    const auto start = std::chrono::steady_clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

/// Seconds of processor time that this thread has used.
double cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_THREAD, &used);
  const auto total = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return total(used.ru_utime) + total(used.ru_stime);
}

/// The most memory that the process ever had, in MiB.
double peak_mib() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_maxrss) / 1024.0;
}

/// The shared libraries of this machine, mapped; each view keeps its mapping.
memosaic::chain map_libraries(std::size_t most_bytes) {
  memosaic::chain libraries;
  std::vector<std::filesystem::path> paths;
  for (const char* folder : {"/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/lib", "/usr/lib"}) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
      const std::string name = entry.path().filename().string();
      if (name.find(".so") != std::string::npos && entry.is_regular_file(ignored) && !entry.is_symlink(ignored)) {
        paths.push_back(entry.path());
      }
    }
    if (!paths.empty()) break;
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    if (libraries.size() >= most_bytes) break;
    libraries.append(memosaic::mapping(memosaic::file(path)).view());
  }
  return libraries;
}

void search_libraries(const memosaic::chain& libraries) {
  std::printf("1. Search %zu mapped shared libraries, %.1f MiB, as one run of bytes\n", libraries.segments().size(),
              static_cast<double>(libraries.size()) / (1 << 20));
  const std::string needle = "GLIBC_2.3";
  const bytes_view wanted = memosaic::bytes_of(needle);

  std::size_t ours = 0, theirs = 0, plain = 0;
  const double our_time = seconds([&] {
    ours = 0;
    const memosaic::searcher search(wanted);
    for (const memosaic::view& part : libraries.segments()) {
      bytes_view rest = part.bytes();
      while (const auto at = search.find(rest)) {
        ++ours;
        rest = rest.subspan(*at + needle.size());
      }
    }
  });
  const double memmem_time = seconds([&] {
    theirs = 0;
    for (const memosaic::view& part : libraries.segments()) {
      const std::byte* from = part.data();
      const std::byte* const end = from + part.size();
      while (const void* hit = memmem(from, static_cast<std::size_t>(end - from), needle.data(), needle.size())) {
        ++theirs;
        from = static_cast<const std::byte*>(hit) + needle.size();
      }
    }
  });
  const double view_time = seconds([&] {
    plain = 0;
    for (const memosaic::view& part : libraries.segments()) {
      const std::string_view text = memosaic::text_of(part.bytes());
      for (std::size_t at = 0; (at = text.find(needle, at)) != std::string_view::npos; at += needle.size()) ++plain;
    }
  });
  const double gigabytes = static_cast<double>(libraries.size()) / 1e9;
  std::printf("   \"%s\" %zu times: memosaic %.1f GB/s, memmem %.1f GB/s, string_view::find %.1f GB/s\n",
              needle.c_str(), ours, gigabytes / our_time, gigabytes / memmem_time, gigabytes / view_time);
  require(ours == theirs && ours == plain, "the three searches count differently");

  // A needle laid over the border of two libraries: the end of one, the beginning of the next. Nothing is joined.
  if (libraries.segments().size() > 1) {
    const std::size_t border = libraries.segments()[0].size();
    const memosaic::view joint = libraries.sub(border - 24, border + 8).coalesce();
    const auto at = libraries.find(joint.bytes());
    require(at.has_value() && *at <= border - 24, "the needle across the border");
    std::printf("   32 bytes across the border of the first two files: found at %zu, no file was copied\n",
                at.value_or(0));
  }
}

void compare_executable(const std::filesystem::path& executable) {
  const memosaic::view original = memosaic::mapping(memosaic::file(executable)).view();
  std::printf("2. Patch a copy of this program (%zu bytes) and find the patches\n", original.size());
  memosaic::buffer patched(original.bytes());
  const auto patch = [&](std::size_t at, bytes_view with) { memosaic::copy_to(with, patched.mutable_bytes(), at); };
  patch(original.size() / 3, "\xDE\xAD\xBE\xEF"_bytes);
  patch(original.size() / 2, "\xCA\xFE"_bytes);
  std::size_t runs = 0;
  for (const memosaic::difference& run : memosaic::differences(original.bytes(), patched.bytes(), 8)) {
    std::printf("   differs in [0x%zx, 0x%zx)\n", run.start, run.stop);
    ++runs;
  }
  require(runs == 2, "two patches were made");

  std::size_t ours = 0, theirs = 0;
  const double our_time = seconds([&] { ours = memosaic::rmismatch(original.bytes(), patched.bytes()).index; });
  const double their_time = seconds([&] {
    const bytes_view a = original.bytes(), b = patched.bytes();
    const auto last = std::mismatch(a.rbegin(), a.rend(), b.rbegin());
    theirs = static_cast<std::size_t>(a.rend() - last.first) - 1;
  });
  require(ours == theirs, "the last difference");
  std::printf("   last difference at 0x%zx: memosaic %.1f us, std::mismatch backwards %.1f us\n", ours, our_time * 1e6,
              their_time * 1e6);

  // A view holds its buffer in place; a slice follows it.
  const memosaic::slice slice = patched.slice(patched.size() - 16, patched.size());
  {
    const memosaic::view pinned = patched.view(0, 4);
    try {
      patched.resize(patched.size() + 1);
      require(false, "a pinned buffer was resized");
    } catch (const memosaic::buffer_pinned& error) {
      std::printf("   %s\n", error.what());
    }
  }
  patched.resize(patched.size() - 8);
  require(slice.size() == 8, "the slice follows its owner");
}

/// A connected pair of TCP sockets on the loopback interface; the second does not block, so sends are partial.
struct connection {
  int receiver = -1, sender = -1;
  connection() {
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    sockaddr* const generic = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener, generic, size) != 0 || listen(listener, 1) != 0 || getsockname(listener, generic, &size) != 0) {
      throw std::runtime_error("no socket on the loopback interface");
    }
    receiver = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(receiver, generic, size) != 0) throw std::runtime_error("the loopback connection was refused");
    sender = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    close(listener);
  }
  ~connection() {
    close(sender);
    close(receiver);
  }
};

void wait_writable(int fd) {
  fd_set set;
  FD_ZERO(&set);
  FD_SET(fd, &set);
  select(fd + 1, nullptr, &set, nullptr, nullptr);
}

/// Sends `total` bytes by `send_some`, which returns whether there is more; drains them in a second thread.
double send_all(std::size_t total, const std::function<bool(int)>& send_some) {
  connection pair;
  std::size_t received = 0;
  std::thread drain([&] {
    std::vector<char> sink(1 << 18);
    while (received < total) {
      const ssize_t got = read(pair.receiver, sink.data(), sink.size());
      if (got <= 0) break;
      received += static_cast<std::size_t>(got);
    }
  });
  const double before = cpu_seconds();
  while (send_some(pair.sender)) wait_writable(pair.sender);
  const double used = cpu_seconds() - before;
  drain.join();
  require(received == total, "every byte arrived");
  return used;
}

void send_over_socket() {
  const std::size_t total = 1024 * 100000;
  std::printf("3. Send %zu bytes over a TCP socket that takes them in parts\n", total);
  const memosaic::buffer data(total, "a"_bytes);

  const double peak_before = peak_mib();
  memosaic::view rest = data.view();
  const double with_view = send_all(total, [&](int fd) {
    rest = rest.sub(memosaic::write_all(fd, rest.bytes()));  // what remains, without copying it
    return !rest.empty();
  });
  const double peak_view = peak_mib() - peak_before;
  rest.release();

  std::string copied(memosaic::text_of(data.bytes()));
  const double peak_string = peak_mib();
  const double with_copy = send_all(total, [&](int fd) {
    const ssize_t sent = send(fd, copied.data(), copied.size(), MSG_NOSIGNAL);
    if (sent > 0) copied = copied.substr(static_cast<std::size_t>(sent));  // what remains, copied each time
    return !copied.empty();
  });
  std::printf("   remainder as a view: %.0f ms of CPU, +%.1f MiB; as a copy: %.0f ms, +%.1f MiB\n", with_view * 1e3,
              peak_view, with_copy * 1e3, peak_mib() - peak_string);
}

void gather_to_file(const memosaic::chain& libraries, const std::filesystem::path& folder) {
  const std::filesystem::path target = folder / "tour.bin";
  const memosaic::chain part = libraries.sub(0, std::min<std::size_t>(libraries.size(), 64 << 20));
  const int fd = open(target.c_str(), O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0600);
  const double start = cpu_seconds();
  const std::size_t written = memosaic::write_all(fd, part);
  const double used = cpu_seconds() - start;
  close(fd);
  const memosaic::view back = memosaic::mapping(memosaic::file(target)).view();
  std::size_t at = 0;
  for (const memosaic::view& segment : part.segments()) {
    require(memosaic::equal(segment.bytes(), back.sub(at, at + segment.size()).bytes()), "what was written");
    at += segment.size();
  }
  std::printf("4. Gather %zu views into one file: %zu bytes in %.0f ms of CPU, read back and equal, crc32c %08x\n",
              part.segments().size(), written, used * 1e3, memosaic::crc32c(back.bytes()));
  std::filesystem::remove(target);
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path folder = argc > 1 ? argv[1] : std::filesystem::temp_directory_path();
  try {
    std::printf("memosaic %s, kernels for %s\n\n", memosaic::version(),
                std::string(memosaic::to_string(memosaic::active_simd_level())).c_str());
    const memosaic::chain libraries = map_libraries(std::size_t{256} << 20);
    search_libraries(libraries);
    compare_executable("/proc/self/exe");
    send_over_socket();
    gather_to_file(libraries, folder);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tour: %s\n", error.what());
    return 1;
  }
  return failures == 0 ? 0 : 1;
}
