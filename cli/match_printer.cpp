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

match_printer::match_printer(const find_options& options, const input& source, console& with, json_writer* json,
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
  if (options_.last && !source_.mapped()) {
    last_ = offset;
    return true;
  }
  if (!options_.count) deliver(offset);
  return !options_.most || count_ < *options_.most;
}

void match_printer::deliver(std::uint64_t offset) {
  if (options_.context && !source_.mapped()) {
    waiting_.push_back(offset);
    return;
  }
  print(offset);
}

void match_printer::finish() {
  if (options_.last && !source_.mapped() && count_ > 0) {
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

match_printer::extract match_printer::context_of(std::uint64_t offset) const {
  const bytes_view bytes = source_.mapped() ? source_.bytes() : bytes_view(kept_);
  const std::uint64_t first = source_.mapped() ? source_.origin() : kept_offset_;
  const std::uint64_t at = offset - first;
  const std::uint64_t start = at - std::min<std::uint64_t>(at, *options_.context);
  const std::uint64_t stop =
      std::min<std::uint64_t>(bytes.size(), capped_add(capped_add(at, options_.needle.size()), *options_.context));
  return {first + start, sub_view(bytes, static_cast<std::size_t>(start), static_cast<std::size_t>(stop))};
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
  const extract around = context_of(offset);
  const unsigned digits = offset_digits_for(around.offset + around.bytes.size());
  if (digits > rows_.layout().offset_digits) rows_ = hex_rows(context_layout(with_.color, digits));
  const std::size_t width = rows_.layout().width;
  const auto match_start = static_cast<std::size_t>(offset - around.offset);
  const std::size_t match_stop = match_start + options_.needle.size();
  for (std::size_t i = 0; i < around.bytes.size(); i += width) {
    const bytes_view row = around.bytes.subspan(i, std::min(width, around.bytes.size() - i));
    const std::size_t start = match_start > i ? match_start - i : 0;
    const std::size_t stop = match_stop > i ? match_stop - i : 0;
    with_.out.commit(rows_.write_marked(with_.out.reserve(rows_.longest_row()), around.offset + i, row, start, stop));
  }
}

void match_printer::print_json(json_writer& json, std::uint64_t offset) {
  json.begin_object();
  if (json_ == nullptr) {
    json.member("schema", "memosaic.find/1");
    json.path("path", source_.name());
  }
  json.offset("offset", offset);
  if (options_.context) {
    const extract around = context_of(offset);
    json.offset("context_offset", around.offset);
    json.key("context");
    json.hex(around.bytes);
  }
  json.end_object();
}

}  // namespace memosaic::cli
