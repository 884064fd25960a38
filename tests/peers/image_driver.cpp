// SPDX-License-Identifier: Apache-2.0
// What image_peers_test.py drives the library with: one conversion for each line of standard input.
//
//     write LISTING FORMAT FILE [record_length=N] [address_bits=N]
//     read FORMAT FILE LISTING
//
// A listing has lines `ADDRESS BYTES`, `entry ADDRESS`, `header BYTES`, all in hexadecimal; after a conversion that
// failed it has one line `error MESSAGE`.
#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

#include "memosaic/memosaic.hpp"

namespace {

using namespace memosaic;

std::uint64_t number(std::string_view text, int base) { return std::stoull(std::string(text), nullptr, base); }

image read_listing(const std::string& path) {
  image read;
  std::ifstream listing(path);
  std::string place;
  std::string bytes;
  while (listing >> place >> bytes) {
    if (place == "entry") {
      read.entry = image_entry{static_cast<int128>(number(bytes, 16)), {}};
    } else if (place == "header") {
      const auto header = from_hex(bytes);
      read.header = text_of(header);
    } else {
      read.memory.write(static_cast<int128>(number(place, 16)), from_hex(bytes));
    }
  }
  return read;
}

void write_listing(const image& from, const std::string& path) {
  std::ofstream listing(path);
  listing << std::hex;
  if (!from.header.empty()) listing << "header " << to_hex(bytes_of(from.header)) << '\n';
  if (from.entry) listing << "entry " << static_cast<std::uint64_t>(from.entry->address) << '\n';
  for (const auto& block : from.memory.blocks()) {
    listing << static_cast<std::uint64_t>(block.start) << ' ' << to_hex(from.memory.to_bytes(block)) << '\n';
  }
}

void convert(std::istringstream words) {
  std::string verb;
  std::string first;
  std::string second;
  std::string third;
  words >> verb >> first >> second >> third;
  try {
    if (verb == "read") {
      read_image_options options;
      if (first != "auto") options.format = image_format_named(first).value();
      write_listing(load_image(second, options).content, third);
      return;
    }
    write_image_options options;
    for (std::string option; words >> option;) {
      const std::string value = option.substr(option.find('=') + 1);
      if (option.starts_with("record_length=")) options.record_length = number(value, 10);
      if (option.starts_with("address_bits=")) options.address_bits = static_cast<unsigned>(number(value, 10));
    }
    save_image(read_listing(first), third, image_format_named(second).value(), options);
  } catch (const std::exception& error) {
    std::ofstream(third) << "error " << error.what() << '\n';
  }
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) convert(std::istringstream(line));
}
