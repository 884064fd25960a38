// SPDX-License-Identifier: Apache-2.0
// What window_peers_test.py drives a window pool with.
//
//     window_driver LAYOUT BACKING WINDOW_SIZE SOFT_BYTES FILE...
//
// LAYOUT is exact_fit or whole_file, BACKING resident or mapped. It obeys the lines of standard input:
//
//     open FILE_INDEX            one more cursor, numbered from 0 on
//     use CURSOR OFFSET SIZE     use_region
//     unuse CURSOR               unuse_region
//     close CURSOR               the cursor is gone; its number is not used again
//     collect                    trim()
//
// and answers each by one line of JSON: what `collect` returned, the state of the cursor (null if it has no region),
// what the pool counts, and where the windows of each file are.
#include <cstdint>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/memosaic.hpp"

namespace {

using namespace memosaic;

std::string state(const cursor& at) {
  if (!at.is_valid()) return "null";
  std::ostringstream text;
  text << '[' << at.ofs_begin() << ',' << at.ofs_end() << ',' << at.size() << ',' << at.region().start() << ','
       << at.region().size() << ']';
  return text.str();
}

std::string places(const std::vector<file_run>& runs) {
  std::string text;
  for (const file_run& run : runs) {
    text += (text.empty() ? "[" : ",[") + std::to_string(run.offset) + ',' + std::to_string(run.length) + ']';
  }
  return '[' + text + ']';
}

void run(const std::vector<std::string>& words) {
  window_pool_options options;
  options.layout = words.at(0) == "exact_fit" ? window_layout::exact_fit : window_layout::whole_file;
  options.backing = words.at(1) == "resident" ? window_backing::resident : window_backing::mapped;
  options.window_size = std::stoull(words.at(2));
  options.limits.soft_bytes = std::stoull(words.at(3));
  window_pool pool(options);
  std::vector<cursor> files;  // never moved: the files stay known
  for (std::size_t i = 4; i < words.size(); ++i) files.push_back(pool.open(words[i]));
  std::vector<cursor> cursors;
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream arguments(line);
    std::string verb;
    std::size_t index = 0;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint64_t collected = 0;
    arguments >> verb >> index >> offset >> size;
    if (verb == "open") {
      cursors.push_back(files.at(index));
      index = cursors.size() - 1;
    } else if (verb == "use") {
      cursors.at(index).use_region(offset, size);
    } else if (verb == "unuse") {
      cursors.at(index).unuse_region();
    } else if (verb == "close") {
      cursors.at(index) = {};
    } else {
      collected = pool.trim();
    }
    const auto now = pool.statistics();
    std::cout << "{\"collected\":" << collected << ",\"cursor\":" << (verb == "use" ? state(cursors[index]) : "null")
              << ",\"windows\":" << now.windows << ",\"bytes\":" << now.bytes << ",\"files\":" << now.files_with_windows
              << ",\"regions\":[";
    for (std::size_t i = 0; i < files.size(); ++i) std::cout << (i == 0 ? "" : ",") << places(pool.windows(files[i]));
    std::cout << "]}\n";
  }
}

}  // namespace

int main(int count, char** words) {
  try {
    run({words + 1, words + count});
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
