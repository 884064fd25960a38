// SPDX-License-Identifier: Apache-2.0
//
// A raw file of 1 GiB is mapped and shared, and the first write copies what is around it.
#include <string>

#include "data/pools.hpp"
#include "data/temporary_files.hpp"
#include "harness/heap_bytes.hpp"
#include "image_figures.hpp"
#include "memosaic/image/read_image.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t size = 1024 * mebibyte;
constexpr double most_nanoseconds = 100'000;
constexpr double most_copied = 64 << 10;
constexpr int128 place = size / 2 + 12345;

image loaded(const std::string& path) { return load_image(path, {.format = image_format::raw}).content; }

void load(contest& figure) {
  const temporary_files files;
  const std::string path = files.with_size("data.bin", size);
  figure.ours([&] {
    image content;
    sample taken = time_only([&] { content = loaded(path); });
    taken.right = content.memory.content_size() == size;
    return taken;
  });
  figure.limit(most_nanoseconds);
  figure.measure_nanoseconds(1);
  const auto allocated = static_cast<double>(heap_bytes_of([&] { return loaded(path); }));
  figure.add(measured_row({figure.suite(), figure.name() + ", memory", "bytes", "limit"}, better::smaller, allocated,
                          most_copied, 1));
}

void write_first(contest& figure) {
  const temporary_files files;
  const std::string path = files.with_size("data.bin", size);
  figure.ours([&] {
    image content = loaded(path);
    sample taken = time_only([&] { content.memory.poke(place, std::byte{1}); });
    taken.right = content.memory.peek(place) == std::byte{1} && content.memory.content_size() == size;
    return taken;
  });
  figure.limit(most_nanoseconds);
  figure.measure_nanoseconds(1);
  image content = loaded(path);
  const auto before = heap_bytes();
  content.memory.poke(place, std::byte{1});
  figure.add(measured_row({figure.suite(), figure.name() + ", memory", "bytes", "limit"}, better::smaller,
                          static_cast<double>(heap_bytes() - before), most_copied, 1));
}

}  // namespace

void image_raw_files(bench_run& now) {
  now.figure("image", "load raw binary, 1 GiB", load);
  now.figure("image", "first write of a byte after loading 1 GiB", write_first);
}

}  // namespace memosaic::bench
