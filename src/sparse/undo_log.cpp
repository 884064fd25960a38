// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/undo_log.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "memosaic/sparse/wide_address.hpp"

namespace memosaic {

template <memory_address Address>
basic_undo_log<Address>::basic_undo_log(memory& followed, std::size_t most) : memory_(&followed), most_(most) {
  if (most == 0) throw std::invalid_argument("an undo log of 0 checkpoints; it keeps at least 1");
}

template <memory_address Address>
void basic_undo_log<Address>::checkpoint(std::string name) {
  past_.push_back({std::move(name), memory_->snapshot()});
  if (past_.size() > most_) past_.pop_front();
  future_.clear();
}

template <memory_address Address>
bool basic_undo_log<Address>::undo() {
  if (past_.empty()) return false;
  if (!undone_now()) future_.clear();
  future_.reserve(future_.size() + 1);
  auto now = memory_->snapshot();
  memory_->rollback(past_.back().content);
  future_.push_back({std::move(past_.back().name), std::move(now)});
  past_.pop_back();
  version_ = memory_->version();
  return true;
}

template <memory_address Address>
bool basic_undo_log<Address>::redo() {
  if (redo_count() == 0) return false;
  past_.push_back({future_.back().name, memory_->snapshot()});
  try {
    memory_->rollback(future_.back().content);
  } catch (...) {
    past_.pop_back();
    throw;
  }
  future_.pop_back();
  version_ = memory_->version();
  return true;
}

template <memory_address Address>
void basic_undo_log<Address>::rollback(std::string_view name) {
  const auto found = std::find_if(past_.rbegin(), past_.rend(), [&](const state& each) { return each.name == name; });
  if (found == past_.rend()) throw std::invalid_argument("no checkpoint has the name \"" + std::string(name) + "\"");
  auto steps = found - past_.rbegin() + 1;
  future_.reserve(future_.size() + static_cast<std::size_t>(steps));  // so that only the first step can fail
  for (; steps > 0; --steps) undo();
}

template <memory_address Address>
std::vector<std::string> basic_undo_log<Address>::names() const {
  std::vector<std::string> found;
  found.reserve(past_.size());
  for (const state& each : past_) found.push_back(each.name);
  return found;
}

template <memory_address Address>
void basic_undo_log<Address>::clear() noexcept {
  past_.clear();
  future_.clear();
}

template class basic_undo_log<std::int64_t>;
template class basic_undo_log<int128>;
template class basic_undo_log<wide_address>;

}  // namespace memosaic
