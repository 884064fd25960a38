// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "support/image_text.hpp"

// What is written is what is read, whatever lies where, and in whatever shape it is written.
namespace memosaic::text_formats_round_trip_test {

using namespace memosaic::testing;

struct text_format {
  image_format format;
  unsigned address_bits;  // of what is written
  bool entry;
  bool words;  // nothing but whole words
};

constexpr text_format formats[] = {
    {image_format::tektronix_extended, 64, true, false},
    {image_format::mos, 16, false, false},
    {image_format::ti_txt, 64, false, false},
    {image_format::ascii_hex, 64, false, false},
    {image_format::atmel_generic, 24, false, true},
    {image_format::verilog_vmem, 64, false, true},
};

class random_images {
 public:
  explicit random_images(std::uint64_t seed) : numbers_(seed) {}

  std::uint64_t below(std::uint64_t limit) { return numbers_() % limit; }

  /// Blocks of any length near the borders of address widths, in words.
  image make(const text_format& shape) {
    constexpr unsigned sizes[] = {1, 2, 4, 8};
    image made;
    made.word_size = shape.format == image_format::atmel_generic ? 2 : sizes[below(4)];
    const int128 stop = (int128{1} << shape.address_bits) * static_cast<int128>(made.word_size);
    for (auto count = below(8); count > 0; --count) {
      const auto words = static_cast<int128>(below(std::uint64_t{1} << (1 + below(16))));
      int128 at = (below(3) == 0 ? stop - words : words) * static_cast<int128>(made.word_size) % stop;
      std::vector<std::byte> bytes(1 + below(below(10) == 0 ? 20'000 : 100));
      for (auto& byte : bytes) byte = static_cast<std::byte>(below(256));
      if (shape.words) bytes.resize((bytes.size() + made.word_size - 1) / made.word_size * made.word_size);
      if (at + static_cast<int128>(bytes.size()) > stop) at = 0;
      if (static_cast<int128>(bytes.size()) <= stop) made.memory.write(at, bytes);
    }
    if (shape.entry && below(2) == 0) {
      made.entry = image_entry{static_cast<int128>(below(1000)) * static_cast<int128>(made.word_size), std::nullopt};
    }
    return made;
  }

 private:
  std::mt19937_64 numbers_;
};

TEST(TextFormatsRoundTrip, RandomImages) {
  for (const auto& shape : formats) {
    random_images random(static_cast<std::uint64_t>(shape.format));
    for (int round = 0; round < 150; ++round) {
      const image from = random.make(shape);
      write_image_options options;
      if (random.below(2) == 0) options.lines = line_end::crlf;
      if (random.below(2) == 0 && shape.format != image_format::atmel_generic) {
        options.record_length = 8 * (1 + random.below(14));
      }
      const std::string text = written(shape.format, from, options);
      const auto back = read_text(shape.format, text, {.overlap = merge_policy::error, .word_size = from.word_size});
      ASSERT_EQ(back.content, from) << facts_of(shape.format).name << " " << round;
      ASSERT_EQ(written(shape.format, back.content, options), text);
    }
  }
}

TEST(TextFormatsRoundTrip, PiecesDoNotShow) {
  std::vector<std::byte> bytes(5000);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i * 7);
  image one;
  one.memory.write(0x10, bytes);
  image many;
  for (std::size_t at = bytes.size(); at > 0;) {
    const std::size_t size = std::min<std::size_t>(at, 1 + at % 37);
    at -= size;
    image_memory piece;
    piece.write(0x10 + static_cast<int128>(at), bytes_view(bytes).subspan(at, size));
    many.memory.write(piece);
  }
  ASSERT_EQ(one, many);
  for (const auto& shape : formats) EXPECT_EQ(written(shape.format, one), written(shape.format, many));
  for (const auto format : {image_format::c_array, image_format::hexdump}) {
    EXPECT_EQ(written(format, one), written(format, many));
  }
}

}  // namespace memosaic::text_formats_round_trip_test
