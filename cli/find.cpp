// SPDX-License-Identifier: Apache-2.0
#include "cli/find.hpp"

#include <fmt/format.h>

#include <exception>
#include <optional>

#include "cli/color.hpp"
#include "cli/input.hpp"
#include "cli/json_writer.hpp"
#include "cli/match_printer.hpp"
#include "cli/match_walk.hpp"
#include "cli/memory_budget.hpp"
#include "cli/printable.hpp"
#include "cli/progress.hpp"
#include "cli/trouble.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/file/window_pool.hpp"

namespace memosaic::cli {
namespace {

/// One search over all files of one command line.
class finder {
 public:
  finder(const find_options& options, console& with)
      : options_(options), with_(with), json_(with.out), windows_(scan_options(options.budget, 1)) {
    if (document()) begin_document();
  }

  void search(const std::string& path) {
    try {
      input source(path, windows_);
      source.narrow(options_.range);
      search(source);
    } catch (const output_error&) {
      throw;
    } catch (const std::exception& error) {
      with_.errors.tell(explain(error, path == "-" ? "standard input" : path));
    }
  }

  exit_code finish() {
    if (document()) {
      json_.end_array();
      json_.member("found", found_);
      json_.end_object();
      with_.out.write("\n");
    }
    with_.out.flush();
    if (!with_.errors.none()) return exit_code::trouble;
    return found_ ? exit_code::yes : exit_code::no;
  }

 private:
  [[nodiscard]] bool document() const { return options_.form == answer_form::json; }

  void begin_document() {
    json_.begin_object();
    json_.member("schema", "memosaic.find/1");
    json_.key("needle");
    json_.begin_object();
    json_.member("size", std::uint64_t{options_.needle.size()});
    json_.key("hex");
    json_.hex(options_.needle);
    json_.end_object();
    json_.key("files");
    json_.begin_array();
  }

  [[noreturn]] static void refuse_backward_stream(const input& source) {
    throw trouble(source.name(), "cannot be searched from its end, because it is not a regular file",
                  "use --last for the last match, or copy it into a file first");
  }

  void search(input& source) {
    progress shown(with_.progress, "find " + source.name(), source.size());
    if (document()) {
      json_.begin_object();
      json_.path("path", source.name());
      if (!options_.count) {
        json_.key("matches");
        json_.begin_array();
      }
    }
    match_printer printer(options_, source, with_, document() ? &json_ : nullptr, shown);
    std::optional<std::uint64_t> count;
    std::exception_ptr failed;
    try {
      count = walk(source, printer, shown);
      source.check_end();
    } catch (const output_error&) {
      throw;
    } catch (...) {
      // What was found stands, and a document that was begun is ended.
      failed = std::current_exception();
    }
    shown.erase();
    conclude(source, count.value_or(printer.count()), failed == nullptr);
    if (failed) std::rethrow_exception(failed);
  }

  std::uint64_t walk(input& source, match_printer& printer, progress& shown) {
    const search_request request{options_.needle, options_.overlapping, options_.step, options_.origin};
    if (options_.most == 0U) return 0;
    if (!source.seekable() && options_.backward) {
      refuse_backward_stream(source);
    } else if (!source.seekable()) {
      walk_stream(source, request, shown, printer);
    } else if (options_.count && !options_.most && !options_.last) {
      return count_matches(source, request, shown);
    } else if (options_.backward || options_.last) {
      walk_backward(source, request, shown, printer);
    } else {
      walk_forward(source, request, shown, printer);
    }
    printer.finish();
    return printer.count();
  }

  void conclude(const input& source, std::uint64_t count, bool complete) {
    found_ = found_ || count > 0;
    if (document()) {
      if (!options_.count) json_.end_array();
      json_.member("count", count);
      json_.member("complete", complete);
      json_.end_object();
    } else if (options_.count && options_.form == answer_form::json_lines) {
      json_writer line(with_.out);
      line.begin_object();
      line.member("schema", "memosaic.find/1");
      line.path("path", source.name());
      line.member("count", count);
      line.end_object();
      with_.out.write("\n");
    } else if (options_.count) {
      const std::string name = printable(source.name());
      with_.out.write(with_.color ? fmt::format("{}{}{}:{}\n", path_color, name, no_color, count)
                                  : fmt::format("{}:{}\n", name, count));
    }
    with_.out.flush_for_reader();
  }

  const find_options& options_;
  console& with_;
  json_writer json_;
  window_pool windows_;
  bool found_ = false;
};

// A needle that is not far shorter than a window is looked for in runs of twice its length, beside which the window
// that shows the context must fit.
void require_budget_for(const std::vector<std::byte>& needle, const memory_budget& budget) {
  if (!budget) return;
  const std::uint64_t window = *scan_options(budget, 1).window_size;
  const std::uint64_t run = multiply_sizes(needle.size(), 2);
  if (run <= window / 2 || run <= *budget - window) return;
  const std::uint64_t enough = (multiply_sizes(needle.size(), 3) >> 20U) + 1;
  throw trouble("--budget", "is too small for a needle of " + std::to_string(needle.size()) + " bytes",
                "give at least " + std::to_string(enough) + "M, or a shorter needle");
}

}  // namespace

exit_code find(const find_options& options, console& with) {
  find_options asked = options;
  if (asked.last) {
    // The last match is the highest, whether or not one before it shares bytes with it.
    asked.most = 1;
    asked.overlapping = overlap::yes;
  }
  require_budget_for(asked.needle, asked.budget);
  finder search(asked, with);
  for (const std::string& path : asked.files) search.search(path);
  return search.finish();
}

}  // namespace memosaic::cli
