// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <chrono>

#include "cli/printable.hpp"
#include "cli/progress.hpp"
#include "cli/table/commands.hpp"
#include "cli/table/opened_table.hpp"

namespace memosaic::cli {

exit_code table_verify_command(const given_words& words, answer_form form, console& with) {
  const unsigned threads = threads_option(words);
  return for_each_table(words, "memosaic.table.verify/1", form, with, [&](const std::string& path, json_writer* json) {
    const auto start = std::chrono::steady_clock::now();
    const table from = open_table(path);
    from.verify(threads);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    const std::uint64_t size = from.container().header().length;
    const bool in_place = (from.container().header().read_only & container_header::mutable_sections) != 0;
    if (json != nullptr) {
      json->begin_object();
      json->path("path", path);
      json->member("whole", true);
      json->count("size", size);
      json->member("records", from.size());
      json->member("has_numbers_in_place", in_place);
      json->member("microseconds", static_cast<std::uint64_t>(taken.count() * 1e6));
      json->end_object();
      return;
    }
    with.out.write(fmt::format("{}: whole: {}, {}, {}, {} in {:.2f} s ({}/s){}\n", printable(path),
                               plural(from.size(), "record"), plural(from.key_count(), "key"),
                               plural(from.container().sections().size(), "section"), sized(size), taken.count(),
                               size_text(static_cast<double>(size) / taken.count()),
                               in_place ? "; numbers that are written in place have no checksum" : ""));
  });
}

}  // namespace memosaic::cli
