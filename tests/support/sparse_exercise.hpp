#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "memosaic/sparse/sparse_memory.hpp"
#include "support/choices.hpp"
#include "support/sparse_model.hpp"
#include "support/sparse_tree_check.hpp"

namespace memosaic {

/// Drives a memory and the model with the same operations, and says what went apart.
template <memory_address Address>
class sparse_exercise {
 public:
  using memory_type = basic_sparse_memory<Address>;
  using model_type = sparse_model<Address>;
  using wide = typename model_type::wide;
  using range = basic_address_range<Address>;

  /// Addresses lie around `center`, mostly in a window of `width`.
  sparse_exercise(choices& source, Address center, std::uint64_t width)
      : source_(source), center_(center), width_(width) {}

  [[nodiscard]] const std::string& problem() const { return problem_; }
  [[nodiscard]] const memory_type& memory() const { return memory_; }

  /// One operation on both. Returns false when they went apart.
  bool step() {
    switch (source_.below(24)) {
      case 0:
      case 1:
      case 2:
        return write(source_.below(3) == 0 ? 200 : 20);
      case 3:
        return write(1);
      case 4:
        return insert();
      case 5:
        return reserve();
      case 6:
      case 7:
        return clear();
      case 8:
        return erase();
      case 9:
        return fill(false);
      case 10:
        return fill(true);
      case 11:
        return shift();
      case 12:
        return take_snapshot();
      case 13:
        return write_memory();
      case 14:
        return crop();
      case 15:
        return change_bounds();
      case 16:
        return write_through_view();
      case 17:
        return hold_view();
      case 18:
        return append();
      case 19:
        return cut();
      case 20:
        return coalesce();
      case 21:
        return write_in_sequence();
      case 22:
        return replace();
      case 23:
        return reverse();
      default:
        return write_shared();
    }
  }

  /// Compares everything.
  bool compare() {
    if (!compare(memory_, model_)) return false;
    if (!compare(other_, other_model_)) return fail("a snapshot changed: " + problem_);
    for (const auto& [held, bytes] : views_) {
      if (!std::ranges::equal(held, bytes)) return fail("the bytes of a view changed");
    }
    return true;
  }

 protected:
  bool fail(std::string what) {
    problem_ = std::move(what);
    return false;
  }

  Address address() {
    const auto spread = static_cast<wide>(source_.below(width_)) - static_cast<wide>(width_ / 2);
    const auto at = static_cast<wide>(center_) + spread;
    return static_cast<Address>(std::clamp(at, model_type::lowest, model_type::highest));
  }
  range some_range() {
    const auto a = address();
    if (source_.below(4) != 0) {
      const auto stop = checked_advance<Address>(a, source_.below(40));
      return {a, stop.value_or(highest_stop<Address>)};
    }
    const auto b = address();
    return source_.below(16) == 0 ? range{std::max(a, b), std::min(a, b)} : range{std::min(a, b), std::max(a, b)};
  }
  std::vector<std::byte> some_bytes(std::uint64_t most) {
    std::vector<std::byte> bytes(static_cast<std::size_t>(source_.below(most + 1)));
    for (auto& byte : bytes) byte = static_cast<std::byte>('a' + source_.below(3));
    return bytes;
  }

  /// Runs both sides; the memory must throw exactly when the model refuses.
  template <typename Changed, typename Expected>
  bool both(const char* name, Changed&& change, Expected&& expect) {
    const bool wanted = expect();
    bool done = true;
    try {
      change();
    } catch (const std::out_of_range&) {
      done = false;
    }
    if (done != wanted) return fail(std::string(name) + (wanted ? " refused" : " not refused"));
    if (const auto found = sparse_tree_check<Address>::problem(memory_); !found.empty()) {
      return fail(std::string(name) + " left " + found);
    }
    if (memory_.content_size() != model_.bytes.size()) return fail(std::string(name) + ": content size");
    return true;
  }

  bool write(std::uint64_t most) {
    const auto at = address();
    const auto bytes = most == 1 ? std::vector<std::byte>(1, std::byte{'x'}) : some_bytes(most);
    return both(
        "write", [&] { memory_.write(at, bytes); }, [&] { return model_.write(at, bytes); });
  }
  bool write_shared() {
    const auto at = address();
    shared_.push_back(std::make_unique<std::vector<std::byte>>(some_bytes(100)));
    const view bytes(bytes_view(*shared_.back()), unowned);
    return both(
        "write_shared", [&] { memory_.write_shared(at, bytes); }, [&] { return model_.write(at, bytes.bytes()); });
  }
  bool insert() {
    const auto at = address();
    const auto bytes = some_bytes(30);
    return both(
        "insert", [&] { memory_.insert(at, bytes); }, [&] { return model_.insert(at, bytes); });
  }
  bool reserve() {
    const auto at = address();
    const auto count = source_.below(30);
    return both(
        "reserve", [&] { memory_.reserve(at, count); }, [&] { return model_.reserve(at, static_cast<wide>(count)); });
  }
  bool write_in_sequence() {
    auto at = address();
    const bool downwards = source_.below(2) == 0;
    for (auto count = source_.below(12); count > 0; --count) {
      // Downwards in steps of one size, so that the writes touch.
      auto bytes = some_bytes(20);
      if (downwards) bytes.resize(9, std::byte{'d'});
      const bool same = both(
          "write in sequence", [&] { memory_.write(at, bytes); }, [&] { return model_.write(at, bytes); });
      if (!same) return false;
      const auto offset = static_cast<Address>(bytes.size());
      const auto next = checked_shift<Address>(at, downwards ? static_cast<Address>(-offset) : offset);
      if (!next) break;
      at = *next;
      if (source_.below(8) == 0) other_ = memory_.snapshot(), other_model_ = model_;
      if (source_.below(8) == 0 && !clear()) return false;
    }
    return true;
  }
  bool replace() {
    const auto where = some_range();
    const auto bytes = some_bytes(30);
    return both(
        "replace", [&] { memory_.replace(where, bytes); },
        [&] { return model_.replace(where.start, where.stop, bytes); });
  }
  bool reverse() {
    return both(
        "reverse", [&] { memory_.reverse(); },
        [&] {
          model_.reverse();
          return true;
        });
  }
  bool clear() {
    const auto where = some_range();
    return both(
        "clear", [&] { memory_.clear(where); },
        [&] {
          model_.clear(where.start, where.stop);
          return true;
        });
  }
  bool erase() {
    const auto where = some_range();
    return both(
        "erase", [&] { memory_.erase(where); }, [&] { return model_.erase(where.start, where.stop); });
  }
  bool crop() {
    auto where = some_range();
    if (source_.below(4) != 0) {  // mostly at the edges, or nothing would ever grow
      where.start = std::min(
          where.start, static_cast<Address>(std::max<wide>(wide(center_) - wide{width_ / 3}, model_type::lowest)));
      where.stop = std::max(
          where.stop, static_cast<Address>(std::min<wide>(wide(center_) + wide{width_ / 3}, model_type::highest)));
    }
    return both(
        "crop", [&] { memory_.crop(where); },
        [&] {
          model_.crop(where.start, where.stop);
          return true;
        });
  }
  bool cut() {
    const auto where = some_range();
    auto expected = model_;
    expected.set_bounds({}, {}, false);
    expected.crop(where.start, where.stop);
    memory_type part;
    const bool same = both(
        "cut", [&] { part = memory_.cut(where); },
        [&] {
          model_.clear(where.start, where.stop);
          return true;
        });
    return same && compare(part, expected);
  }
  bool fill(bool holes_only) {
    auto where = some_range();
    auto pattern = some_bytes(source_.below(4) == 0 ? 50 : 3);
    pattern.push_back(std::byte{'z'});
    return both(
        holes_only ? "flood" : "fill",
        [&] { holes_only ? memory_.flood(where, pattern) : memory_.fill(where, pattern); },
        [&] { return model_.fill(where.start, where.stop, pattern, holes_only); });
  }
  bool shift() {
    const auto offset = static_cast<wide>(source_.below(60)) - 30;
    return both(
        "shift", [&] { memory_.shift(static_cast<Address>(offset)); }, [&] { return model_.shift(offset); });
  }
  bool append() {
    const auto bytes = some_bytes(8);
    const auto gap = source_.below(3);
    return both(
        "append", [&] { memory_.append(bytes, gap); },
        [&] {
          const auto at = model_.content_stop() + static_cast<wide>(gap);
          return at <= model_type::highest && model_.write(at, bytes);
        });
  }
  bool take_snapshot() {
    if (source_.below(4) == 0) {  // roll back
      memory_ = other_;
      model_ = other_model_;
      return true;
    }
    other_ = memory_.snapshot();
    other_model_ = model_;
    return other_ == memory_ || fail("a snapshot differs");
  }
  bool write_memory() {
    const bool itself = source_.below(3) == 0;
    const auto offset = static_cast<wide>(source_.below(40)) - 20;
    const auto source_model = itself ? model_ : other_model_;
    return both(
        "write of a memory", [&] { memory_.write(itself ? memory_ : other_, static_cast<Address>(offset)); },
        [&] { return model_.write(source_model, offset); });
  }
  bool change_bounds() {
    basic_bounds<Address> limits;
    auto where = some_range();
    if (where.stop < where.start) std::swap(where.start, where.stop);
    if (source_.below(3) != 0) {
      where.start = static_cast<Address>(std::max<wide>(wide(where.start) - wide{width_}, model_type::lowest));
      where.stop = static_cast<Address>(std::min<wide>(wide(where.stop) + wide{width_}, model_type::highest));
    }
    if (source_.below(2) == 0) limits.start = where.start;
    if (source_.below(2) == 0) limits.stop = where.stop;
    limits.policy = source_.below(2) == 0 ? bounds_policy::clip : bounds_policy::error;
    return both(
        "set_bounds", [&] { memory_.set_bounds(limits); },
        [&] {
          const auto widened = [](std::optional<Address> at) { return at ? std::optional<wide>(*at) : std::nullopt; };
          model_.set_bounds(widened(limits.start), widened(limits.stop), limits.policy == bounds_policy::clip);
          return true;
        });
  }
  bool write_through_view() {
    const auto piece = some_piece();
    if (piece.empty()) return true;
    const auto written = memory_.mutable_view(piece);
    for (std::size_t i = 0; i < written.size(); ++i) {
      written.bytes()[i] = std::byte{'v'};
      model_.bytes[static_cast<wide>(piece.start) + static_cast<wide>(i)] = std::byte{'v'};
    }
    const auto copy = memory_.snapshot();  // must not see what the view writes from now on
    written.bytes()[0] = std::byte{'w'};
    model_.bytes[piece.start] = std::byte{'w'};
    return copy.peek(piece.start) == std::byte{'v'} || fail("a snapshot shares a mutable view");
  }
  bool hold_view() {
    const auto piece = some_piece();
    if (piece.empty() || piece.size() > 4096) return true;
    if (views_.size() > 8) views_.erase(views_.begin());
    auto held = memory_.view(piece);
    std::vector<std::byte> bytes(held.begin(), held.end());
    views_.emplace_back(std::move(held), std::move(bytes));
    return true;
  }
  bool coalesce() {
    auto where = some_range();
    const bool stored = memory_.contains(where);
    return both(
               "coalesce", [&] { memory_.coalesce(where); }, [&] { return stored; }) &&
           (!stored || where.empty() || memory_.view(where).size() == where.size() || fail("not coalesced"));
  }
  range some_piece() {
    for (const auto& part : memory_.segments(some_range())) return {part.start, part.stop};
    return {};
  }

  bool compare(const memory_type& memory, const model_type& model) {
    if (memory.empty() != model.bytes.empty()) return fail("empty");
    const auto blocks = model.blocks(model_type::lowest, model_type::highest);
    if (memory.block_count() != blocks.size()) return fail("number of blocks");
    std::size_t index = 0;
    for (const auto& block : memory.blocks()) {
      const auto& [at, bytes] = blocks[index];
      if (block.start != at || memory.to_bytes(block) != bytes) return fail("block " + std::to_string(index));
      if (memory.block(index) != block) return fail("block by number");
      ++index;
    }
    if (index != blocks.size()) return fail("blocks iterated");
    std::uint64_t number = 0;
    for (const auto& [at, byte] : model.bytes) {
      if (memory.peek(static_cast<Address>(at)) != byte)
        return fail("peek at " + address_text(static_cast<Address>(at)));
      if (number % 7 == 0 && memory.byte_address(number) != at) return fail("byte by number");
      ++number;
    }
    return compare_range(memory, model);
  }
  bool compare_range(const memory_type& memory, const model_type& model) {
    const auto where = some_range();
    const auto blocks = model.blocks(where.start, where.stop);
    std::size_t index = 0;
    for (const auto& block : memory.blocks(where)) {
      if (index == blocks.size() || block.start != blocks[index].first || block.size() != blocks[index].second.size()) {
        return fail("blocks of a range");
      }
      ++index;
    }
    if (index != blocks.size()) return fail("blocks of a range");
    Address free = where.start;
    std::vector<range> holes;
    for (const auto& [at, bytes] : blocks) {
      if (free < at) holes.push_back({free, static_cast<Address>(at)});
      free = static_cast<Address>(at + static_cast<wide>(bytes.size()));
    }
    if (free < where.stop) holes.push_back({free, where.stop});
    if (memory.gaps(where) != holes) return fail("gaps of a range");
    const auto needle = some_bytes(4);
    std::optional<Address> expected;
    for (const auto& [at, bytes] : blocks) {
      const auto found = std::search(bytes.begin(), bytes.end(), needle.begin(), needle.end());
      if (!needle.empty() && found != bytes.end()) {
        expected = static_cast<Address>(at + (found - bytes.begin()));
        break;
      }
    }
    if (memory.find(needle, where) != expected) return fail("find");
    return needle.empty() || compare_matches(memory, blocks, needle, where);
  }
  bool compare_matches(const memory_type& memory, const auto& blocks, const std::vector<std::byte>& needle,
                       range where) {
    for (const auto overlapping : {overlap::no, overlap::yes}) {
      std::vector<Address> expected;
      for (const auto& [at, bytes] : blocks) {
        auto from = bytes.begin();
        for (;;) {
          from = std::search(from, bytes.end(), needle.begin(), needle.end());
          if (from == bytes.end()) break;
          expected.push_back(static_cast<Address>(at + (from - bytes.begin())));
          from += overlapping == overlap::yes ? 1 : static_cast<std::ptrdiff_t>(needle.size());
        }
      }
      if (memory.find_all(needle, overlapping, where) != expected) return fail("find_all");
      if (memory.count(needle, overlapping, where) != expected.size()) return fail("count");
      if (overlapping == overlap::no) continue;
      const auto last = memory.rfind(needle, where);
      if (last.has_value() == expected.empty() || (last && *last != expected.back())) return fail("rfind");
    }
    return true;
  }

  choices& source_;
  Address center_;
  std::uint64_t width_;
  std::string problem_;
  std::vector<std::unique_ptr<std::vector<std::byte>>> shared_;  // outlive the memories that share them
  memory_type memory_;
  model_type model_;
  memory_type other_;
  model_type other_model_;
  std::vector<std::pair<view, std::vector<std::byte>>> views_;
};

}  // namespace memosaic
