// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "memosaic/buffer/memory_stream.hpp"
#include "support/test_owner.hpp"

namespace memosaic::memory_stream_model_test {

/// The obvious file: a string and a position.
struct model_file {
  std::string bytes;
  std::size_t position = 0;

  std::string read(std::size_t most) {
    if (position >= bytes.size()) return {};
    const auto part = bytes.substr(position, most);
    position += part.size();
    return part;
  }
  std::string readline() {
    if (position >= bytes.size()) return {};
    const auto end = bytes.find('\n', position);
    return read(end == std::string::npos ? npos : end + 1 - position);
  }
  void write(const std::string& text) {
    if (text.empty()) return;
    if (bytes.size() < position + text.size()) bytes.resize(position + text.size(), '\0');
    bytes.replace(position, text.size(), text);
    position += text.size();
  }
};

TEST(MemoryStreamModel, RandomOperationsAreThoseOfAFile) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    std::mt19937_64 random(seed);
    memory_stream stream;
    model_file model;
    for (int round = 0; round < 100; ++round) {
      const auto number = random() % 40;
      switch (random() % 5) {
        case 0:
          ASSERT_EQ(text(stream.read(number).bytes()), model.read(number));
          break;
        case 1:
          ASSERT_EQ(text(stream.readline().bytes()), model.readline());
          break;
        case 2: {
          std::string written(number, 'a');
          for (char& character : written) character = "abc\n"[random() % 4];
          stream.write(bytes_of(written));
          model.write(written);
          break;
        }
        case 3:
          model.position = random() % (model.bytes.size() + 10);
          stream.seek(static_cast<std::int64_t>(model.position));
          break;
        default:
          if (random() % 4 == 0) {
            stream.truncate(number);
            model.bytes.resize(number, '\0');
          }
      }
      ASSERT_EQ(stream.tell(), model.position);
      ASSERT_EQ(text(stream.bytes().bytes()), model.bytes);
    }
  }
}

}  // namespace memosaic::memory_stream_model_test
