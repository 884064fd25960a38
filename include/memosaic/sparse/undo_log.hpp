#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/sparse/sparse_memory.hpp"

namespace memosaic {

/// The history of a memory: where it may go back to, and forth again.
///
/// `checkpoint` before a change, `undo` to take it back, `redo` to have it again. Whatever the change was, content and
/// bounds are exactly what they were: each checkpoint is a snapshot. A change that comes after an undo makes redoing
/// impossible, as in an editor.
///
/// Lifetime: it borrows the memory.
/// Cost: each step is O(1), see `snapshot`. A checkpoint keeps the bytes that were replaced since.
/// Errors: `buffer_pinned` from steps back and forth while a mutable view is out; nothing has changed then.
template <memory_address Address>
class basic_undo_log {
 public:
  using memory = basic_sparse_memory<Address>;

  /// Keeps at most so many checkpoints; the oldest are forgotten. Errors: `std::invalid_argument` for 0.
  explicit basic_undo_log(memory& followed MEMOSAIC_LIFETIMEBOUND, std::size_t most = npos);

  /// Marks what the memory is now as a place to go back to.
  void checkpoint(std::string name = {});

  /// Back to the last checkpoint, which is used up by that. False if there is none.
  bool undo();

  /// Takes back an undo. False if there is none, or the memory has changed since.
  bool redo();

  /// Back to the last checkpoint of that name; what came after it is undone with it, and can be redone step by step.
  /// Errors: `std::invalid_argument` if there is none of that name.
  void rollback(std::string_view name);

  [[nodiscard]] std::size_t undo_count() const noexcept { return past_.size(); }
  [[nodiscard]] std::size_t redo_count() const noexcept { return undone_now() ? future_.size() : 0; }

  /// The names of the checkpoints, oldest first.
  [[nodiscard]] std::vector<std::string> names() const;

  /// Forgets everything; the memory stays as it is.
  void clear() noexcept;

 private:
  struct state {
    std::string name;
    memory content;
  };

  /// Whether the memory is as the last step back or forth left it.
  [[nodiscard]] bool undone_now() const noexcept { return memory_->version() == version_; }

  memory* memory_;
  std::size_t most_;
  std::deque<state> past_;
  std::vector<state> future_;                  ///< the nearest last; void unless `undone_now()`
  std::uint64_t version_ = ~std::uint64_t{0};  ///< of the memory after the last step
};

using undo_log = basic_undo_log<std::int64_t>;

extern template class basic_undo_log<std::int64_t>;
extern template class basic_undo_log<int128>;

}  // namespace memosaic
