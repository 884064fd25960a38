// SPDX-License-Identifier: Apache-2.0
#include "sparse/builder.hpp"

#include <utility>

#include "memosaic/sparse/wide_address.hpp"

namespace memosaic::sparse_core {

template <memory_address Address>
void builder<Address>::next_leaf(const Address& at) {
  if (open_.empty()) {
    open_.push_back(nullptr);
    reference_ = static_cast<length>(at);
  }
  if (open_[0] != nullptr) close(0);
  open_[0] = new leaf<length>;
}

template <memory_address Address>
void builder<Address>::close(std::size_t level) {
  const auto above = level + 1;
  if (above == open_.size()) open_.push_back(nullptr);
  if (open_[above] != nullptr && open_[above]->count == inner<length>::capacity) close(above);
  if (open_[above] == nullptr) open_[above] = new inner<length>(static_cast<std::uint16_t>(above));
  auto& children = as_inner<length>(*open_[above]);
  children.set(children.count, summarize<length>(*open_[level]), 0, open_[level]);
  ++children.count;
  open_[level] = nullptr;
}

template <memory_address Address>
root<Address> builder<Address>::finish() {
  root<Address> made;
  if (open_.empty()) return made;
  for (std::size_t level = 0; level + 1 < open_.size(); ++level) {
    if (open_[level] != nullptr) close(level);
  }
  made.top = std::exchange(open_.back(), nullptr);
  made.reference = reference_;
  made.total = moved(summarize<length>(*made.top), reference_);
  open_.clear();
  return made;
}

template class builder<std::int64_t>;
template class builder<int128>;
template class builder<wide_address>;

}  // namespace memosaic::sparse_core
