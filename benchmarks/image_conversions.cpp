// SPDX-License-Identifier: Apache-2.0
//
// From file to file, in a file system in memory: ours as calls of the library, the tools as the processes that people
// start. All write records of 16 bytes. Then what the conversions need of memory, in a process of their own; the mapped
// input counts.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>

#include "data/pools.hpp"
#include "data/temporary_files.hpp"
#include "harness/peak_memory.hpp"
#include "image_figures.hpp"
#include "memosaic/image/read_image.hpp"
#include "memosaic/image/write_image.hpp"
#include "peers/tool.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t size = large_size;
constexpr double least_against_objcopy = 5;
constexpr double least_against_srec_cat = 25;
constexpr double most_beside_input = 1.25 * size + 32.0 * mebibyte;

void convert(const std::string& from, image_format format, const std::string& to, image_format target) {
  save_image(load_image(from, {.format = format}).content, to, target);
}

void to_intel_hex(contest& figure) {
  const temporary_files files;
  const std::string data = files.with_bytes("data.bin", random_pool().first(size));
  const std::string ours = files.path("ours.hex");
  const std::string theirs = files.path("theirs.hex");
  figure.ours([&] { return time_only([&] { convert(data, image_format::raw, ours, image_format::intel_hex); }); });
  figure.peer("objcopy", least_against_objcopy, [&] {
    return time_tool({"objcopy", "-I", "binary", "-O", "ihex", data, theirs});
  });
  figure.peer("srec_cat", least_against_srec_cat, [&] {
    return time_tool({"srec_cat", data, "-binary", "-o", theirs, "-intel", "-obs=16"});
  });
  figure.measure_throughput(static_cast<double>(size));
}

void from_intel_hex(contest& figure) {
  const temporary_files files;
  const std::string data = files.with_bytes("data.bin", random_pool().first(size));
  const std::string text = files.path("data.hex");
  const std::string ours = files.path("ours.bin");
  const std::string theirs = files.path("theirs.bin");
  convert(data, image_format::raw, text, image_format::intel_hex);
  const auto checked = [&](sample taken, const std::string& made) {
    taken.right = same_bytes(made, data);
    return taken;
  };
  figure.ours([&] {
    return checked(time_only([&] { convert(text, image_format::intel_hex, ours, image_format::raw); }), ours);
  });
  figure.peer("objcopy", least_against_objcopy, [&] {
    return checked(time_tool({"objcopy", "-I", "ihex", "-O", "binary", text, theirs}), theirs);
  });
  figure.peer("srec_cat", least_against_srec_cat, [&] {
    return checked(time_tool({"srec_cat", text, "-intel", "-o", theirs, "-binary"}), theirs);
  });
  figure.measure_throughput(static_cast<double>(size));
}

// The peak of a process that does nothing else: what this one keeps from earlier figures does not count.
std::uint64_t peak_alone(const std::function<void()>& run) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("no pipe for a process of its own");
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("no process of its own");
  if (child == 0) {
    std::uint64_t peak = 0;
    try {
      peak = peak_growth(run);
    } catch (const std::exception&) {
      ::_exit(1);
    }
    ::_exit(::write(ends[1], &peak, sizeof peak) == sizeof peak ? 0 : 1);
  }
  ::close(ends[1]);
  std::uint64_t peak = 0;
  const bool told = ::read(ends[0], &peak, sizeof peak) == sizeof peak;
  ::close(ends[0]);
  int status = 0;
  if (::waitpid(child, &status, 0) != child || status != 0 || !told) {
    throw std::runtime_error("the process of its own failed");
  }
  return peak;
}

void peak_memory(contest& figure, bool to_text) {
  const temporary_files files;
  const std::string data = files.with_bytes("data.bin", random_pool().first(size));
  const std::string text = files.path("data.hex");
  const std::string made = files.path("made");
  if (!to_text) convert(data, image_format::raw, text, image_format::intel_hex);
  const std::string& input = to_text ? data : text;
  const auto peak = peak_alone([&] {
    convert(input, to_text ? image_format::raw : image_format::intel_hex, made,
            to_text ? image_format::intel_hex : image_format::raw);
  });
  const auto most = most_beside_input + static_cast<double>(std::filesystem::file_size(input));
  figure.add(measured_row({figure.suite(), figure.name(), "MiB", "limit"}, better::smaller,
                          static_cast<double>(peak) / mebibyte, most / mebibyte, 1));
}

}  // namespace

void image_conversions(bench_run& now) {
  now.figure("image", "raw to Intel HEX, files of 64 MiB", to_intel_hex);
  now.figure("image", "Intel HEX to raw, files of 64 MiB", from_intel_hex);
  now.figure("image", "raw to Intel HEX, 64 MiB, peak memory", [](contest& figure) { peak_memory(figure, true); });
  now.figure("image", "Intel HEX to raw, 64 MiB, peak memory", [](contest& figure) { peak_memory(figure, false); });
}

}  // namespace memosaic::bench
