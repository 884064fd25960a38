#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "memosaic/error.hpp"
#include "memosaic/file/watch_mappings.hpp"
#include "memosaic/file/window_pool.hpp"
#include "os/calls.hpp"
#include "os/watched_regions.hpp"
#include "support/choices.hpp"
#include "support/file_model.hpp"

namespace memosaic::test {

/// Drives pools, cursors and views on files that change meanwhile, and says what went apart from the files.
///
/// What was never cut off since a cursor looked at its file must be there, whatever happens to the rest; who touches
/// what was cut off must be told; and the pool's statistics must hold after every step.
class window_exercise {
 public:
  window_exercise(choices& source, std::filesystem::path folder) : source_(source), folder_(std::move(folder)) {
    watch_mappings();
    choose_options();
    pool_ = std::make_unique<window_pool>(options_);
  }

  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }

  /// One operation. Returns false when something went apart.
  bool step() {
    const auto operation = source_.below(22);
    if (cursors_.empty() || operation < 2) return open() && check_pool();
    return operate(operation) && check_pool();
  }

  /// Looks at everything that is held, and at what is left when it is not held any more.
  bool finish() {
    for (const auto& each : views_) {
      if (!check_bytes(each.bytes, each.offset, each.of, "a view")) return false;
    }
    views_.clear();
    for (auto& each : cursors_) each->at.unuse_region();
    if (!check_pool()) return false;
    if (pool_->statistics().pinned_bytes != 0) return fail("pinned bytes, but nobody holds any");
    cursors_.clear();
    pool_->trim();
    const auto now = pool_->statistics();
    if (now.bytes != 0 || now.windows != 0 || now.files != 0) return fail("something is left in the pool");
    return true;
  }

 private:
  struct opened {
    std::shared_ptr<file_model> file;
    std::shared_ptr<const file_state> state;
    int path = 0;
    std::shared_ptr<os::descriptor> borrowed;  ///< if it was opened by that; closed with the last cursor
  };
  struct placed_cursor {
    opened of;  ///< a borrowed descriptor outlives the cursor
    cursor at;
    unsigned pool = 0;
  };
  struct held_view {
    view bytes;
    std::uint64_t offset = 0;
    bytes_view window;  ///< of which it is a part
    opened of;
    unsigned pool = 0;
  };
  enum class outcome : std::uint8_t { done, outside, changed, refused, wrong };

  bool fail(std::string what) {
    if (problem_.empty()) problem_ = std::move(what);
    return false;
  }

  void choose_options() {
    constexpr std::uint64_t mebi = 1U << 20;
    constexpr std::array<std::uint64_t, 4> sizes{1, 8192, 65536, 2 * mebi};
    constexpr std::array<std::uint64_t, 6> budgets{1, 20000, 100000, 300000, 3 * mebi, std::uint64_t{1} << 30};
    options_.layout = static_cast<window_layout>(source_.below(3));
    options_.backing = static_cast<window_backing>(source_.below(4));
    window_size_ = sizes[static_cast<std::size_t>(source_.below(sizes.size()))];
    options_.window_size = window_size_;
    auto& limits = options_.limits;
    limits.soft_bytes = budgets[static_cast<std::size_t>(source_.below(budgets.size()))];
    constexpr std::array<std::uint64_t, 5> above{UINT64_MAX, 0, 8192, 100000, 4 * mebi};
    const auto more = above[static_cast<std::size_t>(source_.below(above.size()))];
    limits.hard_bytes = more == UINT64_MAX ? more : limits.soft_bytes + more;
    limits.windows = source_.below(3) == 0 ? 1 + static_cast<std::size_t>(source_.below(4)) : limits.windows;
    limits.files = source_.below(3) == 0 ? 1 + static_cast<std::size_t>(source_.below(2)) : limits.files;
    options_.reads_scattered = source_.below(2) == 0;
    constexpr std::array<std::optional<access_pattern>, 4> advices{std::nullopt, access_pattern::normal,
                                                                   access_pattern::sequential, access_pattern::random};
    options_.advice = advices[static_cast<std::size_t>(source_.below(advices.size()))];
    // Windows of resident files are long; so must be the files, or they have one only.
    may_be_long_ = options_.backing != window_backing::read && source_.below(2) == 0;
  }

  std::uint64_t some_size() {
    const std::uint64_t page = os::page_size();
    const std::array<std::uint64_t, 13> sizes{
        100000,   300001,        0, 1, page - 1, page, page + 1, 4 * page - 1, 4 * page, 4 * page + 1, (4U << 20) + 77,
        3U << 20, (5U << 20) - 1};
    return sizes[static_cast<std::size_t>(source_.below(sizes.size() - (may_be_long_ ? 0 : 3)))];
  }

  std::uint64_t some_offset(std::uint64_t size) {
    switch (source_.below(8)) {
      case 0:
        return last_ + source_.below(2);
      case 1:
        return size - std::min(size, source_.below(4));
      case 2:
        return source_.below(size / 4096 + 1) * 4096 + source_.below(3) - 1;
      case 3:
        return source_.below(20) == 0 ? UINT64_MAX - source_.below(2) : source_.below(4);
      default:
        return source_.below(size + 2);
    }
  }

  std::size_t some_length(std::uint64_t size) {
    switch (source_.below(6)) {
      case 0:
        return static_cast<std::size_t>(source_.below(2));
      case 1:
        return static_cast<std::size_t>(source_.below(size + 1));
      case 2:
        return static_cast<std::size_t>(source_.below(20) == 0 ? UINT64_MAX - source_.below(2) : 4096);
      default:
        return static_cast<std::size_t>(source_.below(9000));
    }
  }

  std::filesystem::path path_of(int path) const { return folder_ / ("file" + std::to_string(path)); }

  bool open() {
    const int path = static_cast<int>(source_.below(3));
    auto& file = files_[static_cast<std::size_t>(path)];
    if (file == nullptr) {
      const auto size = some_size();
      file = std::make_shared<file_model>(path_of(path), size, source_.below(1000));
    }
    auto placed = std::make_unique<placed_cursor>();
    placed_cursor& made = *placed;
    made.of = {file, nullptr, path, nullptr};
    made.pool = pool_number_;
    try {
      if (source_.below(4) == 0) {
        made.of.borrowed = std::make_shared<os::descriptor>(::open(path_of(path).c_str(), O_RDONLY | O_CLOEXEC));
        made.at = pool_->open(made.of.borrowed->fd(), path_of(path));
      } else {
        made.at = pool_->open(path_of(path));
      }
    } catch (const std::exception& error) {
      return fail(std::string("open: ") + error.what());
    }
    made.of.state = file->look();
    if (made.at.file_size() != file->size()) return fail("the size of a file that was opened");
    if (made.at.source().path() != path_of(path)) return fail("the path of a file that was opened");
    if (cursors_.size() < 5) {
      cursors_.push_back(std::move(placed));
    } else {
      cursors_[static_cast<std::size_t>(source_.below(cursors_.size()))] = std::move(placed);
    }
    return true;
  }

  bool operate(std::uint64_t operation) {
    auto& chosen = *cursors_[static_cast<std::size_t>(source_.below(cursors_.size()))];
    switch (operation) {
      case 2:
      case 3:
      case 4:
        return read_byte(chosen);
      case 5:
      case 6:
      case 7:
        return ensure(chosen, some_offset(chosen.of.state->size), some_length(chosen.of.state->size));
      case 8:
        return walk(chosen);
      case 9:
      case 10:
      case 11:
        return pin(chosen);
      case 12:
        return drop_views();
      case 13:
      case 14:
        return use_region(chosen);
      case 15:
        chosen.at.unuse_region();
        return !chosen.at.is_valid() && chosen.at.region().empty() ? true : fail("unuse_region leaves a region");
      case 16:
        return copy(chosen);
      case 17:
      case 18:
        return refresh(chosen);
      case 19:
        return change_file();
      case 20:
        return trim();
      default:
        return source_.below(4) == 0 ? renew_pool() : hold_region(chosen);
    }
  }

  /// Runs what a cursor is asked for and tells how it ended; only what may happen here is no problem.
  template <typename Operation>
  outcome attempt(placed_cursor& on, std::size_t length, bool inside, const Operation& operation) {
    try {
      operation();
      if (inside) return outcome::done;
      fail("what lies outside was not refused");
    } catch (const std::out_of_range&) {
      if (!inside) return outcome::outside;
      fail("out of range inside the file");
    } catch (const file_changed&) {
      if (inside && !on.of.state->is_whole()) {
        // It came and was pinned before it turned out to be void.
        const auto now = pool_->statistics();
        most_pinned_ = std::max(most_pinned_, now.bytes);
        most_pinned_windows_ = std::max(most_pinned_windows_, now.windows);
        return outcome::changed;
      }
      fail("file_changed, but it has all that it had");
    } catch (const std::length_error& error) {
      if (inside && (on.pool != pool_number_ || is_above_hard_limit(length, on.of.state->size)))
        return outcome::refused;
      fail(std::string("refused though there is room: ") + error.what());
    } catch (const std::exception& error) {
      fail(error.what());
    }
    return outcome::wrong;
  }

  bool is_above_hard_limit(std::size_t length, std::uint64_t file_size) const {
    const auto hard = options_.limits.hard_bytes;
    if (hard == UINT64_MAX) return false;
    const bool whole = options_.layout == window_layout::whole_file;
    const auto window = std::bit_ceil(std::max<std::uint64_t>(whole ? file_size : window_size_, 2U << 20));
    const auto most = std::max<std::uint64_t>(std::min(window, file_size + os::page_size()), length);
    const auto now = pool_->statistics();
    return most > hard || now.pinned_bytes + now.read_block_bytes > hard - most;
  }

  static bool is_inside(std::uint64_t offset, std::uint64_t length, std::uint64_t size) {
    return offset <= size && length <= size - offset;
  }

  /// Compares what was never cut off, and touches the rest.
  bool check_bytes(bytes_view got, std::uint64_t offset, const opened& of, const char* what) {
    const auto& bytes = of.file->bytes();
    const auto exact = static_cast<std::size_t>(
        std::min<std::uint64_t>(got.size(), of.state->safe - std::min(of.state->safe, offset)));
    if (exact != 0 && std::memcmp(got.data(), bytes.data() + offset, exact) != 0) {
      return fail(std::string("wrong bytes of ") + what + " at " + std::to_string(offset));
    }
    if (got.empty()) return true;
    const std::uint64_t page = os::page_size();
    const std::uint64_t lost_from = (bytes.size() + page - 1) / page * page;
    bool touched_lost = false;
    for (std::size_t i = exact; i < got.size(); i += i + page < got.size() ? page : got.size()) {
      static_cast<void>(*const_cast<const volatile std::byte*>(got.data() + i));
      touched_lost = touched_lost || offset + i >= lost_from;
    }
    bool damaged = false;
    try {
      check_mapped(got);
    } catch (const file_changed&) {
      damaged = true;
    }
    if (damaged && of.state->is_whole()) return fail(std::string(what) + " is damaged, but the file has all it had");
    const bool mapped = os::find_watched(got.data()) != nullptr;
    if (touched_lost && mapped && !damaged) return fail(std::string("zeros taken for bytes by ") + what);
    return true;
  }

  bool check_cursor(placed_cursor& on, bytes_view got, std::uint64_t offset, const char* what) {
    if (!check_bytes(got, offset, on.of, what)) return false;
    last_ = offset + got.size();
    const auto& region = on.at.region();
    if (!got.empty() && (!on.at.is_valid() || !region.includes(offset))) return fail("the cursor's region");
    if (on.at.damaged() && on.of.state->is_whole()) return fail("a cursor is damaged for nothing");
    return true;
  }

  bool read_byte(placed_cursor& on) {
    const auto offset = some_offset(on.of.state->size);
    const bool inside = offset < on.of.state->size;
    std::byte got{};
    const auto ended = attempt(on, 1, inside, [&] { got = on.at[offset]; });
    if (ended == outcome::done && offset < on.of.state->safe &&
        got != on.of.file->bytes()[static_cast<std::size_t>(offset)]) {
      return fail("wrong byte at " + std::to_string(offset));
    }
    if (ended == outcome::done) last_ = offset + 1;
    return ended != outcome::wrong;
  }

  bool ensure(placed_cursor& on, std::uint64_t offset, std::size_t least) {
    const bool inside = is_inside(offset, least, on.of.state->size);
    bytes_view got;
    const auto ended = attempt(on, least, inside, [&] { got = on.at.ensure(offset, least); });
    if (ended != outcome::done) return ended != outcome::wrong;
    if (got.size() < least) return fail("ensure gives less than it promised");
    if (got.empty() && offset < on.of.state->size) return fail("ensure gives nothing inside the file");
    if (got.size() > on.of.state->size - offset) return fail("ensure gives more than the file has");
    return check_cursor(on, got, offset, "ensure");
  }

  /// From one place to the next, as a scan does.
  bool walk(placed_cursor& on) {
    const auto size = on.of.state->size;
    if (size == 0) return true;
    std::uint64_t offset = source_.below(size);
    const auto step = 1 + source_.below(9000);
    for (auto count = source_.below(12); count > 0 && offset < size; --count) {
      const auto least = static_cast<std::size_t>(std::min(step, size - offset));
      if (!ensure(on, offset, least) || !check_pool()) return false;
      offset += least;
    }
    return true;
  }

  bool pin(placed_cursor& on) {
    const auto offset = some_offset(on.of.state->size);
    const auto length = some_length(on.of.state->size);
    const bool inside = is_inside(offset, length, on.of.state->size);
    view got;
    const auto ended = attempt(on, length, inside, [&] { got = on.at.pin(offset, length); });
    if (ended != outcome::done) return ended != outcome::wrong;
    if (got.size() != length) return fail("pin gives another length");
    if (!check_bytes(got, offset, on.of, "pin")) return false;
    if (source_.below(3) != 0) hold(std::move(got), offset, on);
    return true;
  }

  void hold(view bytes, std::uint64_t offset, const placed_cursor& by) {
    if (bytes.empty()) return;
    note_pinned();  // the new one came while the oldest was still held
    if (views_.size() > 6) views_.erase(views_.begin());
    opened of = by.of;
    of.borrowed = nullptr;  // views need no descriptor
    views_.push_back({std::move(bytes), offset, by.at.region().bytes(), std::move(of), by.pool});
  }

  bool drop_views() {
    if (source_.below(4) == 0) views_.clear();
    if (views_.empty()) return true;
    const auto which = static_cast<std::ptrdiff_t>(source_.below(views_.size()));
    const auto& each = views_[static_cast<std::size_t>(which)];
    if (!check_bytes(each.bytes, each.offset, each.of, "a held view")) return false;
    views_.erase(views_.begin() + which);
    return true;
  }

  bool use_region(placed_cursor& on) {
    const auto offset = some_offset(on.of.state->size);
    const auto size = source_.below(3) == 0 ? 0 : some_length(on.of.state->size);
    const auto ended = attempt(on, 1, true, [&] { on.at.use_region(offset, size); });
    if (ended != outcome::done) return ended != outcome::wrong;
    if (offset >= on.of.state->size) return !on.at.is_valid() || fail("a region behind the end");
    if (!on.at.is_valid() || on.at.ofs_begin() != offset || on.at.size() == 0) return fail("no region");
    if (size != 0 && on.at.size() > size) return fail("a region longer than was asked for");
    if (on.at.ofs_end() != offset + on.at.size() || on.at.ofs_end() > on.of.state->size) return fail("ofs_end");
    if (!on.at.includes_ofs(offset) || on.at.includes_ofs(on.at.ofs_end())) return fail("includes_ofs");
    const view part = on.at.buffer();
    const view all = on.at.map();
    if (part.size() != on.at.size() || all.size() != on.at.region().size()) return fail("buffer and map");
    return check_cursor(on, part, offset, "buffer") && check_bytes(all, on.at.region().start(), on.of, "map");
  }

  bool hold_region(placed_cursor& on) {
    if (on.at.is_valid()) hold(on.at.region().view(), on.at.region().start(), on);
    return true;
  }

  bool copy(placed_cursor& from) {
    switch (source_.below(4)) {
      case 0: {
        auto& to = *cursors_[static_cast<std::size_t>(source_.below(cursors_.size()))];
        to.at = from.at;
        to.of = from.of;
        to.pool = from.pool;
        return &to == &from || !to.at.is_valid() || fail("a copy has a region");
      }
      case 1: {
        placed_cursor taken = std::move(from);
        if (from.at.is_associated() || from.at.is_valid()) return fail("a cursor is left after a move");
        from = std::move(taken);
        return from.at.is_associated() || fail("a move lost the file");
      }
      case 2: {
        cursor other(from.at);
        const bool had = from.at.is_valid();
        other.swap(from.at);
        return (!from.at.is_valid() && other.is_valid() == had) || fail("swap");
      }
      default:
        std::erase_if(cursors_, [&](const auto& each) { return each.get() == &from; });
        return true;
    }
  }

  bool refresh(placed_cursor& on) {
    auto& named = files_[static_cast<std::size_t>(on.of.path)];
    const bool replaced = on.of.borrowed == nullptr && named != on.of.file;
    const auto& now = replaced ? named : on.of.file;
    file_change answer{};
    try {
      answer = on.at.refresh();
    } catch (const std::filesystem::filesystem_error& error) {
      return (now == nullptr && error.code() == std::errc::no_such_file_or_directory) || fail(error.what());
    } catch (const std::exception& error) {
      return fail(std::string("refresh: ") + error.what());
    }
    if (now == nullptr) return fail("refresh finds a file that is gone");
    const auto size = on.of.state->size;
    const auto expected = replaced             ? file_change::replaced
                          : now->size() > size ? file_change::grown
                          : now->size() < size ? file_change::shrunk
                                               : file_change::same;
    if (answer != expected) return fail("refresh answers " + std::to_string(static_cast<int>(answer)));
    on.of.file = now;
    on.of.state = now->look();
    return on.at.file_size() == now->size() || fail("the size of a file that was refreshed");
  }

  bool change_file() {
    const auto path = static_cast<std::size_t>(source_.below(files_.size()));
    auto& file = files_[path];
    if (file == nullptr) return true;
    switch (source_.below(5)) {
      case 0:
        file = std::make_shared<file_model>(path_of(static_cast<int>(path)), some_size(), source_.below(1000));
        return true;
      case 1:
        file->resize(std::min<std::uint64_t>(file->size() + 1 + source_.below(9000), 8U << 20));
        return true;
      case 2:
        file->resize(some_size());
        return true;
      case 3:
        std::filesystem::remove(path_of(static_cast<int>(path)));
        file = nullptr;
        return true;
      default:
        file->resize(source_.below(file->size() + 1));
        return true;
    }
  }

  bool trim() {
    const std::uint64_t left = source_.below(2) == 0 ? 0 : source_.below(options_.limits.soft_bytes + 1);
    pool_->trim(left);
    const auto now = pool_->statistics();
    if (now.bytes > std::max(left, now.pinned_bytes)) return fail("trim leaves more than it was told");
    if (left == 0 && now.windows != now.pinned_windows) return fail("trim leaves windows that nobody pins");
    return true;
  }

  bool renew_pool() {
    if (source_.below(2) == 0) choose_options();
    pool_ = std::make_unique<window_pool>(options_);
    ++pool_number_;
    before_ = {};
    most_pinned_ = most_pinned_windows_ = 0;
    return true;
  }

  /// What holders of this pool have of mappings, as addresses; and how many bytes that is if each window is counted for
  /// itself. A range that no window can show is one of its own each time that it is pinned.
  std::pair<std::uint64_t, std::uint64_t> held_bytes() const {
    std::map<const owner*, bytes_view> windows;
    const auto add = [&](const owner* keeper, bytes_view window, unsigned pool) {
      if (pool != pool_number_ || window.empty() || os::find_watched(window.data()) == nullptr) return;
      windows.emplace(keeper, window);
    };
    for (const auto& each : views_) add(each.bytes.keeper(), each.window, each.pool);
    for (const auto& each : cursors_) add(each->at.region().view().keeper(), each->at.region().bytes(), each->pool);
    std::uint64_t summed = 0;
    std::set<std::pair<const std::byte*, const std::byte*>> places;
    for (const auto& [keeper, window] : windows) {
      summed += window.size();
      places.emplace(window.data(), window.data() + window.size());
    }
    std::uint64_t together = 0;
    const std::byte* covered = nullptr;
    for (const auto& [start, stop] : places) {
      const std::byte* const from = std::max(start, covered);
      if (from < stop) together += static_cast<std::uint64_t>(stop - from);
      covered = std::max(covered, stop);
    }
    return {together, summed};
  }

  void note_pinned() {
    const auto now = pool_->statistics();
    most_pinned_ = std::max(most_pinned_, now.pinned_bytes);
    most_pinned_windows_ = std::max(most_pinned_windows_, now.pinned_windows);
  }

  /// Statistics that must hold at any time.
  bool check_pool() {
    note_pinned();
    const auto now = pool_->statistics();
    const auto& limits = options_.limits;
    const auto [together, summed] = held_bytes();
    most_pinned_ = std::max(most_pinned_, together);
    if (now.bytes + now.read_block_bytes > limits.hard_bytes || now.peak_bytes > limits.hard_bytes) {
      return fail("above the hard limit");
    }
    if (now.peak_bytes < now.bytes || now.peak_bytes < before_.peak_bytes) return fail("the peak of bytes");
    if (now.pinned_bytes > now.bytes) return fail("more bytes pinned than there are");
    if (now.pinned_windows > now.windows) return fail("more windows pinned than there are");
    if (now.pinned_bytes < together) return fail("bytes are held that are not counted as pinned");
    if (now.pinned_bytes > summed) return fail("bytes are counted as pinned that nobody holds");
    // The ends of windows that fit exactly lie at pages, for which no room was made.
    const std::uint64_t rounding = options_.layout == window_layout::exact_fit ? 2 * os::page_size() : 0;
    if (now.bytes > std::max(limits.soft_bytes + rounding, most_pinned_)) {
      return fail(std::to_string(now.bytes) + " bytes are above the soft limit of " +
                  std::to_string(limits.soft_bytes) + ", but not more than " + std::to_string(most_pinned_) +
                  " were ever pinned");
    }
    if (now.windows > std::max<std::uint64_t>(limits.windows, most_pinned_windows_)) return fail("too many windows");
    if (now.hits < before_.hits || now.misses < before_.misses || now.evictions < before_.evictions ||
        now.reads < before_.reads || now.read_bytes < before_.read_bytes) {
      return fail("a count went back");
    }
    before_ = now;
    return true;
  }

  choices& source_;
  std::filesystem::path folder_;
  std::string problem_;
  window_pool_options options_;
  std::uint64_t window_size_ = 0;
  bool may_be_long_ = false;
  std::array<std::shared_ptr<file_model>, 3> files_;  ///< what the paths name now
  std::unique_ptr<window_pool> pool_;
  unsigned pool_number_ = 0;
  std::vector<std::unique_ptr<placed_cursor>> cursors_;
  std::vector<held_view> views_;
  std::uint64_t last_ = 0;  ///< where the last access ended
  window_pool_statistics before_;
  std::uint64_t most_pinned_ = 0;
  std::uint64_t most_pinned_windows_ = 0;
};

}  // namespace memosaic::test
