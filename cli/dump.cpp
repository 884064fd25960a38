// SPDX-License-Identifier: Apache-2.0
#include "cli/dump.hpp"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "cli/hex_rows.hpp"
#include "cli/input.hpp"
#include "cli/json_writer.hpp"
#include "cli/progress.hpp"
#include "memosaic/bytes/mismatch.hpp"

namespace memosaic::cli {
namespace {

constexpr std::size_t usual_width = 16;
constexpr std::size_t plain_width = 32;
constexpr std::size_t batch_bytes = std::size_t{64} << 10U;

bool same_row(const std::byte* a, const std::byte* b, std::size_t width) {
  // The usual width as a constant is two loads and no call.
  return width == usual_width ? std::memcmp(a, b, usual_width) == 0 : std::memcmp(a, b, width) == 0;
}

/// Cuts a run of bytes that arrives in pieces into rows, and tells which of them repeat the row before.
///
/// `Target` has `rows(offset, bytes)` for one or more full rows, the last of the input perhaps shorter, and
/// `repeats(count)` for as many rows equal to the last one told.
template <typename Target>
class row_cutter {
 public:
  row_cutter(std::size_t width, bool squeeze, Target& target) : width_(width), squeeze_(squeeze), target_(target) {}

  /// A whole number of rows, but for the last piece of the input.
  void take(std::uint64_t offset, bytes_view bytes) {
    std::size_t at = 0;
    if (squeeze_ && !previous_.empty() && bytes.size() >= width_ && same_row(bytes.data(), previous_.data(), width_)) {
      target_.repeats(1);
      at = width_;
    }
    while (at < bytes.size()) {
      const std::size_t fresh = fresh_until(bytes, at);
      if (fresh > at) target_.rows(offset + at, bytes.subspan(at, fresh - at));
      at = fresh;
      if (squeeze_ && at > 0 && bytes.size() - at >= width_) {
        const std::size_t equal = common_prefix(bytes.subspan(at), bytes.subspan(at - width_));
        if (const std::size_t rows = equal / width_; rows > 0) {
          target_.repeats(rows);
          at += rows * width_;
        }
      }
    }
    if (squeeze_ && bytes.size() >= width_) {
      const std::size_t last = (bytes.size() / width_ - 1) * width_;
      previous_.assign(bytes.begin() + static_cast<std::ptrdiff_t>(last),
                       bytes.begin() + static_cast<std::ptrdiff_t>(last + width_));
    }
  }

 private:
  // Where the rows from `at` on stop being different from the one before; at most a batch further.
  std::size_t fresh_until(bytes_view bytes, std::size_t at) const {
    const std::size_t batch = batch_bytes - batch_bytes % width_;
    if (!squeeze_) return at + std::min(bytes.size() - at, batch);
    std::size_t row = at;
    while (bytes.size() - row >= width_ && row - at < batch) {
      if (row > 0 && same_row(bytes.data() + row, bytes.data() + row - width_, width_)) return row;
      row += width_;
    }
    return bytes.size() - row < width_ ? bytes.size() : row;
  }

  std::size_t width_;
  bool squeeze_;
  Target& target_;
  std::vector<std::byte> previous_;  ///< the last full row of the piece before
};

row_layout layout_of(const dump_options& options, std::size_t width, std::uint64_t stop, bool color) {
  row_layout layout;
  layout.width = width;
  layout.group = options.plain ? 0 : options.group;
  layout.offset_digits = options.plain ? 0 : offset_digits_for(stop);
  layout.characters = !options.plain;
  layout.color = color;
  return layout;
}

/// Rows as text.
class text_rows {
 public:
  text_rows(const dump_options& options, const input& source, std::size_t width, console& with, progress& shown)
      : options_(options),
        source_(source),
        with_(with),
        shown_(shown),
        rows_(layout_of(options, width, source.origin() + source.size().value_or(0), with.color)) {}

  void rows(std::uint64_t offset, bytes_view bytes) {
    starred_ = false;
    end_ = offset + bytes.size();
    const std::size_t width = rows_.layout().width;
    if (!options_.plain && offset_digits_for(end_) > rows_.layout().offset_digits) {
      // Only a stream does not know before how far it goes.
      rows_ = hex_rows(layout_of(options_, width, end_, with_.color));
    }
    const std::size_t most = std::max<std::size_t>(1, text_block / rows_.longest_row()) * width;
    while (!bytes.empty()) {
      const bytes_view part = bytes.first(std::min(bytes.size(), most));
      bytes = bytes.subspan(part.size());
      shown_.erase();
      char* to = with_.out.reserve((part.size() / width + 1) * rows_.longest_row());
      to = rows_.write_full(to, offset, part);
      if (const std::size_t rest = part.size() % width; rest > 0) {
        to = rows_.write(to, offset + part.size() - rest, part.last(rest));
      }
      source_.check();
      with_.out.commit(to);
      offset += part.size();
    }
  }

  void repeats(std::uint64_t count) {
    if (!starred_) with_.out.write("*\n");
    starred_ = true;
    end_ += count * rows_.layout().width;
  }

  void finish() {
    if (options_.plain || end_ == 0) return;
    std::string text = hex_number(end_).substr(2);
    const std::size_t digits = std::max<std::size_t>(rows_.layout().offset_digits, text.size());
    text.insert(0, digits - text.size(), '0');
    with_.out.write(text + "\n");
  }

 private:
  static constexpr std::size_t text_block = std::size_t{128} << 10U;

  const dump_options& options_;
  const input& source_;
  console& with_;
  progress& shown_;
  hex_rows rows_;
  bool starred_ = false;
  std::uint64_t end_ = 0;  ///< where the dump has come to
};

/// Rows as members of a JSON document, or as documents of their own.
class json_rows {
 public:
  json_rows(const dump_options& options, const input& source, std::size_t width, console& with)
      : options_(options), source_(source), width_(width), with_(with), json_(with.out) {
    if (options_.form == answer_form::json_lines) return;
    json_.begin_object();
    json_.member("schema", "memosaic.dump/1");
    json_.path("path", source.name());
    json_.member("width", std::uint64_t{width});
    json_.key("rows");
    json_.begin_array();
  }

  void rows(std::uint64_t offset, bytes_view bytes) {
    for (std::size_t at = 0; at < bytes.size(); at += width_) {
      end_row();
      source_.check();
      begin_row(offset + at, bytes.subspan(at, std::min(width_, bytes.size() - at)));
    }
    end_ = offset + bytes.size();
  }

  void repeats(std::uint64_t count) {
    repeated_ += count;
    end_ += count * width_;
  }

  void finish() {
    end_row();
    if (options_.form == answer_form::json_lines) return;
    json_.end_array();
    json_.offset("end", end_);
    json_.end_object();
    with_.out.write("\n");
  }

 private:
  void begin_row(std::uint64_t offset, bytes_view bytes) {
    open_ = true;
    json_.begin_object();
    if (options_.form == answer_form::json_lines) json_.member("schema", "memosaic.dump/1");
    json_.offset("offset", offset);
    json_.key("hex");
    json_.hex(bytes);
  }

  // A row is ended when it is known how many rows repeat it.
  void end_row() {
    if (!open_) return;
    if (repeated_ > 0) json_.member("repeated", repeated_);
    json_.end_object();
    if (options_.form == answer_form::json_lines) with_.out.write("\n");
    open_ = false;
    repeated_ = 0;
  }

  const dump_options& options_;
  const input& source_;
  std::size_t width_;
  console& with_;
  json_writer json_;
  bool open_ = false;
  std::uint64_t repeated_ = 0;
  std::uint64_t end_ = 0;
};

template <typename Target>
void cut_all(input& source, std::size_t width, bool squeeze, Target& target, console& with, progress& shown) {
  row_cutter cutter(width, squeeze, target);
  std::uint64_t offset = source.origin();
  for (bytes_view piece = source.next(width); !piece.empty(); piece = source.next(width)) {
    cutter.take(offset, piece);
    offset += piece.size();
    // Who reads a live stream wants to see what has come.
    if (!source.seekable()) with.out.flush();
    shown.advance(offset - source.origin());
  }
  source.check_end();
  target.finish();
}

}  // namespace

exit_code dump(const dump_options& options, console& with) {
  window_pool windows(scan_options(options.budget, 1));
  input source(options.file, windows);
  source.narrow_or_refuse(options.range);
  const std::size_t width = options.width.value_or(options.plain ? plain_width : usual_width);
  progress shown(with.progress, "dump " + source.name(), source.size());
  if (options.form == answer_form::text) {
    text_rows target(options, source, width, with, shown);
    cut_all(source, width, options.squeeze && !options.plain, target, with, shown);
  } else {
    json_rows target(options, source, width, with);
    cut_all(source, width, options.squeeze, target, with, shown);
  }
  shown.erase();
  with.out.flush();
  return exit_code::yes;
}

}  // namespace memosaic::cli
