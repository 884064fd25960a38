// SPDX-License-Identifier: Apache-2.0
// Operations on a buffer with views, slices and freezing, against a vector and a count of views. Input: a program of
// four bytes per step: operation, two places, an amount.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <utility>
#include <vector>

#include "memosaic/buffer/buffer.hpp"
#include "memosaic/error.hpp"

namespace {

using namespace memosaic;
using model = std::vector<std::byte>;

void require(bool condition) {
  if (!condition) std::abort();
}

auto at(model& bytes, std::size_t place) { return bytes.begin() + static_cast<std::ptrdiff_t>(place); }

class machine {
 public:
  void step(std::span<const std::uint8_t, 4> code) {
    const auto start = std::min<std::size_t>(code[1], expected_.size());
    const auto stop = std::clamp<std::size_t>(code[2], start, expected_.size());
    // The argument is a part of the buffer itself, or of other bytes.
    const auto own = bytes_.bytes().subspan(start, stop - start);
    const bytes_view given = code[3] % 2 == 0 ? own : bytes_view(other_).first(code[3]);
    const model taken(given.begin(), given.end());
    model after = expected_;
    switch (code[0] % 12) {
      case 0:
        after.insert(after.end(), taken.begin(), taken.end());
        return change(after, [&] { bytes_.append(given); });
      case 1:
        after.insert(after.begin(), taken.begin(), taken.end());
        return change(after, [&] { bytes_.prepend(given); });
      case 2:
        after.insert(at(after, start), taken.begin(), taken.end());
        return change(after, [&] { bytes_.insert(start, given); });
      case 3:
        after.erase(at(after, start), at(after, stop));
        return change(after, [&] { bytes_.erase(start, stop); });
      case 4:
        after.insert(after.erase(at(after, start), at(after, stop)), taken.begin(), taken.end());
        return change(after, [&] { bytes_.replace(start, stop, given); });
      case 5:
        if (taken.empty()) return;
        for (std::size_t added = 0; added < code[2]; ++added) after.push_back(taken[added % taken.size()]);
        return change(after, [&] { bytes_.resize(after.size(), given); });
      case 6:
        after.resize(start);
        return change(after, [&] { bytes_.resize(start); });
      case 7:
        if (views_.size() < 8) views_.push_back(bytes_.view(start, stop));
        return;
      case 8:
        if (!views_.empty()) views_.erase(views_.begin() + static_cast<std::ptrdiff_t>(code[1] % views_.size()));
        return;
      case 9:
        return freeze_and_thaw();
      case 10:
        piece_ = bytes_.slice(code[1], code[2]);
        piece_start_ = code[1];
        piece_stop_ = std::max(code[1], code[2]);
        return;
      default:
        if (pinned()) return;
        if (code[1] % 2 == 0) bytes_.shrink_to_fit();
        bytes_.reserve(code[2] * 8U, code[3]);
    }
  }

  void check() const {
    require(std::ranges::equal(bytes_.bytes(), expected_));
    const auto start = std::min<std::size_t>(piece_start_, expected_.size());
    const auto stop = std::clamp<std::size_t>(piece_stop_, start, expected_.size());
    const auto part = std::span(expected_).subspan(start, stop - start);
    require(piece_start_ == piece_stop_ || std::ranges::equal(piece_.bytes(), part));
  }

 private:
  [[nodiscard]] bool pinned() const { return bytes_.pins() != 0; }

  template <typename Operation>
  void change(const model& after, Operation operation) {
    const bool same_size = after.size() == expected_.size();
    if (after.size() > 1 << 16) return;
    try {
      operation();
      require(same_size || !pinned());
      expected_ = after;
    } catch (const buffer_pinned& refused) {
      require(!same_size && refused.pins() == bytes_.pins());
    }
  }

  void freeze_and_thaw() {
    piece_ = slice();
    piece_start_ = piece_stop_ = 0;
    const auto* const place = bytes_.data();
    const bool unique = !pinned();
    view frozen = bytes_.freeze();
    require(bytes_.empty() && frozen.data() == place);
    auto thawed = buffer::try_thaw(std::move(frozen));
    require(thawed.has_value() == unique);
    if (thawed) {
      bytes_ = std::move(*thawed);
    } else {
      bytes_ = buffer(frozen.bytes());
    }
  }

  buffer bytes_;
  model expected_;
  model other_ = model(256, std::byte{'x'});
  std::vector<view> views_;
  slice piece_;
  std::size_t piece_start_ = 0;
  std::size_t piece_stop_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  machine tested;
  for (std::size_t step = 0; step + 4 <= size && step < 400; step += 4) {
    tested.step(std::span<const std::uint8_t, 4>(data + step, 4));
    tested.check();
  }
  return 0;
}
