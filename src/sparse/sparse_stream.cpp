// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/sparse_stream.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "memosaic/sparse/wide_address.hpp"
#include "sparse/messages.hpp"
#include "sparse/reader.hpp"

namespace memosaic {

template <memory_address Address>
typename basic_sparse_stream<Address>::range basic_sparse_stream<Address>::ahead(length most) const noexcept {
  const auto end = memory_->span().stop;
  return {position_, std::min(end, checked_advance(position_, most).value_or(end))};
}

/// The content of a range that begins at the position, and the position behind it.
template <memory_address Address>
std::vector<std::byte> basic_sparse_stream<Address>::take(range where, std::size_t most) {
  std::vector<std::byte> bytes;
  if (where.empty() || most == 0) return bytes;
  if (!holes_.skips()) {
    const auto stop = checked_advance(where.start, static_cast<length>(most)).value_or(where.stop);
    where.stop = std::min(where.stop, stop);
    if (holes_.refuses()) {
      bytes = memory_->to_bytes(where);
    } else {
      bytes.resize(sparse_core::size_in_memory(where));
      memory_->read(where.start, bytes, holes_.value());
    }
    position_ = where.stop;
    return bytes;
  }
  Address stop = where.stop;
  sparse_core::reader<Address>::visit(*memory_, where, [&](Address at, bytes_view part) {
    part = part.first(std::min(part.size(), most - bytes.size()));
    bytes.insert(bytes.end(), part.begin(), part.end());
    if (bytes.size() < most) return true;
    stop = static_cast<Address>(static_cast<length>(at) + part.size());
    return false;
  });
  position_ = stop;
  return bytes;
}

template <memory_address Address>
std::vector<std::byte> basic_sparse_stream<Address>::read(std::size_t most) {
  return take({position_, memory_->span().stop}, most);
}

template <memory_address Address>
std::size_t basic_sparse_stream<Address>::read_into(mutable_bytes_view target) {
  if (target.empty()) return 0;
  if (!holes_.skips()) {
    const auto where = ahead(static_cast<length>(target.size()));
    if (where.empty()) return 0;
    target = target.first(static_cast<std::size_t>(where.size()));
    if (holes_.refuses()) {
      memory_->read(where.start, target);
    } else {
      memory_->read(where.start, target, holes_.value());
    }
    position_ = where.stop;
    return target.size();
  }
  const range where{position_, memory_->span().stop};
  if (where.empty()) return 0;
  std::size_t done = 0;
  Address stop = where.stop;
  sparse_core::reader<Address>::visit(*memory_, where, [&](Address at, bytes_view part) {
    part = part.first(std::min(part.size(), target.size() - done));
    std::memcpy(target.data() + done, part.data(), part.size());
    done += part.size();
    if (done < target.size()) return true;
    stop = static_cast<Address>(static_cast<length>(at) + part.size());
    return false;
  });
  position_ = stop;
  return done;
}

template <memory_address Address>
std::vector<std::byte> basic_sparse_stream<Address>::readline(std::size_t most) {
  constexpr std::array line_feed{std::byte{'\n'}};
  range where{position_, memory_->span().stop};
  if (where.empty()) return {};
  if (const auto found = memory_->find(line_feed, where)) {
    where.stop = static_cast<Address>(static_cast<length>(*found) + 1);
  }
  if (!holes_.refuses() && !holes_.skips() && holes_.value() == line_feed.front()) {
    const auto here = memory_->run_at(position_);
    const Address hole = here.stored ? here.range.stop : position_;
    if (hole < where.stop) where.stop = static_cast<Address>(static_cast<length>(hole) + 1);
  }
  return take(where, most);
}

template <memory_address Address>
void basic_sparse_stream<Address>::write(bytes_view bytes) {
  memory_->write(position_, bytes);
  // It is an address, or writing would have refused, unless there was nothing to write.
  position_ = static_cast<Address>(static_cast<length>(position_) + bytes.size());
}

template <memory_address Address>
Address basic_sparse_stream<Address>::seek(Address distance, seek_from from) {
  const Address base = from == seek_from::start     ? Address(0)
                       : from == seek_from::current ? position_
                                                    : memory_->span().stop;
  const auto target = checked_shift<Address>(base, distance);
  if (!target) sparse_core::throw_no_address(base, distance);
  return position_ = *target;
}

template <memory_address Address>
bool basic_sparse_stream<Address>::skip_hole() noexcept {
  const auto here = memory_->run_at(position_);
  if (here.stored) return true;
  if (here.range.stop == highest_stop<Address>) return false;
  position_ = here.range.stop;
  return true;
}

template <memory_address Address>
void basic_sparse_stream<Address>::skip_data() noexcept {
  const auto here = memory_->run_at(position_);
  if (here.stored) position_ = here.range.stop;
}

template class basic_sparse_stream<std::int64_t>;
template class basic_sparse_stream<int128>;
template class basic_sparse_stream<wide_address>;

}  // namespace memosaic
