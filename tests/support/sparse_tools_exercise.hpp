#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "memosaic/sparse/align.hpp"
#include "memosaic/sparse/construction.hpp"
#include "memosaic/sparse/items.hpp"
#include "memosaic/sparse/join.hpp"
#include "memosaic/sparse/matches.hpp"
#include "memosaic/sparse/pop.hpp"
#include "memosaic/sparse/strides.hpp"
#include "memosaic/sparse/undo_log.hpp"
#include "memosaic/sparse/update.hpp"
#include "support/sparse_exercise.hpp"

namespace memosaic {

/// Drives what stands around a memory: alignment, joining, strides, items, and the undo log over all of it.
template <memory_address Address>
class sparse_tools_exercise : public sparse_exercise<Address> {
 public:
  using base = sparse_exercise<Address>;
  using typename base::memory_type;
  using typename base::model_type;
  using typename base::range;
  using typename base::wide;

  sparse_tools_exercise(choices& source, Address center, std::uint64_t width)
      : base(source, center, width), log_(this->memory_) {}

  /// One operation, often taken back and had again.
  bool step() {
    if (this->model_.bytes.size() > 2000) {  // joined to itself too often
      this->memory_.clear();
      this->model_.bytes.clear();
    }
    if (this->source_.below(3) != 0) return operation();
    const auto before = this->memory_.snapshot();
    log_.checkpoint("before");
    if (!operation()) return false;
    const auto after = this->memory_.snapshot();
    if (!log_.undo() || !same(before)) return this->fail("undo does not restore: " + this->problem_);
    if (!log_.redo() || !same(after)) return this->fail("redo does not restore: " + this->problem_);
    if (log_.undo_count() > 50) log_.clear();
    return this->compare();
  }

 private:
  bool operation() {
    switch (this->source_.below(22)) {
      case 0:
        return align_blocks();
      case 1:
        return overwrite_memory();
      case 2:
        return append_memory();
      case 3:
      case 4:
        return replace_by_memory();
      case 5:
        return repeat();
      case 6:
        return extract_strides();
      case 7:
        return erase_strides();
      case 8:
        return write_strides();
      case 9:
        return pop_one();
      case 10:
        return remove_matches();
      case 11:
        return update_items();
      case 12:
        return walk_bytes();
      default:
        return base::step();
    }
  }

  bool same(const memory_type& as) {
    if (this->memory_ != as) return this->fail("content");
    if (this->memory_.bounds() != as.bounds()) return this->fail("bounds");
    return true;
  }

  static wide floor_to(wide at, wide width) { return at - ((at % width) + width) % width; }

  static std::pair<wide, wide> span_of(const model_type& model) {
    const wide first = model.bytes.empty() ? model.content_stop() : model.bytes.begin()->first;
    return {model.start.value_or(first), model.stop.value_or(model.content_stop())};
  }

  range everything_or_some() { return this->source_.below(2) == 0 ? memory_type::everywhere : this->some_range(); }

  bool align_blocks() {
    const auto width = static_cast<wide>(1 + this->source_.below(20));
    const auto where = everything_or_some();
    auto pattern = this->some_bytes(3);
    pattern.push_back(std::byte{'p'});
    auto& model = this->model_;
    return this->both(
        "align", [&] { align(this->memory_, static_cast<address_length<Address>>(width), pattern, where); },
        [&] {
          auto made = model;
          for (const auto& [at, byte] : model.bytes) {
            if (at < where.start || at >= where.stop) continue;
            const wide page = floor_to(at, width);
            if (page < model_type::lowest && where.start == model_type::lowest &&
                !model.bytes.contains(model_type::lowest)) {
              return false;
            }
            if (page + width > model_type::highest && where.stop == model_type::highest &&
                !model.bytes.contains(model_type::highest - 1)) {
              return false;
            }
            for (wide i = 0; i < width; ++i) {
              const wide place = page + i;
              if (place < where.start || place >= where.stop || model.bytes.contains(place)) continue;
              if (!model.inside(place) && !model.clips) return false;
              if (model.inside(place)) {
                made.bytes.emplace(place, pattern[static_cast<std::size_t>(i % static_cast<wide>(pattern.size()))]);
              }
            }
          }
          model = std::move(made);
          return true;
        });
  }

  bool overwrite_memory() {
    const bool itself = this->source_.below(3) == 0;
    const auto offset = static_cast<wide>(this->source_.below(40)) - 20;
    const auto source = itself ? this->model_ : this->other_model_;
    const auto [from, to] = span_of(source);
    return this->both(
        "overwrite",
        [&] { overwrite(this->memory_, itself ? this->memory_ : this->other_, static_cast<Address>(offset)); },
        [&, start = from, stop = to] {
          if (start + offset < model_type::lowest || stop + offset > model_type::highest) return false;
          auto made = this->model_;
          made.clear(start + offset, stop + offset);
          if (!made.write(source, offset)) return false;
          this->model_ = std::move(made);
          return true;
        });
  }

  bool append_memory() {
    const bool itself = this->source_.below(3) == 0;
    const auto gap = this->source_.below(4);
    const auto source = itself ? this->model_ : this->other_model_;
    const auto start = span_of(source).first;
    return this->both(
        "append of a memory", [&] { append(this->memory_, itself ? this->memory_ : this->other_, gap); },
        [&] {
          const wide at = this->model_.content_stop() + static_cast<wide>(gap);
          return at <= model_type::highest && this->model_.write(source, at - start);
        });
  }

  static bool replace_in(model_type& model, wide from, wide to, const model_type& source) {
    const auto [start, stop] = span_of(source);
    auto made = model;
    if (!source.bytes.empty() && from + source.bytes.rbegin()->first + 1 - start > model_type::highest) return false;
    if (!made.erase(from, std::max(from, to)) || !made.reserve(from, stop - start) ||
        !made.write(source, from - start)) {
      return false;
    }
    model = std::move(made);
    return true;
  }

  bool replace_by_memory() {
    const bool itself = this->source_.below(3) == 0;
    const auto source = itself ? this->model_ : this->other_model_;
    const auto& memory = itself ? this->memory_ : this->other_;
    if (this->source_.below(2) == 0) {
      const auto at = this->address();
      return this->both(
          "insert of a memory", [&] { insert(this->memory_, at, memory); },
          [&] { return replace_in(this->model_, at, at, source); });
    }
    const auto where = this->some_range();
    return this->both(
        "replace by a memory", [&] { replace(this->memory_, where, memory); },
        [&] { return replace_in(this->model_, where.start, where.stop, source); });
  }

  bool repeat() {
    const auto times = this->source_.below(6);
    model_type expected;
    const auto& model = this->other_model_;
    const auto [start, stop] = span_of(model);
    const bool fits =
        model.bytes.empty() || times == 0 || start + static_cast<wide>(times) * (stop - start) <= model_type::highest;
    memory_type made;
    const bool right = this->both(
        "repeated", [&] { made = repeated(this->other_, times); }, [&] { return fits; });
    if (!right || !fits) return right;
    for (wide i = 0; i < static_cast<wide>(times); ++i) {
      for (const auto& [at, byte] : model.bytes) expected.bytes[at + i * (stop - start)] = byte;
    }
    return this->base::compare(made, expected) || this->fail("repeated: " + this->problem_);
  }

  bool extract_strides() {
    const auto where = this->some_range();
    const auto step = static_cast<std::int64_t>(1 + this->source_.below(7));
    const bool down = this->source_.below(2) == 0;
    model_type expected;
    for (const auto& [at, byte] : this->model_.bytes) {
      if (at < where.start || at >= where.stop) continue;
      const wide offset = down ? where.stop - 1 - at : at - where.start;
      if (offset % step == 0) expected.bytes[where.start + offset / step] = byte;
    }
    return this->base::compare(extract_every(this->memory_, where, down ? -step : step), expected) ||
           this->fail("extract_every: " + this->problem_);
  }

  bool erase_strides() {
    const auto where = this->some_range();
    const auto step = static_cast<wide>(1 + this->source_.below(5));
    return this->both(
        "erase_every", [&] { erase_every(this->memory_, where, static_cast<address_length<Address>>(step)); },
        [&] {
          wide from = where.start;
          wide to = where.stop;
          if (this->model_.clips) {
            while (from < to && from < this->model_.low()) from = from + std::min(step, to - from);
            to = std::min(to, this->model_.high());
          }
          if (to <= from) return true;
          model_type kept;
          for (const auto& [at, byte] : this->model_.bytes) {
            const wide offset = at - from;
            if (at < from || at >= to || offset % step == 0) continue;
            kept.bytes[at - (offset + step - 1) / step] = byte;
          }
          kept.start = from;
          kept.stop = to - (to - from + step - 1) / step;
          return replace_in(this->model_, from, to, kept);
        });
  }

  bool write_strides() {
    const auto at = this->address();
    const auto step = 1 + this->source_.below(5);
    auto bytes = this->some_bytes(12);
    if (bytes.empty()) return true;
    const auto stop = checked_advance<Address>(at, (bytes.size() - 1) * step + 1);
    if (!stop) return true;
    return this->both(
        "write_every",
        [&] {
          write_every(this->memory_, range{at, *stop}, step, bytes);
        },
        [&] {
          auto made = this->model_;
          for (std::size_t i = 0; i < bytes.size(); ++i) {
            if (!made.write(static_cast<wide>(at) + static_cast<wide>(i * step), std::span(bytes).subspan(i, 1))) {
              return false;
            }
          }
          this->model_ = std::move(made);
          return true;
        });
  }

  bool pop_one() {
    auto& bytes = this->model_.bytes;
    if (this->source_.below(2) == 0) {
      std::optional<basic_item<Address>> expected;
      if (!bytes.empty()) expected = {static_cast<Address>(bytes.rbegin()->first), bytes.rbegin()->second};
      std::optional<basic_item<Address>> found;
      return this->both(
                 "pop_last", [&] { found = pop_last(this->memory_); },
                 [&] {
                   if (!bytes.empty()) bytes.erase(std::prev(bytes.end()));
                   return true;
                 }) &&
             (found == expected || this->fail("pop_last"));
    }
    const auto at = this->address();
    const auto held = this->memory_.peek(at);
    std::optional<std::byte> found;
    bool erased = true;
    return this->both(
               "pop", [&] { found = pop(this->memory_, at); },
               [&] {
                 erased = at == highest_stop<Address> || this->model_.erase(at, static_cast<wide>(at) + 1);
                 return erased;
               }) &&
           (!erased || found == held || this->fail("pop"));
  }

  bool remove_matches() {
    auto needle = this->some_bytes(2);
    needle.push_back(std::byte{'a'});
    const auto where = everything_or_some();
    const auto matches = this->memory_.find_all(needle, overlap::no, where);  // tested elsewhere
    std::uint64_t removed = 0;
    return this->both(
               "remove_all", [&] { removed = remove_all(this->memory_, needle, where); },
               [&] {
                 auto made = this->model_;
                 for (auto at = matches.rbegin(); at != matches.rend(); ++at) {
                   if (!made.erase(*at, *at + static_cast<wide>(needle.size()))) return false;
                 }
                 this->model_ = std::move(made);
                 return true;
               }) &&
           (removed == matches.size() || this->fail("remove_all: how many"));
  }

  bool update_items() {
    std::vector<std::pair<Address, std::optional<std::byte>>> changes;
    const auto near = this->address();
    for (auto count = this->source_.below(10); count > 0; --count) {
      const auto at = checked_advance<Address>(near, this->source_.below(8)).value_or(near);
      if (at == highest_stop<Address>) continue;
      changes.emplace_back(at, this->source_.below(3) == 0 ? std::nullopt : std::optional(std::byte{'u'}));
    }
    return this->both(
        "update", [&] { update(this->memory_, changes); },
        [&] {
          auto made = this->model_;
          std::map<wide, std::optional<std::byte>> last;
          for (const auto& [at, byte] : changes) last[at] = byte;
          for (const auto& [at, byte] : last) {
            if (!byte) made.bytes.erase(at);
            if (byte && !made.write(at, std::span(&*byte, 1))) return false;
          }
          this->model_ = std::move(made);
          return true;
        });
  }

  bool walk_bytes() {
    const auto& memory = this->memory_;
    const auto& bytes = this->model_.bytes;
    const auto where = this->some_range();
    std::vector<basic_item<Address>> stored;
    for (const auto& [at, byte] : bytes) {
      if (where.start <= at && at < where.stop) stored.push_back({static_cast<Address>(at), byte});
    }
    std::vector<basic_item<Address>> up;
    std::vector<basic_item<Address>> down;
    for (const auto& item : items(memory, where)) up.push_back(item);
    for (const auto& item : items(memory, where, walk_order::down)) down.insert(down.begin(), item);
    if (up != stored || down != stored) return this->fail("items");
    if (from_items<Address>(items(memory)) != memory) return this->fail("from_items");
    std::vector<basic_place<Address>> all;
    for (wide at = where.start; at < where.stop; ++at) {
      const auto found = bytes.find(at);
      all.push_back({static_cast<Address>(at), found == bytes.end() ? std::nullopt : std::optional(found->second)});
    }
    std::vector<basic_place<Address>> places_up;
    std::vector<basic_place<Address>> places_down;
    for (const auto& place : places(memory, where)) places_up.push_back(place);
    for (const auto& place : places(memory, where, walk_order::down)) places_down.push_back(place);
    std::ranges::reverse(places_down);
    if (places_up != all || places_down != all) return this->fail("places");
    if (from_items<Address>(all) != memory.extract(where)) return this->fail("from_items of places");
    std::vector<std::optional<std::byte>> values;
    for (const auto& place : all) values.push_back(place.value);
    return from_values<Address>(values, where.start) == memory.extract(where) || this->fail("from_values");
  }

  basic_undo_log<Address> log_;
};

}  // namespace memosaic
