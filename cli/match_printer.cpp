// SPDX-License-Identifier: Apache-2.0
#include "cli/match_printer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "cli/printable.hpp"
#include "memosaic/bytes/checked.hpp"

namespace memosaic::cli {
namespace {

std::uint64_t capped_add(std::uint64_t a, std::uint64_t b) { return checked_add(a, b).value_or(UINT64_MAX); }

row_layout context_layout(bool color, unsigned offset_digits) {
  row_layout layout;
  layout.color = color;
  layout.offset_digits = offset_digits;
  return layout;
}

}  // namespace

match_printer::match_printer(const find_options& options, input& source, console& with, json_writer* json,
                             progress& shown)
    : options_(options),
      source_(source),
      with_(with),
      json_(json),
      shown_(shown),
      rows_(context_layout(with.color, offset_digits_for(0))),
      kept_offset_(source.origin()) {
  prefix_ = printable(source.name());
  if (with.color) prefix_ = std::string(path_color) + prefix_ + std::string(no_color);
  prefix_ += ':';
}

void match_printer::piece(bytes_view bytes) {
  if (!options_.context) return;
  // A match that ends in this piece begins at most a needle before it, and shows `context` bytes before that.
  std::uint64_t first_needed = kept_offset_ + kept_.size();
  const std::uint64_t reach = capped_add(*options_.context, options_.needle.size());
  first_needed -= std::min(first_needed - kept_offset_, reach);
  if (!waiting_.empty()) {
    const std::uint64_t front = waiting_.front();
    first_needed = std::min(first_needed, front - std::min<std::uint64_t>(front - kept_offset_, *options_.context));
  }
  kept_.erase(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(first_needed - kept_offset_));
  kept_offset_ = first_needed;
  kept_.insert(kept_.end(), bytes.begin(), bytes.end());
}

void match_printer::piece_done() {
  print_waiting(false);
  if (count_ > 0) with_.out.flush();
}

bool match_printer::match(std::uint64_t offset) {
  source_.check();  // zeros in the place of bytes that were lost are no match
  ++count_;
  if (options_.last && !source_.seekable()) {
    last_ = offset;
    return true;
  }
  if (!options_.count) deliver(offset);
  return !options_.most || count_ < *options_.most;
}

void match_printer::deliver(std::uint64_t offset) {
  if (options_.context && !source_.seekable()) {
    waiting_.push_back(offset);
    return;
  }
  print(offset);
}

void match_printer::finish() {
  if (options_.last && !source_.seekable() && count_ > 0) {
    count_ = 1;
    if (!options_.count) print(last_);
  }
  print_waiting(true);
}

void match_printer::print_waiting(bool ended) {
  const std::uint64_t stop = kept_offset_ + kept_.size();
  while (!waiting_.empty()) {
    const std::uint64_t needed = capped_add(capped_add(waiting_.front(), options_.needle.size()), *options_.context);
    if (!ended && needed > stop) return;
    print(waiting_.front());
    waiting_.pop_front();
  }
}

match_printer::part match_printer::context_of(std::uint64_t offset) const {
  const std::uint64_t first = source_.seekable() ? source_.origin() : kept_offset_;
  const std::uint64_t end = source_.seekable() ? source_.stop() : kept_offset_ + kept_.size();
  const std::uint64_t before = std::min<std::uint64_t>(offset - first, *options_.context);
  return {offset - before, std::min(end, capped_add(capped_add(offset, options_.needle.size()), *options_.context))};
}

template <typename Receiver>
void match_printer::each_run(const part& wanted, const Receiver& receive) {
  if (!source_.seekable()) {
    receive(wanted.start, sub_view(bytes_view(kept_), static_cast<std::size_t>(wanted.start - kept_offset_),
                                   static_cast<std::size_t>(wanted.stop - kept_offset_)));
    return;
  }
  const std::size_t width = rows_.layout().width;
  for (std::uint64_t at = wanted.start; at < wanted.stop;) {
    const std::uint64_t rest = wanted.stop - at;
    bytes_view run = source_.beside(at, static_cast<std::size_t>(std::min<std::uint64_t>(rest, width)));
    run = run.size() < rest ? run.first(run.size() - run.size() % width) : run.first(static_cast<std::size_t>(rest));
    receive(at, run);
    at += run.size();
  }
}

void match_printer::print(std::uint64_t offset) {
  shown_.erase();
  if (json_ != nullptr) {
    print_json(*json_, offset);
  } else if (options_.form == answer_form::json_lines) {
    json_writer line(with_.out);
    print_json(line, offset);
    with_.out.write("\n");
  } else {
    print_text(offset);
  }
  with_.out.flush_for_reader();
}

void match_printer::print_text(std::uint64_t offset) {
  char* to = with_.out.reserve(prefix_.size() + 20);
  std::memcpy(to, prefix_.data(), prefix_.size());
  to += prefix_.size();
  *to++ = '0';
  *to++ = 'x';
  to = std::to_chars(to, to + 16, offset, 16).ptr;
  *to++ = '\n';
  with_.out.commit(to);
  if (options_.context) print_rows(offset);
}

void match_printer::print_rows(std::uint64_t offset) {
  const part around = context_of(offset);
  const unsigned digits = offset_digits_for(around.stop);
  if (digits > rows_.layout().offset_digits) rows_ = hex_rows(context_layout(with_.color, digits));
  const std::size_t width = rows_.layout().width;
  const std::uint64_t match_stop = offset + options_.needle.size();
  each_run(around, [&](std::uint64_t run_start, bytes_view run) {
    for (std::size_t i = 0; i < run.size(); i += width) {
      const bytes_view row = run.subspan(i, std::min(width, run.size() - i));
      const std::uint64_t at = run_start + i;
      const std::uint64_t start = offset > at ? offset - at : 0;
      const std::uint64_t stop = match_stop > at ? match_stop - at : 0;
      with_.out.commit(rows_.write_marked(with_.out.reserve(rows_.longest_row()), at, row,
                                          static_cast<std::size_t>(start), static_cast<std::size_t>(stop)));
    }
  });
}

void match_printer::print_json(json_writer& json, std::uint64_t offset) {
  json.begin_object();
  if (json_ == nullptr) {
    json.member("schema", "memosaic.find/1");
    json.path("path", source_.name());
  }
  json.offset("offset", offset);
  if (options_.context) {
    const part around = context_of(offset);
    json.offset("context_offset", around.start);
    json.key("context");
    json.begin_hex();
    each_run(around, [&](std::uint64_t, bytes_view run) { json.more_hex(run); });
    json.end_hex();
  }
  json.end_object();
}

}  // namespace memosaic::cli
