#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>

#include "cli/input.hpp"
#include "cli/progress.hpp"
#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/find.hpp"

/// Walking over the matches of one needle in one input, in pieces, so that progress can be told meanwhile.
namespace memosaic::cli {

/// What is looked for, and at which places: offsets `origin + k * step`.
struct search_request {
  bytes_view needle;
  overlap overlapping = overlap::no;
  std::uint64_t step = 1;
  std::optional<std::uint64_t> origin;  ///< an offset in the file; absent: where the range starts
};

/// Receives what a walk finds.
class match_listener {
 public:
  virtual ~match_listener() = default;

  /// The next bytes of a stream, told before the matches that end in them.
  virtual void piece(bytes_view) {}

  /// All matches that end in the last piece were told; the next may be long in coming.
  virtual void piece_done() {}

  /// A match at this offset of the file. Returns whether to go on.
  virtual bool match(std::uint64_t offset) = 0;
};

/// How many bytes a walk through a seekable input looks at together, at the least.
[[nodiscard]] std::size_t piece_size(const input& source, std::size_t needle_size);

/// The matches of a seekable input in order, from its front.
void walk_forward(input& source, const search_request& request, progress& shown, match_listener& listener);

/// The matches of a seekable input from its back: those that overlap one behind them are left out.
void walk_backward(input& source, const search_request& request, progress& shown, match_listener& listener);

/// The matches of a stream in order; it is read to its end, or until the listener has enough.
void walk_stream(input& source, const search_request& request, progress& shown, match_listener& listener);

/// How many matches `walk_forward` would find, without finding each.
[[nodiscard]] std::uint64_t count_matches(input& source, const search_request& request, progress& shown);

}  // namespace memosaic::cli
