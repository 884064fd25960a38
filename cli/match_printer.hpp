#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "cli/console.hpp"
#include "cli/find.hpp"
#include "cli/hex_rows.hpp"
#include "cli/input.hpp"
#include "cli/json_writer.hpp"
#include "cli/match_walk.hpp"
#include "cli/progress.hpp"

namespace memosaic::cli {

/// Prints the matches of one input as they are found, with the bytes around them if that was asked.
///
/// Of a stream it keeps what the context of the next match may need: `context` bytes before and after, and a piece.
class match_printer : public match_listener {
 public:
  /// `json` is the document that the matches go into, with an array open; null for text and JSON lines.
  match_printer(const find_options& options, input& source, console& with, json_writer* json, progress& shown);

  void piece(bytes_view bytes) override;
  void piece_done() override;
  bool match(std::uint64_t offset) override;

  /// Prints what waited for bytes that never came.
  void finish();

  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

 private:
  /// Offsets in the input.
  struct part {
    std::uint64_t start = 0;
    std::uint64_t stop = 0;
  };

  void deliver(std::uint64_t offset);
  void print(std::uint64_t offset);
  void print_text(std::uint64_t offset);
  void print_rows(std::uint64_t offset);
  void print_json(json_writer& json, std::uint64_t offset);
  void print_waiting(bool ended);
  [[nodiscard]] part context_of(std::uint64_t offset) const;

  /// Calls `receive(offset, bytes)` for the runs that a part has in memory, each but the last a number of whole rows.
  template <typename Receiver>
  void each_run(const part& wanted, const Receiver& receive);

  const find_options& options_;
  input& source_;
  console& with_;
  json_writer* json_;
  progress& shown_;
  std::string prefix_;  ///< the path as it is printed, and a colon
  hex_rows rows_;
  std::uint64_t count_ = 0;
  std::uint64_t last_ = 0;             ///< with `last` on a stream: the latest match
  std::uint64_t kept_offset_ = 0;      ///< stream with context: the offset of the first kept byte
  std::vector<std::byte> kept_;        ///< stream with context
  std::deque<std::uint64_t> waiting_;  ///< stream with context: matches whose bytes behind have not come yet
};

}  // namespace memosaic::cli
