// SPDX-License-Identifier: Apache-2.0
#include "cli/dump_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/hex_rows.hpp"
#include "cli/trouble.hpp"

namespace {

using namespace memosaic;

void require(bool holds) {
  if (!holds) std::abort();
}

void take_lines(cli::dump_reader& reader, std::string_view text) {
  while (!text.empty()) {
    const std::size_t stop = std::min(text.find('\n'), text.size());
    reader.take(text.substr(0, stop));
    text.remove_prefix(std::min(stop + 1, text.size()));
  }
  reader.finish();
}

// Any text is a dump or is refused, and the bytes never outnumber what its lines can hold.
void read_as_text(std::string_view text) {
  std::uint64_t rows = 0;
  cli::dump_reader reader("text", [&](bytes_view bytes, std::uint64_t times) {
    require(bytes.size() <= text.size() / 2 && times > 0);
    ++rows;
  });
  try {
    take_lines(reader, text);
  } catch (const cli::trouble& error) {
    require(error.code() == cli::exit_code::corrupt);
  }
  require(rows <= text.size());
}

// Any bytes, dumped row by row, come back.
void read_as_bytes(bytes_view bytes) {
  if (bytes.size() < 3) return;
  cli::row_layout layout;
  layout.width = 1 + std::to_integer<std::size_t>(bytes[0]) % 40;
  layout.group = std::to_integer<std::size_t>(bytes[1]) % 9;
  bytes = bytes.subspan(2);
  const cli::hex_rows rows(layout);
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += layout.width) {
    std::string row(rows.longest_row(), '#');
    const bytes_view part = bytes.subspan(at, std::min(layout.width, bytes.size() - at));
    row.resize(static_cast<std::size_t>(rows.write(row.data(), at, part) - row.data()));
    text += row;
  }
  std::vector<std::byte> back;
  cli::dump_reader reader("text", [&](bytes_view row, std::uint64_t times) {
    require(times == 1);
    back.insert(back.end(), row.begin(), row.end());
  });
  take_lines(reader, text);
  require(std::equal(back.begin(), back.end(), bytes.begin(), bytes.end()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_as_text(text);
  read_as_bytes(std::as_bytes(std::span(data, size)));
  return 0;
}
