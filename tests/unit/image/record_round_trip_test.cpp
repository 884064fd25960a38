// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "image/formats.hpp"
#include "support/image_reading.hpp"

namespace memosaic::record_round_trip_test {

using testing::read_text;
using testing::written_text;

image random_image(std::mt19937_64& numbers, unsigned word) {
  image made;
  made.word_size = word;
  const std::int64_t bases[] = {0, 0xFFF0, 0xFFFFF0, 0x1'0000'0000 - 70'000, 0x1'0000'0000 - 16};
  const int blocks = static_cast<int>(numbers() % 8);
  for (int block = 0; block < blocks; ++block) {
    std::string bytes(word * (numbers() % (numbers() % 4 == 0 ? 17'000 : 20)), '\0');
    for (char& each : bytes) each = static_cast<char>(numbers());
    const auto at = bases[numbers() % 5] + static_cast<std::int64_t>(numbers() % 40);
    const auto room = static_cast<std::size_t>(std::max<std::int64_t>(0, 0x1'0000'0000 - at)) * word;
    bytes.resize(std::min(bytes.size(), room));
    made.memory.write(int128{at} * static_cast<int128>(word), bytes_of(bytes));
  }
  if (numbers() % 2 == 0) {
    made.entry = image_entry{static_cast<int128>(1 + numbers() % 0xFFFF) * static_cast<int128>(word), std::nullopt};
  }
  return made;
}

TEST(RecordRoundTrip, WhatIsWrittenIsRead) {
  std::mt19937_64 numbers(7);
  for (int round = 0; round < 300; ++round) {
    const unsigned word = 1U << (numbers() % 3);
    image content = random_image(numbers, word);
    read_image_options reading;
    reading.word_size = word;
    reading.overlap = merge_policy::error;
    write_image_options writing;
    if (numbers() % 2 == 0) writing.record_length = word * (1 + numbers() % (250 / word));
    if (numbers() % 2 == 0) writing.lines = line_end::crlf;
    ASSERT_EQ(
        read_text(image_core::read_intel_hex, written_text(image_core::write_intel_hex, content, writing), reading)
            .content,
        content);
    content.header = std::string(numbers() % 20, 'h');
    ASSERT_EQ(read_text(image_core::read_s_record, written_text(image_core::write_s_record, content, writing), reading)
                  .content,
              content);
  }
}

TEST(RecordRoundTrip, RecordsInAnyOrderWithAnyLineEndsAreTheSameImage) {
  std::mt19937_64 numbers(8);
  for (int round = 0; round < 50; ++round) {
    image content;
    std::string bytes(numbers() % 5000, '\0');
    for (char& each : bytes) each = static_cast<char>(numbers());
    content.memory.write(static_cast<int128>(numbers() % 1000), bytes_of(bytes));
    const auto text = written_text(image_core::write_intel_hex, content, {.record_length = 1 + numbers() % 40});
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
      const auto stop = text.find('\n', at);
      lines.push_back(text.substr(at, stop - at));
      at = stop + 1;
    }
    if (round % 2 == 0) std::shuffle(lines.begin(), lines.end() - 1, numbers);
    std::string mixed;
    for (const auto& line : lines) mixed += line + (numbers() % 3 == 0 ? "\r" : numbers() % 3 == 0 ? "\n\n" : " \r\n");
    ASSERT_EQ(read_text(image_core::read_intel_hex, mixed).content, content);
  }
}

}  // namespace memosaic::record_round_trip_test
