// SPDX-License-Identifier: Apache-2.0
//
// The program behind ./bench: reads the arguments, runs the figures, prints the rows.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "figures.hpp"
#include "harness/bench_run.hpp"
#include "harness/machine.hpp"
#include "harness/report.hpp"

namespace {

using namespace memosaic::bench;

constexpr int exit_ok = 0;
constexpr int exit_failure = 1;
constexpr int exit_usage = 2;

constexpr const char* usage =
    "usage: ./bench [--suite NAME] [--filter TEXT] [--json FILE] [--quick] [--long] [--list]\n"
    "       ./bench --table FILE\n"
    "\n"
    "  --suite NAME   only this suite (default: all)\n"
    "  --filter TEXT  only figures whose name contains TEXT\n"
    "  --json FILE    write the rows as a JSON array too; `-` prints JSON and nothing else\n"
    "  --quick        fewer rounds, same rows: under a minute instead of a few\n"
    "  --long         also the figures that take minutes each\n"
    "  --list         print the names of the figures\n"
    "  --table FILE   print the rows of such a JSON file as a Markdown table\n";

struct usage_error : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

struct arguments {
  bench_run_options bench_run;
  std::string json_path;
  std::string table_path;
  bool help = false;
};

arguments parse(int count, char** values) {
  arguments parsed;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = values[i];
    const auto value = [&]() -> std::string {
      if (i + 1 == count) throw usage_error(std::string(name) + " needs a value");
      return values[++i];
    };
    if (name == "--suite")
      parsed.bench_run.suite = value();
    else if (name == "--filter")
      parsed.bench_run.filter = value();
    else if (name == "--json")
      parsed.json_path = value();
    else if (name == "--table")
      parsed.table_path = value();
    else if (name == "--quick")
      parsed.bench_run.quick = true;
    else if (name == "--long")
      parsed.bench_run.long_runs = true;
    else if (name == "--list")
      parsed.bench_run.list = true;
    else if (name == "--help" || name == "-h")
      parsed.help = true;
    else
      throw usage_error("unknown argument " + std::string(name));
  }
  return parsed;
}

// Opened before anything is measured: minutes later is too late to learn that it cannot be written.
class json_target {
 public:
  explicit json_target(const std::string& path) : path_(path) {
    if (path_.empty() || path_ == "-") return;
    file_.open(path_, std::ios::binary | std::ios::trunc);
    if (!file_) throw std::runtime_error(path_ + ": cannot be written");
  }

  void write(std::span<const row> rows) {
    if (path_.empty()) return;
    const std::string text = to_json(rows);
    if (path_ == "-") {
      std::fputs(text.c_str(), stdout);
      return;
    }
    file_ << text;
    file_.close();
    if (!file_) throw std::runtime_error(path_ + ": cannot be written");
  }

 private:
  std::string path_;
  std::ofstream file_;
};

void print_table(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path + ": cannot be read");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::fputs(to_markdown(from_json(text)).c_str(), stdout);
}

void run(const arguments& asked) {
  const bool text = asked.json_path != "-" && !asked.bench_run.list;
  json_target json(asked.json_path);
  bool headed = false;
  bench_run now(asked.bench_run, [&](const row& made) {
    if (!text) return;
    if (!headed) std::printf("%s\n%s\n", machine_text().c_str(), text_heading().c_str());
    headed = true;
    std::printf("%s\n", text_line(made).c_str());
    std::fflush(stdout);
  });
  run_figures(now);
  if (now.figures() == 0) throw usage_error("no figure has that suite and name; --list shows them");
  if (asked.bench_run.list) return;
  if (text) std::printf("\n%s", text_summary(now.rows()).c_str());
  json.write(now.rows());
}

}  // namespace

int main(int count, char** values) {
  try {
    const arguments asked = parse(count, values);
    if (asked.help) {
      std::fputs(usage, stdout);
    } else if (!asked.table_path.empty()) {
      print_table(asked.table_path);
    } else {
      run(asked);
    }
    return exit_ok;
  } catch (const usage_error& problem) {
    std::fprintf(stderr, "./bench: %s\n%s", problem.what(), usage);
    return exit_usage;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "./bench: %s\n", problem.what());
    return exit_failure;
  }
}
