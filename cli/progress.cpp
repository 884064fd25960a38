// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "cli/descriptors.hpp"
#include "cli/interrupt.hpp"
#include "cli/printable.hpp"

namespace memosaic::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 500ms;
constexpr auto interval = 100ms;
constexpr std::size_t longest_phase = 40;

// Progress that cannot be shown is no reason to fail.
void show(std::string_view text) noexcept {
  if (::write(STDERR_FILENO, text.data(), text.size()) < 0) return;
}

std::string shortened(const std::string& phase) {
  std::string text = printable(phase);
  if (text.size() > longest_phase) text.replace(0, text.size() - longest_phase, "...");
  // What is left may begin inside a character.
  for (std::size_t i = 3; i < text.size() && (static_cast<unsigned char>(text[i]) & 0xc0U) == 0x80;) text.erase(i, 1);
  return text;
}

}  // namespace

std::string size_text(double bytes) {
  constexpr std::array units{"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  std::size_t unit = 0;
  while (bytes >= 1024 && unit + 1 < units.size()) {
    bytes /= 1024;
    ++unit;
  }
  return unit == 0 ? fmt::format("{:.0f} {}", bytes, units[unit]) : fmt::format("{:.1f} {}", bytes, units[unit]);
}

std::string progress_line(const std::string& phase, std::uint64_t done, std::optional<std::uint64_t> total,
                          std::chrono::duration<double> elapsed, const std::string& unit) {
  const auto amount = [&](double of) { return unit.empty() ? size_text(of) : fmt::format("{:.0f} {}", of, unit); };
  const auto work = static_cast<double>(done);
  const double rate = elapsed.count() > 0 ? work / elapsed.count() : 0;
  std::string line = fmt::format("{}: {}", shortened(phase), amount(work));
  if (total && *total > 0) {
    const auto whole = static_cast<double>(*total);
    line += fmt::format(" of {}, {:.0f}%", amount(whole), std::floor(100 * std::min(1.0, work / whole)));
    line += fmt::format(", {}/s", amount(rate));
    if (rate > 0) line += fmt::format(", {:.0f} s left", std::ceil(std::max(0.0, whole - work) / rate));
  } else {
    line += fmt::format(", {}/s", amount(rate));
  }
  return line;
}

progress::progress(bool enabled, std::string phase, std::optional<std::uint64_t> total, std::string unit)
    : enabled_(enabled && is_terminal(STDERR_FILENO)),
      phase_(std::move(phase)),
      total_(total),
      unit_(std::move(unit)),
      started_(clock::now()),
      due_(started_ + patience) {}

progress::~progress() { erase(); }

void progress::advance(std::uint64_t done) {
  if (!enabled_) return;
  const auto now = clock::now();
  if (now < due_) return;
  due_ = now + interval;
  shown_ = true;
  set_progress_shown(true);
  show(fmt::format("\r{}\x1b[K", progress_line(phase_, done, total_, now - started_, unit_)));
}

void progress::erase() noexcept {
  if (!shown_) return;
  show("\r\x1b[K");
  shown_ = false;
  set_progress_shown(false);
}

}  // namespace memosaic::cli
