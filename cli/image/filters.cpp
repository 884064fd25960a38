// SPDX-License-Identifier: Apache-2.0
#include "cli/image/filters.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "cli/image/filter_words.hpp"
#include "cli/numbers.hpp"
#include "memosaic/image/byte_operations.hpp"
#include "memosaic/image/image_checksum.hpp"
#include "memosaic/image/stripes.hpp"
#include "memosaic/image/unfill.hpp"
#include "memosaic/sparse/align.hpp"

namespace memosaic::cli {
namespace {

using action = std::function<void(filtered_image&)>;

[[noreturn]] void refuse(std::string_view text, std::string_view what) {
  throw std::invalid_argument(std::string(1, '"').append(text).append("\" ").append(what));
}

void refuse_options(const filter_words& given) {
  if (!given.options.empty()) refuse(given.options.front(), "is one part too many: see --help");
}

void refuse_where(const filter_words& given) {
  if (given.where) refuse(*given.where, "says where, which this filter does not take: leave out what follows the @");
}

bool closed(const image_range& range) {
  return range.start != lowest_address<int128> && range.stop != highest_stop<int128>;
}

action crop(const std::string& text) {
  const image_range where = parse_address_range(text);
  return [where](filtered_image& on) {
    on.content.memory.crop(where);
    on.window = closed(where) ? std::optional(where) : std::nullopt;
  };
}

action exclude(const std::string& text) {
  const image_range where = parse_address_range(text);
  return [where](filtered_image& on) { on.content.memory.clear(where); };
}

// A filling of everything would leave nothing of the image: without a range only its holes are meant.
action fill(const std::string& text) {
  const filter_words given = filter_words::split_whole(text);
  auto pattern = parse_pattern(given.value);
  const auto where = given.range();
  if (where && !closed(*where)) refuse(*given.where, "has no end: give a start and a stop");
  return [where, pattern = std::move(pattern)](filtered_image& on) {
    if (where) {
      on.content.memory.fill(*where, pattern);
    } else {
      on.content.memory.flood(on.default_range(), pattern);
    }
  };
}

action flood(const std::string& text) {
  const filter_words given = filter_words::split_whole(text);
  auto pattern = parse_pattern(given.value);
  const auto where = given.range();
  if (where && !closed(*where)) refuse(*given.where, "has no end: give a start and a stop");
  return [where, pattern = std::move(pattern)](filtered_image& on) {
    on.content.memory.flood(where.value_or(on.default_range()), pattern);
  };
}

action unfill_runs(const std::string& text) {
  const filter_words given = filter_words::split(text);
  const std::byte value = parse_byte(given.value);
  const std::uint64_t least = given.options.empty() ? 1 : parse_bounded(given.options.front(), 1, UINT64_MAX);
  if (given.options.size() > 1) refuse(given.options[1], "is one part too many: write VALUE,N@A:B");
  const image_range where = given.range().value_or(image_memory::everywhere);
  return [=](filtered_image& on) { unfill(on.content.memory, value, least, where); };
}

void shift_by(filtered_image& on, int128 offset) {
  const auto moved = [&](int128 address) {
    if (const auto to = checked_shift(address, offset)) return *to;
    throw std::out_of_range(address_text(address) + " would move beyond the last address");
  };
  auto entry = on.content.entry;
  if (entry) *entry = {moved(entry->address), std::nullopt};
  if (on.window) on.window = image_range{moved(on.window->start), moved(on.window->stop)};
  on.content.memory.shift(offset);
  on.content.entry = entry;
}

action shift(const std::string& text) {
  const int128 offset = parse_address(text);
  return [offset](filtered_image& on) { shift_by(on, offset); };
}

action move_to(const std::string& text) {
  const int128 target = parse_address(text);
  return [target](filtered_image& on) {
    if (on.content.memory.empty()) return;
    const int128 start = on.content.memory.content_range().start;
    int128 offset = 0;
    if (__builtin_sub_overflow(target, start, &offset)) {
      throw std::out_of_range(address_text(start) + " would move too far");
    }
    shift_by(on, offset);
  };
}

action align_blocks(const std::string& text) {
  const filter_words given = filter_words::split(text);
  refuse_where(given);
  const std::uint64_t width = parse_bounded(given.value, 1, std::uint64_t{1} << 62U);
  if (given.options.size() != 1) refuse(text, "does not say what fills the holes: write N,VALUE, as in 16,0xFF");
  const std::byte value = parse_byte(given.options.front());
  return [=](filtered_image& on) { align(on.content.memory, width, bytes_view(&value, 1)); };
}

action swap(const std::string& text) {
  const filter_words given = filter_words::split(text);
  refuse_options(given);
  const image_range where = given.range().value_or(image_memory::everywhere);
  if (given.value == "bits") return [where](filtered_image& on) { reverse_bits(on.content.memory, where); };
  if (given.value == "nibbles") return [where](filtered_image& on) { swap_nibbles(on.content.memory, where); };
  if (given.value != "2" && given.value != "4" && given.value != "8") {
    refuse(given.value, "cannot be swapped: give 2, 4 or 8 for the bytes of words, or bits, or nibbles");
  }
  const auto size = static_cast<unsigned>(parse_number(given.value));
  return [=](filtered_image& on) { swap_bytes(on.content.memory, size, where); };
}

action combine(const std::string& text, bit_operation how) {
  const filter_words given = filter_words::split_whole(text);
  auto pattern = parse_pattern(given.value);
  const auto where = given.range();
  return [=, pattern = std::move(pattern)](filtered_image& on) {
    const image_range content = on.content.memory.content_range();
    combine_bits(on.content.memory, how, pattern,
                 where && closed(*where) ? *where : intersection(where.value_or(content), content));
  };
}

action invert(const std::string& text) {
  const image_range where = parse_address_range(text);
  return [where](filtered_image& on) { invert_bits(on.content.memory, where); };
}

action stripe(const std::string& text) {
  const filter_words given = filter_words::split(text);
  refuse_where(given);
  const auto slash = given.value.find('/');
  if (slash == std::string_view::npos || given.options.size() > 1) {
    refuse(text, "is no stripe: write INDEX/COUNT or INDEX/COUNT,GROUP, as 0/2 for the even bytes");
  }
  stripe_layout layout;
  layout.count = static_cast<std::uint32_t>(parse_bounded(given.value.substr(slash + 1), 1, 65536));
  const auto index = static_cast<std::uint32_t>(parse_bounded(given.value.substr(0, slash), 0, layout.count - 1));
  if (!given.options.empty()) {
    layout.group = static_cast<std::uint32_t>(parse_bounded(given.options.front(), 1, 65536));
  }
  return [=](filtered_image& on) {
    on.content.memory = take_stripe(on.content.memory, layout, index);
    on.window.reset();
  };
}

action write(const std::string& text) {
  const filter_words given = filter_words::split_whole(text);
  if (!given.where) refuse(text, "does not say where: write BYTES@ADDRESS, as in hex:DEADBEEF@0x8000");
  auto bytes = parse_pattern(given.value);
  const int128 at = parse_address(*given.where);
  return [at, bytes = std::move(bytes)](filtered_image& on) { on.content.memory.write(at, bytes); };
}

// AT[,big][,holes=RULE][@A:B], for the checksum of a name.
action checksum_at(const filter_words& given, std::string_view at, std::span<const std::string_view> options,
                   std::string_view algorithm) {
  if (image_checksum_named(algorithm) == nullptr) {
    refuse(algorithm, "is no checksum: memosaic image checksum --list names them");
  }
  image_checksum_job job;
  job.algorithm = algorithm;
  job.target = parse_address(at);
  job.range = given.range();
  for (const std::string_view option : options) {
    if (option == "big") {
      job.order = std::endian::big;
    } else if (option == "little") {
      job.order = std::endian::little;
    } else if (option.starts_with("holes=")) {
      job.holes = parse_hole_rule(option.substr(6));
    } else {
      refuse(option, "is not understood: give big, little, or holes= and refuse, skip or a byte");
    }
  }
  return [job](filtered_image& on) {
    image_checksum_job asked = job;
    const image_range whole = on.default_range();
    asked.range = asked.range && closed(*asked.range) ? *asked.range : intersection(asked.range.value_or(whole), whole);
    store_image_checksum(on.content.memory, asked);
  };
}

action crc32_at(const std::string& text) {
  const filter_words given = filter_words::split(text);
  return checksum_at(given, given.value, given.options, "crc32");
}

action checksum(const std::string& text) {
  const filter_words given = filter_words::split(text);
  if (given.options.empty())
    refuse(text, "does not say where to write it: give NAME,ADDRESS, as in crc-16-modbus,0x7FFE");
  return checksum_at(given, given.options.front(), std::span(given.options).subspan(1), given.value);
}

action measure(const std::string& text, image_measure what) {
  const filter_words given = filter_words::split(text);
  refuse_where(given);
  image_measure_job job;
  job.what = what;
  job.target = parse_address(given.value);
  for (const std::string_view option : given.options) {
    if (option == "big") {
      job.order = std::endian::big;
    } else if (option == "exclusive") {
      job.target_counts = false;
    } else if (option == "1" || option == "2" || option == "4" || option == "8") {
      job.size = static_cast<unsigned>(parse_number(option));
    } else if (option != "little") {
      refuse(option, "is not understood: give 1, 2, 4 or 8 for its bytes, big, little or exclusive");
    }
  }
  return [job](filtered_image& on) { store_image_measure(on.content.memory, job); };
}

action set_entry(const std::string& text) {
  std::optional<image_entry> entry;
  if (text != "none") entry = image_entry{parse_address(text), std::nullopt};
  return [entry](filtered_image& on) { on.content.entry = entry; };
}

action set_header(const std::string& text) {
  return [text](filtered_image& on) { on.content.header = text; };
}

action set_word_size(const std::string& text) {
  if (text != "1" && text != "2" && text != "4" && text != "8") refuse(text, "is no word size: give 1, 2, 4 or 8");
  const auto size = static_cast<unsigned>(parse_number(text));
  return [size](filtered_image& on) { on.content.word_size = size; };
}

/// A filter's option and what understands its argument, in the order of the help.
struct filter_row {
  option_facts facts;
  action (*parse)(const std::string&);
};

constexpr std::array filters{
    filter_row{{"--crop", "", "A:B", "Keep only this range"}, crop},
    filter_row{{"--exclude", "", "A:B", "Make this range a hole"}, exclude},
    filter_row{{"--fill", "", "VALUE[@A:B]", "Write VALUE over a range; without one, into the holes of the window"},
               fill},
    filter_row{{"--flood", "", "VALUE[@A:B]", "Write VALUE into the holes of a range, or of the window"}, flood},
    filter_row{{"--unfill", "", "VALUE[,N][@A:B]", "Make holes of runs of at least N bytes VALUE"}, unfill_runs},
    filter_row{{"--shift", "", "N", "Move everything up by N, or down by -N"}, shift},
    filter_row{{"--move-to", "", "ADDRESS", "Move everything so that the first byte lies there"}, move_to},
    filter_row{{"--align", "", "N,VALUE", "Fill up blocks to multiples of N on both sides"}, align_blocks},
    filter_row{{"--swap", "", "HOW[@A:B]", "Reverse the bytes of words of 2, 4 or 8, or the bits or nibbles of bytes"},
               swap},
    filter_row{{"--and", "", "PATTERN[@A:B]", "AND with a repeated pattern"},
               [](const std::string& text) { return combine(text, bit_operation::conjunction); }},
    filter_row{{"--or", "", "PATTERN[@A:B]", "OR with a repeated pattern"},
               [](const std::string& text) { return combine(text, bit_operation::disjunction); }},
    filter_row{{"--xor", "", "PATTERN[@A:B]", "XOR with a repeated pattern"},
               [](const std::string& text) { return combine(text, bit_operation::exclusive); }},
    filter_row{{"--not", "", "A:B", "Invert every bit of a range (: is all)"}, invert},
    filter_row{{"--stripe", "", "I/K[,GROUP]", "Take every K-th group of bytes, from number I on"}, stripe},
    filter_row{{"--write", "", "BYTES@ADDRESS", "Write bytes"}, write},
    filter_row{{"--crc32", "", "AT[,...][@A:B]", "Write the CRC-32 of a range, or of the window, at an address"},
               crc32_at},
    filter_row{{"--checksum", "", "NAME,AT[,...][@A:B]", "Write any checksum; options: big, holes=refuse|skip|BYTE"},
               checksum},
    filter_row{{"--length", "", "AT[,...]", "Write how long the image is; options: 1|2|4|8 bytes, big, exclusive"},
               [](const std::string& text) { return measure(text, image_measure::length); }},
    filter_row{{"--minimum", "", "AT[,...]", "Write its first address"},
               [](const std::string& text) { return measure(text, image_measure::minimum); }},
    filter_row{{"--maximum", "", "AT[,...]", "Write the address behind its last byte"},
               [](const std::string& text) { return measure(text, image_measure::maximum); }},
    filter_row{{"--entry", "", "ADDRESS", "Set the entry point, or none"}, set_entry},
    filter_row{{"--header", "", "TEXT", "Set the header"}, set_header},
    filter_row{{"--word-size", "", "N", "Bytes at each address of the output: 1, 2, 4 or 8"}, set_word_size},
};

constexpr auto filter_facts = [] {
  std::array<option_facts, filters.size()> facts;
  for (std::size_t i = 0; i < filters.size(); ++i) facts[i] = filters[i].facts;
  return facts;
}();

}  // namespace

const std::span<const option_facts> filter_option_facts(filter_facts);

std::optional<image_filter> parse_filter(std::string_view option, const std::string& argument) {
  const auto found = std::ranges::find(filters, option, [](const filter_row& each) { return each.facts.name; });
  if (found == filters.end()) return std::nullopt;
  return image_filter{std::string(option), parse_for(option, [&] { return found->parse(argument); })};
}

std::vector<image_filter> parse_filters(const given_words& given) {
  std::vector<image_filter> parsed;
  for (const given_option& each : given.options) {
    if (auto filter = parse_filter(each.facts->name, each.value)) parsed.push_back(std::move(*filter));
  }
  return parsed;
}

void apply_filters(std::span<const image_filter> chain, filtered_image& to) {
  for (const image_filter& filter : chain) {
    try {
      filter.apply(to);
    } catch (const std::logic_error& error) {
      // What the arguments ask for cannot be done with this image.
      throw trouble(filter.option, error.what());
    }
  }
}

}  // namespace memosaic::cli
