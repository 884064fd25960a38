// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/strides.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "memosaic/sparse/join.hpp"
#include "memosaic/sparse/wide_address.hpp"
#include "sparse/editor.hpp"
#include "sparse/messages.hpp"

namespace memosaic {
namespace {

template <typename Length>
void require_step(Length step) {
  if (step == Length{0}) throw std::invalid_argument("a step of 0 addresses; it is at least 1");
}

/// How many multiples of `step` lie below `size`.
template <typename Length>
Length samples_in(Length size, Length step) {
  return size == Length{0} ? size : (size - 1) / step + 1;
}

template <memory_address Address>
Address behind(Address at, address_length<Address> count) {
  return static_cast<Address>(static_cast<address_length<Address>>(at) + count);
}

/// The samples of one segment: how many there are, where the first is, and which they are of all.
template <memory_address Address>
class segment_samples {
 public:
  using length = address_length<Address>;

  segment_samples(const basic_segment<Address>& segment, basic_address_range<Address> where, length step,
                  bool downwards)
      : segment_(segment), step_(step), downwards_(downwards) {
    const length before = downwards ? distance(segment.stop, where.stop) : distance(where.start, segment.start);
    const length size = distance(segment.start, segment.stop);
    const length into = before % step;
    const length skipped = into == length{0} ? into : step - into;
    if (skipped >= size) return;
    number_ = samples_in(before, step);
    first_ = downwards ? size - 1 - skipped : skipped;
    count_ = (size - 1 - skipped) / step + 1;
  }

  [[nodiscard]] length count() const { return count_; }
  /// The number of the first one among all samples of the range.
  [[nodiscard]] length number() const { return number_; }

  /// The first `target.size()` samples from number `from` of this segment on.
  void copy(length from, mutable_bytes_view target) const {
    const length period = static_cast<length>(segment_.bytes.size());
    const length step = step_ % period;  // of a run, places count modulo its period; else no place lies beyond it
    const length moved = segment_.repeats ? multiplied(from % period, step, period) : from * step_;
    length place = segment_.repeats ? first_ % period : first_;
    place = downwards_ ? (segment_.repeats ? (place + period - moved) % period : place - moved)
                       : (segment_.repeats ? (place + moved) % period : place + moved);
    for (std::size_t i = 0; i < target.size(); ++i) {
      target[i] = segment_.bytes[static_cast<std::size_t>(place)];
      if (i + 1 == target.size()) break;
      if (segment_.repeats) {
        place = downwards_ ? (place + period - step) % period : (place + step) % period;
      } else {
        place = downwards_ ? place - step_ : place + step_;
      }
    }
  }

 private:
  /// Both below `modulus`, which is at most the size of a pattern: far from overflow.
  static length multiplied(length a, length b, length modulus) { return a * b % modulus; }

  const basic_segment<Address>& segment_;
  length step_;
  bool downwards_;
  length number_{};
  length first_{};  ///< counted from the segment's start
  length count_{};
};

constexpr std::size_t batch = std::size_t{64} << 10;

}  // namespace

template <memory_address Address>
basic_sparse_memory<Address> extract_every(const basic_sparse_memory<Address>& from,
                                           typename basic_sparse_memory<Address>::range where, std::int64_t step) {
  using length = address_length<Address>;
  require_step(step);
  const bool downwards = step < 0;
  const auto size = downwards ? std::uint64_t{0} - static_cast<std::uint64_t>(step) : static_cast<std::uint64_t>(step);
  basic_sparse_memory<Address> made;
  std::vector<std::byte> bytes;
  for (const auto& segment : from.segments(where)) {
    const segment_samples<Address> samples(segment, where, static_cast<length>(size), downwards);
    if (samples.count() == length{0}) continue;
    auto at = behind(where.start, samples.number());
    if (segment.repeats) {
      // Of a pattern of p bytes, the samples repeat after p / gcd(p, step).
      const std::uint64_t period = segment.bytes.size();
      bytes.resize(static_cast<std::size_t>(
          std::min<length>(samples.count(), static_cast<length>(period / std::gcd(period, size)))));
      samples.copy(length{0}, bytes);
      made.fill({at, behind(at, samples.count())}, bytes);
      continue;
    }
    for (length done = 0; done < samples.count();) {
      bytes.resize(static_cast<std::size_t>(std::min<length>(samples.count() - done, batch)));
      samples.copy(done, bytes);
      made.write(at, bytes);
      at = behind(at, static_cast<length>(bytes.size()));
      done += bytes.size();
    }
  }
  return made;
}

template <memory_address Address>
void write_every(basic_sparse_memory<Address>& to, typename basic_sparse_memory<Address>::range where,
                 typename basic_sparse_memory<Address>::length step, bytes_view bytes) {
  using length = address_length<Address>;
  require_step(step);
  const auto places = samples_in<length>(where.size(), step);
  if (places != bytes.size()) {
    throw std::invalid_argument(sparse_core::count_text<length>(static_cast<length>(bytes.size()))
                                    .append(" bytes for ")
                                    .append(sparse_core::count_text(places))
                                    .append(" addresses"));
  }
  if (bytes.empty()) return;
  const std::vector<std::byte> kept(bytes.begin(), bytes.end());  // it may lie in this memory
  sparse_core::editor<Address> changes(to);
  changes.require_unlent(where, "write");
  sparse_core::transaction<Address> whole(changes);
  Address at = where.start;
  for (std::size_t i = 0;;) {
    to.poke(at, kept[i]);
    if (++i == kept.size()) break;
    at = behind(at, step);
  }
  whole.commit();
}

template <memory_address Address>
void erase_every(basic_sparse_memory<Address>& from, typename basic_sparse_memory<Address>::range where,
                 typename basic_sparse_memory<Address>::length step) {
  using length = address_length<Address>;
  require_step(step);
  if (from.bounds().policy == bounds_policy::clip) {
    // As `erase` does; the first address that goes is then the first inside.
    const auto inside = intersection(where, from.bounds().range());
    if (inside.empty()) return;
    const length into = distance(where.start, inside.start) % step;
    if (into != length{0}) {
      const auto start = checked_advance<Address>(inside.start, step - into);
      where.start = start.value_or(inside.stop);
    } else {
      where.start = inside.start;
    }
    where.stop = inside.stop;
  }
  if (where.empty()) return;
  basic_sparse_memory<Address> kept;
  std::vector<std::byte> bytes;
  for (const auto& segment : from.segments(where)) {
    // Between two addresses that go, what is kept lies together.
    for (Address at = segment.start; at < segment.stop;) {
      const length into = distance(where.start, at) % step;
      if (into == length{0}) {
        at = behind(at, length{1});
        continue;
      }
      const auto limit = checked_advance<Address>(at, std::min<length>(step - into, static_cast<length>(batch)));
      const Address stop = std::min(limit.value_or(segment.stop), segment.stop);
      bytes.clear();
      for (Address place = at; place < stop; place = behind(place, length{1})) bytes.push_back(segment.at(place));
      const length offset = distance(where.start, at);
      kept.write(behind(where.start, offset - samples_in(offset, step)), bytes);
      at = stop;
    }
  }
  kept.set_bounds({where.start, behind(where.start, where.size() - samples_in<length>(where.size(), step)), {}});
  replace(from, where, kept);
}

#define MEMOSAIC_STRIDES_FOR(Address)                                                                             \
  template basic_sparse_memory<Address> extract_every(const basic_sparse_memory<Address>&,                        \
                                                      basic_address_range<Address>, std::int64_t);                \
  template void write_every(basic_sparse_memory<Address>&, basic_address_range<Address>, address_length<Address>, \
                            bytes_view);                                                                          \
  template void erase_every(basic_sparse_memory<Address>&, basic_address_range<Address>, address_length<Address>);

MEMOSAIC_STRIDES_FOR(std::int64_t)
MEMOSAIC_STRIDES_FOR(int128)
MEMOSAIC_STRIDES_FOR(wide_address)

}  // namespace memosaic
