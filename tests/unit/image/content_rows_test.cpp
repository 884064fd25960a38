// SPDX-License-Identifier: Apache-2.0
#include "image/content_rows.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "support/text_bytes.hpp"

namespace memosaic::content_rows_test {

using namespace memosaic::literals;
using testing::file_of;
using row_list = std::vector<std::pair<int128, std::string>>;

row_list rows_of(const image_memory& memory, const image_core::row_shape& shape) {
  row_list rows;
  image_core::visit_rows(memory, shape, [&](int128 at, bytes_view bytes) {
    for (std::size_t start = 0; start < bytes.size(); start += shape.length) {
      const auto row = bytes.subspan(start, std::min(shape.length, bytes.size() - start));
      rows.emplace_back(at + static_cast<int128>(start), text_of(row));
    }
  });
  return rows;
}

TEST(ContentRows, HolesAndBordersEndARow) {
  image_memory memory;
  memory.write(5, "abcdefghijkl"_bytes);
  memory.write(20, "xyz"_bytes);
  EXPECT_EQ(rows_of(memory, {.length = 4, .border = 8}),
            (row_list{{5, "abc"}, {8, "defg"}, {12, "hijk"}, {16, "l"}, {20, "xyz"}}));
  EXPECT_EQ(rows_of(memory, {.length = 8}), (row_list{{5, "abcdefgh"}, {13, "ijkl"}, {20, "xyz"}}));
}

TEST(ContentRows, PiecesDoNotShow) {
  std::mt19937_64 numbers(3);
  const std::string text(20'000, 'p');
  for (int round = 0; round < 50; ++round) {
    image_memory pieces;
    for (int i = 0; i < 10; ++i) {
      const auto at = static_cast<int128>(numbers() % 30'000);
      const auto size = static_cast<int128>(numbers() % 9000);
      if (i % 2 == 0) {
        pieces.fill({at, at + size}, "pattern"_bytes);
      } else {
        pieces.write_shared(at, file_of(text).sub(0, static_cast<std::size_t>(size)));
      }
    }
    image_memory copied;
    for (const auto& block : pieces.blocks()) copied.write(block.start, pieces.to_bytes(block));
    const image_core::row_shape shape{.length = 1 + numbers() % 300, .border = round % 2 == 0 ? 0U : 1024U};
    const auto rows = rows_of(pieces, shape);
    ASSERT_EQ(rows, rows_of(copied, shape));
    image_memory again;
    for (const auto& [at, bytes] : rows) {
      ASSERT_LE(bytes.size(), shape.length);
      const auto last = at + static_cast<int128>(bytes.size()) - 1;
      ASSERT_TRUE(shape.border == 0 || at / 1024 == last / 1024);
      again.write(at, bytes_of(bytes));
    }
    ASSERT_TRUE(again == pieces);
  }
}

}  // namespace memosaic::content_rows_test
