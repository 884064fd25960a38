// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/chunks.hpp"

#include <algorithm>
#include <vector>

#include "memosaic/sparse/alignment.hpp"
#include "memosaic/sparse/wide_address.hpp"
#include "sparse/messages.hpp"
#include "sparse/reader.hpp"

namespace memosaic {
namespace {

/// Where the chunk that begins at `start` must end, if its block goes on so far.
template <memory_address Address>
Address chunk_limit(Address start, address_length<Address> width, bool at_multiples) {
  const auto limit = at_multiples ? next_multiple(start, width) : checked_advance(start, width);
  return limit.value_or(highest_stop<Address>);
}

/// Puts parts together until they are a chunk. Parts stay where they are as long as one is enough.
template <memory_address Address>
class chunk_gatherer {
 public:
  chunk_gatherer(address_length<Address> width, chop_at where_cut, chunk_sink<Address>& to)
      : width_(width), at_multiples_(where_cut == chop_at::multiples), to_(to) {}

  void take(Address at, bytes_view part) {
    if (!pending_.empty() && at != stop_) flush();
    while (!part.empty()) {
      if (pending_.empty()) {
        start_ = stop_ = at;
        limit_ = chunk_limit(at, width_, at_multiples_);
      }
      const auto room = distance(stop_, limit_);
      const auto taken = static_cast<std::size_t>(std::min<address_length<Address>>(room, part.size()));
      add(part.first(taken));
      part = part.subspan(taken);
      at = stop_ = static_cast<Address>(static_cast<address_length<Address>>(stop_) + taken);
      if (stop_ == limit_) flush();
    }
  }

  void flush() {
    if (pending_.empty()) return;
    to_.take(start_, pending_);
    pending_ = {};
    copied_.clear();
  }

 private:
  void add(bytes_view part) {
    if (pending_.empty()) {
      pending_ = part;
    } else if (copied_.empty() && pending_.data() + pending_.size() == part.data()) {
      pending_ = {pending_.data(), pending_.size() + part.size()};
    } else {
      if (copied_.empty()) copied_.assign(pending_.begin(), pending_.end());
      copied_.insert(copied_.end(), part.begin(), part.end());
      pending_ = copied_;
    }
  }

  address_length<Address> width_;
  bool at_multiples_;
  chunk_sink<Address>& to_;
  Address start_ = 0;  ///< of the chunk that is being gathered
  Address stop_ = 0;   ///< how far it has come
  Address limit_ = 0;  ///< where it ends at the latest
  bytes_view pending_;
  std::vector<std::byte> copied_;  ///< what `pending_` shows, if that lay in several places
};

}  // namespace

template <memory_address Address>
basic_chunks<Address>::basic_chunks(const memory& walked, length width, rule cut, range where) {
  static_cast<void>(above_multiple<Address>(0, width));  // refuses a width of 0
  start_.walked_ = &walked;
  start_.version_ = walked.version();
  start_.width_ = width;
  start_.rule_ = cut;
  start_.rest_ = where;
}

template <memory_address Address>
typename basic_chunks<Address>::iterator basic_chunks<Address>::begin() const {
  auto first = start_;
  first.version_ = first.walked_->version();
  first.advance();
  return first;
}

template <memory_address Address>
void basic_chunks<Address>::iterator::advance() {
  if (walked_->version() != version_) sparse_core::throw_changed();
  if (rule_ == rule::pages) {
    next_page();
    return;
  }
  if (block_.empty()) {
    const auto first = walked_->blocks(rest_).begin();
    if (first == std::default_sentinel) {
      item_ = {};
      return;
    }
    block_ = *first;
    rest_.start = block_.stop;
  }
  const auto limit = chunk_limit(block_.start, width_, rule_ == rule::multiples);
  item_ = {block_.start, std::min(block_.stop, limit)};
  block_.start = item_.stop;
}

template <memory_address Address>
void basic_chunks<Address>::iterator::next_page() {
  const auto first = walked_->segments(rest_).begin();
  if (first == std::default_sentinel) {
    item_ = {};
    return;
  }
  const Address at = first->start;
  item_ = intersection(rest_, range{aligned_down(at, width_).value_or(lowest_address<Address>),
                                    next_multiple(at, width_).value_or(highest_stop<Address>)});
  rest_.start = item_.stop;
}

template <memory_address Address>
void send_chunks(const basic_sparse_memory<Address>& from, address_length<Address> width, chop_at where_cut,
                 basic_address_range<Address> where, chunk_sink<Address>& to) {
  static_cast<void>(above_multiple<Address>(0, width));  // refuses a width of 0
  chunk_gatherer<Address> chunks(width, where_cut, to);
  sparse_core::reader<Address>::visit(from, where, [&](Address at, bytes_view bytes) {
    chunks.take(at, bytes);
    return true;
  });
  chunks.flush();
}

#define MEMOSAIC_CHUNKS_FOR(Address)                                                               \
  template class basic_chunks<Address>;                                                            \
  template void send_chunks(const basic_sparse_memory<Address>&, address_length<Address>, chop_at, \
                            basic_address_range<Address>, chunk_sink<Address>&);

MEMOSAIC_CHUNKS_FOR(std::int64_t)
MEMOSAIC_CHUNKS_FOR(int128)
MEMOSAIC_CHUNKS_FOR(wide_address)

}  // namespace memosaic
