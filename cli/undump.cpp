// SPDX-License-Identifier: Apache-2.0
#include "cli/undump.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "cli/dump_reader.hpp"
#include "cli/input.hpp"
#include "cli/progress.hpp"

namespace memosaic::cli {
namespace {

// Far more than a row of the widest dump; a file that is no text has no line feed for long.
constexpr std::size_t longest_line = std::size_t{1} << 20U;

/// Gives a reader the lines of a text that comes in pieces.
class line_splitter {
 public:
  line_splitter(const std::string& name, dump_reader& reader) : name_(name), reader_(reader) {}

  void take(std::string_view text) {
    while (true) {
      const auto stop = text.find('\n');
      if (begun_.size() + std::min(stop, text.size()) > longest_line) {
        throw trouble(name_, "has a line of more than " + std::to_string(longest_line) + " bytes, so it is no dump",
                      "name the text that memosaic dump printed", exit_code::corrupt);
      }
      if (stop == std::string_view::npos) break;
      if (begun_.empty()) {
        reader_.take(text.substr(0, stop));
      } else {
        reader_.take(begun_.append(text.substr(0, stop)));
        begun_.clear();
      }
      text.remove_prefix(stop + 1);
    }
    begun_ += text;
  }

  void finish() {
    if (!begun_.empty()) reader_.take(begun_);
    reader_.finish();
  }

 private:
  const std::string& name_;
  dump_reader& reader_;
  std::string begun_;  ///< the front of a line whose end has not come yet
};

}  // namespace

exit_code undump(const std::string& path, console& with) {
  if (with.out.is_terminal()) {
    throw trouble("standard output", "is a terminal, and would be sent any bytes", "redirect it to a file");
  }
  input source(path);
  progress shown(with.progress, "undump " + source.name(), source.size());
  dump_reader reader(source.name(), [&](bytes_view bytes, std::uint64_t times) {
    for (; times > 0; --times) with.out.write(text_of(bytes));
  });
  line_splitter lines(source.name(), reader);
  std::uint64_t done = 0;
  for (bytes_view piece = source.next(); !piece.empty(); piece = source.next()) {
    lines.take(text_of(piece));
    done += piece.size();
    shown.advance(done);
  }
  source.check_end();
  lines.finish();
  with.out.flush();
  return exit_code::yes;
}

}  // namespace memosaic::cli
