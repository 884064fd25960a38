// SPDX-License-Identifier: Apache-2.0
#include "image/image_collector.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "image/shown_text.hpp"
#include "memosaic/bytes/mismatch.hpp"

namespace memosaic::image_core {
namespace {

/// A shorter run is copied into the image: it is not worth a piece of its own, nor keeping the storage around it.
constexpr std::size_t shortest_shared_run = std::size_t{64} << 10;

constexpr std::size_t smallest_storage = std::size_t{4} << 10;
constexpr std::size_t biggest_storage = std::size_t{64} << 20;

/// Storage that is written from the front, once: what a view shows of it never changes.
class gathered_bytes final : public owner {
 public:
  explicit gathered_bytes(std::size_t size) : gathered_bytes(new std::byte[size], size) {}

 private:
  gathered_bytes(std::byte* bytes, std::size_t size) noexcept : owner(bytes, size, false), bytes_(bytes) {}
  ~gathered_bytes() override = default;

  std::unique_ptr<std::byte[]> bytes_;
};

image_problem problem_of(const file_place& place, std::string_view reason) {
  return {place.offset, place.line, place.column, shown_text(place.record), std::string(reason)};
}

int128 behind(int128 at, std::size_t size) noexcept { return at + static_cast<int128>(size); }

}  // namespace

image_collector::image_collector(const read_image_options& options) : options_(options) {}

void image_collector::problem(const file_place& place, std::string_view reason) {
  if (!options_.lenient) refuse(place, reason);
  ++result_.problem_count;
  if (result_.problems.size() < options_.kept_problems) result_.problems.push_back(problem_of(place, reason));
}

void image_collector::refuse(const file_place& place, std::string_view reason) const {
  throw image_error(options_.name, problem_of(place, reason));
}

void image_collector::write(int128 at, bytes_view bytes, const file_place& place) {
  if (!checked_advance(at, uint128{bytes.size()})) {
    problem(place, "the bytes end beyond the last address");
    return;
  }
  while (!bytes.empty()) {
    const mutable_bytes_view target = this->place(at, bytes.size());
    if (target.empty()) {
      write_over(at, bytes, nullptr, place);
      return;
    }
    std::memcpy(target.data(), bytes.data(), target.size());
    placed(target.size());
    at = behind(at, target.size());
    bytes = bytes.subspan(target.size());
  }
}

void image_collector::share(int128 at, const view& bytes, const file_place& place) {
  if (!checked_advance(at, uint128{bytes.size()})) {
    problem(place, "the bytes end beyond the last address");
    return;
  }
  if (!bytes.empty()) write_over(at, bytes.bytes(), &bytes, place);
}

mutable_bytes_view image_collector::place(int128 at, std::size_t most) {
  if ((at != next_at_ || next_at_ == limit_) && !begin_run(at)) return {};
  if (next_ == end_) {
    settle();
    add_storage();
    if (!begin_run(at)) return {};
  }
  const auto free = static_cast<uint128>(limit_) - static_cast<uint128>(next_at_);
  const auto room = std::min(most, static_cast<std::size_t>(end_ - next_));
  return {next_, static_cast<std::size_t>(std::min(free, uint128{room}))};
}

void image_collector::placed(std::size_t size) noexcept {
  next_ += size;
  next_at_ = behind(next_at_, size);
}

bool image_collector::begin_run(int128 at) {
  settle();
  const auto around = result_.content.memory.run_at(at);
  if (around.stored) return false;
  run_ = next_;
  run_at_ = next_at_ = at;
  limit_ = around.range.stop;
  return true;
}

/// Gives the run to the image.
void image_collector::settle() {
  const auto size = static_cast<std::size_t>(next_ - run_);
  auto& memory = result_.content.memory;
  if (size >= shortest_shared_run) {
    memory.write_shared(run_at_, storage_.sub(bytes_view(run_, size)));
    run_ = next_;
  } else if (size != 0) {
    memory.write(run_at_, bytes_view(run_, size));
    next_ = run_;  // the room is used again
  }
  limit_ = next_at_;
}

void image_collector::add_storage() {
  const auto size = std::clamp(expected_, smallest_storage, biggest_storage);
  auto* const made = new gathered_bytes(size + slack);
  storage_ = view(*made);
  made->drop_reference();
  run_ = next_ = made->data();
  end_ = run_ + size;
}

/// Writes where something has been written before, or what is shared.
void image_collector::write_over(int128 at, bytes_view bytes, const view* owned, const file_place& place) {
  settle();
  auto& memory = result_.content.memory;
  const image_range where{at, behind(at, bytes.size())};
  const auto put = [&](image_range part) {
    const auto start = static_cast<std::size_t>(distance(at, part.start));
    const auto stop = static_cast<std::size_t>(distance(at, part.stop));
    if (owned == nullptr) {
      memory.write(part.start, bytes.subspan(start, stop - start));
    } else {
      memory.write_shared(part.start, owned->sub(start, stop));
    }
  };
  if (options_.overlap == merge_policy::replace) {
    put(where);
    return;
  }
  if (options_.overlap != merge_policy::keep) {
    for (const image_range& filled : memory.blocks(where)) {
      if (report_overlap(filled, at, bytes, place)) break;
    }
  }
  for (const image_range& hole : memory.gaps(where)) put(hole);
}

/// Whether it found something that the policy refuses, and reported it.
bool image_collector::report_overlap(image_range filled, int128 at, bytes_view bytes, const file_place& place) {
  if (options_.overlap == merge_policy::error) {
    problem(place, "overlap: " + address_text(filled.start) + " is already filled");
    return true;
  }
  for (const auto& part : result_.content.memory.segments(filled)) {
    const auto offset = static_cast<std::size_t>(distance(at, part.start));
    const auto size = static_cast<std::size_t>(distance(part.start, part.stop));
    const auto differing = common_prefix(part.bytes, bytes.subspan(offset, size));
    if (differing == size) continue;
    const auto found = behind(part.start, differing);
    problem(place, "overlap: " + address_text(found) + " already holds " + shown_byte(part.at(found)) + ", found " +
                       shown_byte(bytes[offset + differing]));
    return true;
  }
  return false;
}

read_image_result image_collector::finish(image_format format) && {
  settle();
  result_.format = format;
  return std::move(result_);
}

}  // namespace memosaic::image_core
