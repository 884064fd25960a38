#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace memosaic::cli {

/// A line on standard error that says how far a long piece of work has come.
///
/// It appears after half a second, changes at most ten times a second, and is erased at the end; if standard error is
/// not a terminal, or `enabled` is false, it never appears. Cost: `advance` reads the clock, so call it once for each
/// piece of some 100 KiB or more.
class progress {
 public:
  using clock = std::chrono::steady_clock;

  /// `phase` says what is being done to what; without a `total` there are no percents. `unit` is what is counted, as in
  /// "records"; empty for bytes.
  progress(bool enabled, std::string phase, std::optional<std::uint64_t> total, std::string unit = {});
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;
  ~progress();

  /// So much is done, counted from the beginning.
  void advance(std::uint64_t done);

  /// Makes room for an answer that is about to be printed; the line comes back with the next `advance`.
  void erase() noexcept;

 private:
  bool enabled_;
  bool shown_ = false;
  std::string phase_;
  std::optional<std::uint64_t> total_;
  std::string unit_;
  clock::time_point started_;
  clock::time_point due_;
};

/// The line itself: `find a.bin: 12.0 of 64.0 MiB, 19%, 1.2 GiB/s, 1 s left`.
[[nodiscard]] std::string progress_line(const std::string& phase, std::uint64_t done,
                                        std::optional<std::uint64_t> total, std::chrono::duration<double> elapsed,
                                        const std::string& unit = {});

/// `1.5 GiB`: a size for people.
[[nodiscard]] std::string size_text(double bytes);

}  // namespace memosaic::cli
