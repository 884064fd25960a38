// SPDX-License-Identifier: Apache-2.0
//
// Loading text files into memory. The packages of Python get a short file, ours the same one: they need minutes for
// long ones.
#include <algorithm>
#include <string>

#include "data/pools.hpp"
#include "data/temporary_files.hpp"
#include "image_figures.hpp"
#include "memosaic/image/read_image.hpp"
#include "memosaic/image/write_image.hpp"
#include "peers/python.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t long_file = 128 * mebibyte;
constexpr double most_milliseconds = 500;
constexpr std::size_t short_file = mebibyte / 4;

/// Data of any size, with the random pool repeated.
image image_of(std::size_t size) {
  image made;
  while (made.memory.content_size() < size) {
    made.memory.append(random_pool().first(std::min<std::size_t>(size, large_size)));
  }
  return made;
}

void load_text(contest& figure, image_format format, std::size_t size, const std::string& package) {
  const temporary_files files;
  const std::string path = files.path("data.txt");
  const image written = image_of(size);
  save_image(written, path, format);
  figure.ours([&] {
    read_image_result read;
    sample taken = time_only([&] { read = load_image(path, {.format = format}); });
    taken.right = read.content.memory == written.memory;
    return taken;
  });
  if (package.empty()) {
    figure.limit(most_milliseconds);
  } else {
    figure.peer(package, 0, [&] {
      const auto reply = python().ask("image_load " + package + " " + path);
      return sample{reply.seconds, static_cast<std::size_t>(reply.answer) == size};
    });
  }
  figure.measure_milliseconds();
}

}  // namespace

void image_loads(bench_run& now) {
  now.figure("image", "load S-record, 128 MiB of data",
             [](contest& figure) { load_text(figure, image_format::s_record, long_file, ""); });
  now.figure("image", "load S-record, 256 KiB of data",
             [](contest& figure) { load_text(figure, image_format::s_record, short_file, "hexrec"); });
  now.figure("image", "load Intel HEX, 256 KiB of data",
             [](contest& figure) { load_text(figure, image_format::intel_hex, short_file, "intelhex"); });
}

}  // namespace memosaic::bench
