// SPDX-License-Identifier: Apache-2.0
#include "cli/cmp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "cli/input.hpp"
#include "cli/input_pair.hpp"
#include "cli/json_writer.hpp"
#include "cli/printable.hpp"
#include "cli/progress.hpp"
#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/mismatch.hpp"

namespace memosaic::cli {
namespace {

/// The place that was found, as offsets in both files.
struct place {
  mismatch_kind kind = mismatch_kind::equal;
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  unsigned first_byte = 0;
  unsigned second_byte = 0;
};

place first_difference(input_pair& pair, progress& shown) {
  std::uint64_t offset = pair.first.origin();
  while (true) {
    const auto pieces = pair.next();
    const mismatch_result found = mismatch(pieces.first, pieces.second);
    if (found.equal() && pieces.ended) return {};
    if (!found.equal()) {
      place result{found.kind, offset + found.index, offset + found.index, 0, 0};
      if (found.kind == mismatch_kind::different) {
        result.first_byte = std::to_integer<unsigned>(pieces.first[found.index]);
        result.second_byte = std::to_integer<unsigned>(pieces.second[found.index]);
      }
      return result;
    }
    offset += pieces.first.size();
    shown.advance(offset - pair.first.origin());
  }
}

place last_difference(input_pair& pair, progress& shown) {
  input& a = pair.first;
  input& b = pair.second;
  const std::uint64_t a_size = a.stop() - a.origin();
  const std::uint64_t b_size = b.stop() - b.origin();
  const std::uint64_t common = std::min(a_size, b_size);
  for (std::uint64_t done = 0; done < common;) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(common - done, pair.piece()));
    const std::uint64_t a_start = a.stop() - done - size;
    const std::uint64_t b_start = b.stop() - done - size;
    const bytes_view a_bytes = a.at(a_start, size).first(size);
    const bytes_view b_bytes = b.at(b_start, size).first(size);
    const mismatch_result found = rmismatch(a_bytes, b_bytes);
    if (!found.equal()) {
      return {mismatch_kind::different, a_start + found.index, b_start + found.index,
              std::to_integer<unsigned>(a_bytes[found.index]), std::to_integer<unsigned>(b_bytes[found.index])};
    }
    done += size;
    shown.advance(done);
  }
  if (a_size == b_size) return {};
  // What the longer one has before the common part is as many bytes as its offset says.
  return {a_size < b_size ? mismatch_kind::first_exhausted : mismatch_kind::second_exhausted, a_size - common,
          b_size - common, 0, 0};
}

std::string both_bases(std::uint64_t offset) { return fmt::format("0x{:x} ({})", offset, offset); }

std::string sentence(const place& found, bool last, const std::string& a, const std::string& b) {
  const bool first_ended = found.kind == mismatch_kind::first_exhausted;
  const std::string& shorter = first_ended ? a : b;
  const std::string& longer = first_ended ? b : a;
  if (found.kind == mismatch_kind::different) {
    const std::string where = found.first == found.second
                                  ? both_bases(found.first)
                                  : fmt::format("{} and {}", both_bases(found.first), both_bases(found.second));
    return fmt::format("{} {} differ: {} 0x{:02x} 0x{:02x}", a, b, where, found.first_byte, found.second_byte);
  }
  if (last) {
    return fmt::format("{} {} differ: all of {} is the end of {}, which has {} more bytes before it", a, b, shorter,
                       longer, std::max(found.first, found.second));
  }
  return fmt::format("{} {} differ: {} ends at {}, {} goes on", a, b, shorter, both_bases(found.first), longer);
}

void write_json(const place& found, const cmp_options& options, const input_pair& pair, output& out) {
  json_writer json(out);
  json.begin_object();
  json.member("schema", "memosaic.cmp/1");
  json.path("first", pair.first.name());
  json.path("second", pair.second.name());
  json.member("equal", found.kind == mismatch_kind::equal);
  json.member("from", options.last ? "end" : "start");
  switch (found.kind) {
    case mismatch_kind::equal:
      break;
    case mismatch_kind::different:
      json.member("kind", "different");
      json.offset("first_offset", found.first);
      json.offset("second_offset", found.second);
      json.member("first_byte", std::uint64_t{found.first_byte});
      json.member("second_byte", std::uint64_t{found.second_byte});
      break;
    case mismatch_kind::first_exhausted:
    case mismatch_kind::second_exhausted:
      json.member("kind", found.kind == mismatch_kind::first_exhausted ? "first_is_shorter" : "second_is_shorter");
      if (options.last) {
        json.member("more_bytes", std::max(found.first, found.second));
      } else {
        json.offset("shorter_ends_at", found.first);
      }
      break;
  }
  json.end_object();
  out.write("\n");
}

}  // namespace

exit_code cmp(const cmp_options& options, console& with) {
  input_pair pair(options.first, options.second, options.range, options.budget);
  if (options.last) pair.require_seekable("be compared from its end");
  if (options.quiet && pair.common_size() && pair.first.size() != pair.second.size()) return exit_code::no;
  progress shown(with.progress, "cmp " + pair.first.name(), pair.common_size());
  const place found = options.last ? last_difference(pair, shown) : first_difference(pair, shown);
  pair.check_end();
  shown.erase();
  if (options.form != answer_form::text) {
    write_json(found, options, pair, with.out);
  } else if (!options.quiet && found.kind != mismatch_kind::equal) {
    with.out.write(sentence(found, options.last, printable(pair.first.name()), printable(pair.second.name())) + "\n");
  }
  with.out.flush();
  return found.kind == mismatch_kind::equal ? exit_code::yes : exit_code::no;
}

}  // namespace memosaic::cli
