// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/image/answers.hpp"
#include "cli/image/commands.hpp"
#include "cli/image/delivery.hpp"
#include "cli/image/filter_words.hpp"
#include "cli/numbers.hpp"
#include "cli/printable.hpp"
#include "memosaic/image/stripes.hpp"
#include "memosaic/sparse/chunks.hpp"

/// split and join: one image in several files.
namespace memosaic::cli {
namespace {

constexpr std::string_view placeholder = "{}";

/// A part, and what stands for it in the name of its file.
struct split_part {
  std::string label;
  image_range where;  ///< of a stripe, in its own addresses
  image_memory memory;
};

std::string label_of(int128 address) {
  std::string digits = hex_address(address < 0 ? -address : address).substr(2);
  digits.insert(0, digits.size() < 8 ? 8 - digits.size() : 0, '0');
  return (address < 0 ? "-" : "") + digits;
}

std::uint32_t group_size(const given_words& words) {
  const auto* const text = words.last("--group");
  if (text == nullptr) return 1;
  return static_cast<std::uint32_t>(parse_for("--group", [&] { return parse_bounded(*text, 1, 65536); }));
}

std::vector<split_part> split(const image_memory& memory, const given_words& words) {
  const auto width = [&](const std::string& text, std::string_view name) {
    return parse_for(name, [&] { return parse_bounded(text, 1, std::uint64_t{1} << 62U); });
  };
  const auto* const chunks = words.last("--chunks");
  const auto* const page_size = words.last("--pages");
  const auto* const stripes = words.last("--stripes");
  const bool even_odd = words.has("--even-odd");
  if ((chunks != nullptr) + (page_size != nullptr) + (stripes != nullptr) + even_odd != 1) {
    throw trouble("--chunks", "it is not said into what to split",
                  "give one of --chunks N, --pages N, --stripes N, --even-odd");
  }
  std::vector<split_part> parts;
  const auto add = [&](const image_range& where) {
    parts.push_back({label_of(where.start), where, memory.extract(where)});
    if (parts.size() > 65536) throw trouble("", "there would be more than 65536 files", "give a greater size");
  };
  if (chunks != nullptr) {
    for (const image_range& each : chop(memory, width(*chunks, "--chunks"))) add(each);
  } else if (page_size != nullptr) {
    for (const image_range& each : pages(memory, width(*page_size, "--pages"))) add(each);
  } else {
    stripe_layout layout{2, group_size(words)};
    if (stripes != nullptr) {
      layout.count =
          static_cast<std::uint32_t>(parse_for("--stripes", [&] { return parse_bounded(*stripes, 1, 65536); }));
    }
    for (std::uint32_t index = 0; index < layout.count; ++index) {
      image_memory stripe = take_stripe(memory, layout, index);
      const image_range where = stripe.content_range();
      std::string label = even_odd ? (index == 0 ? "even" : "odd") : std::to_string(index);
      parts.push_back({std::move(label), where, std::move(stripe)});
    }
  }
  return parts;
}

}  // namespace

exit_code split_command(const image_command&, const given_words& words, answer_form form, console& with) {
  const image_target target = output_options(words);
  const auto mark = target.path.find(placeholder);
  if (mark == std::string::npos) {
    throw trouble("--output", "the names of the files are missing", "give -o NAME with {} in it, as in -o rom-{}.hex");
  }
  const joined_sources joined = read_joined(words, words.operands, parse_filters(words), with);
  if (joined.refused) {
    throw trouble("", joined.refusal, "give --overlap identical, keep or replace", exit_code::conflict);
  }
  const image& content = joined.result.content;
  json_writer json(with.out);
  if (form != answer_form::text) {
    json.begin_object();
    json.member("schema", "memosaic.image.split/1");
    json.key("files");
    json.begin_array();
  }
  for (split_part& part : split(content.memory, words)) {
    image_target one = target;
    one.path.replace(mark, placeholder.size(), part.label);
    const image_format format = format_for(one, joined.format);
    image written = content;
    written.memory = std::move(part.memory);
    deliver(written, one, format, with);
    if (form == answer_form::text) {
      with.out.write(fmt::format("{}: {}  {}\n", printable(one.path), range_text(part.where),
                                 counted(written.memory.content_size(), "byte")));
      continue;
    }
    json.begin_object();
    json.path("path", one.path);
    json.member("format", facts_of(format).name);
    range_members(json, part.where);
    json.count("content_size", written.memory.content_size());
    json.end_object();
  }
  if (form != answer_form::text) {
    json.end_array();
    json.end_object();
    with.out.write("\n");
  }
  with.out.flush();
  return exit_code::yes;
}

exit_code join_command(const image_command&, const given_words& words, answer_form form, console& with) {
  const image_target target = output_options(words);
  require_place_for_answer(form, target);
  const auto sources = load_sources(words.operands, source_options(words), with);
  std::vector<image_memory> stripes;
  for (const image_source& source : sources) stripes.push_back(source.read.content.memory);
  joined_sources joined;
  joined.format = sources.front().read.format;
  for (const image_source& source : sources) joined.names.push_back(source.name);
  joined.result.content = sources.front().read.content;
  joined.result.content.memory = parse_for("FILE", [&] { return join_stripes(stripes, group_size(words)); });
  apply_filters(parse_filters(words), joined.result);
  const image_format format = format_for(target, joined.format);
  deliver(joined.result.content, target, format, with);
  if (form != answer_form::text) print_written(joined, target, format, with);
  with.out.flush();
  return exit_code::yes;
}

}  // namespace memosaic::cli
