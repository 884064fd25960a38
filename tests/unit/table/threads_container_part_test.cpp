// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <thread>
#include <vector>

#include "memosaic/table/container.hpp"
#include "memosaic/table/container_file.hpp"
#include "memosaic/table/container_writer.hpp"
#include "support/temporary_file.hpp"

/// A section that is written in parts, in whatever order, is the same as one that is written from its start.
namespace memosaic::threads_container_part_test {

const schema numbers({record_type{"number", {{1, "n", field_type::int32()}}, 0}});

std::vector<std::size_t> sizes_for(unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::size_t> sizes;
  for (int i = 0; i < 30; ++i) sizes.push_back(random() % (i % 3 == 0 ? 300'000 : i % 3 == 1 ? 70'000 : 900));
  return sizes;
}

std::vector<std::byte> content_of(std::size_t part, std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 31 + part);
  return bytes;
}

void append_in_pieces(container_part& part, bytes_view bytes, unsigned seed) {
  std::mt19937 random(seed);
  while (!bytes.empty()) {
    const auto piece = bytes.first(std::min<std::size_t>(bytes.size(), random() % 200'000 + 1));
    part.append(piece);
    bytes = bytes.subspan(piece.size());
  }
  EXPECT_EQ(part.left(), 0U);
}

/// With more than one thread, parts are written at once and from the last to the first.
void write_to(container_sink& sink, const std::vector<std::size_t>& sizes, unsigned threads) {
  container_writer writer(sink, numbers, {reference_width::narrow, 42, 8});
  writer.begin(section_type::usermeta, {{}, 64, true, false});
  if (threads == 0) {
    for (std::size_t i = 0; i < sizes.size(); ++i) writer.append(content_of(i, sizes[i]));
  } else {
    std::vector<container_part> parts;
    for (const std::size_t size : sizes) parts.push_back(writer.part(size));
    std::vector<std::jthread> workers;
    for (unsigned worker = 0; worker < threads; ++worker) {
      workers.emplace_back([&, worker] {
        for (std::size_t i = parts.size(); i-- > 0;) {
          if (i % threads == worker) append_in_pieces(parts[i], content_of(i, sizes[i]), worker);
        }
      });
    }
  }
  writer.end(1);
  writer.finish(0);
}

TEST(ThreadsContainerPart, AnyOrderMakesTheSameFile) {
  for (const unsigned seed : {1U, 2U}) {
    const auto sizes = sizes_for(seed);
    container_memory expected;
    write_to(expected, sizes, 0);
    EXPECT_NO_THROW(static_cast<void>(container::open(view(expected.bytes(), unowned), open_level::verified, "t")));
    for (const unsigned threads : {1U, 2U, 5U}) {
      container_memory found;
      write_to(found, sizes, threads);
      EXPECT_EQ(found.bytes(), expected.bytes());
      const test::temporary_file stored;
      container_file file(stored.path());
      write_to(file, sizes, threads);
      file.publish();
      EXPECT_EQ(stored.content(), expected.bytes());
    }
  }
}

TEST(ThreadsContainerPart, MisuseIsRefused) {
  container_memory sink;
  container_writer writer(sink, numbers);
  EXPECT_THROW(static_cast<void>(writer.part(1)), std::invalid_argument);
  writer.begin(section_type::usermeta, {{}, 64, true, false});
  container_part part = writer.part(10);
  EXPECT_THROW(part.append(std::vector<std::byte>(11)), std::invalid_argument);
  EXPECT_THROW(writer.append(std::vector<std::byte>(1)), std::invalid_argument);
  part.append(std::vector<std::byte>(9));
  EXPECT_THROW(writer.end(1), std::invalid_argument);
  part.append(std::vector<std::byte>(1));
  writer.end(1);
  writer.begin(section_type::first_of_user);
  writer.append(std::vector<std::byte>(1));
  EXPECT_THROW(static_cast<void>(writer.part(1)), std::invalid_argument);
}

}  // namespace memosaic::threads_container_part_test
