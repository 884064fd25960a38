// SPDX-License-Identifier: Apache-2.0
#include "cli/image/delivery.hpp"

#include <array>
#include <filesystem>
#include <functional>

#include "cli/descriptors.hpp"
#include "cli/image/filter_words.hpp"
#include "cli/image/sources.hpp"
#include "cli/interruptible_output.hpp"
#include "cli/numbers.hpp"
#include "memosaic/image/image_patch.hpp"

namespace memosaic::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array output_table{
    option_facts{"--output", "-o", "FILE", "Where the image goes; without it, standard output"},
    option_facts{"--to", "", "FORMAT", "The format of the output; else its extension decides, or the input's format"},
    option_facts{"--record-length", "", "N", "Bytes of data in a record or row"},
    option_facts{"--address-bits", "", "N", "Width of addresses where the format has a choice: 16, 20, 24 or 32"},
    option_facts{"--line-end", "", "WHICH", "lf (the default) or crlf"},
    option_facts{"--no-entry", "", "", "Leave out the entry point"},
    option_facts{"--no-header", "", "", "Leave out the header"},
    option_facts{"--array-name", "", "NAME", "The name of the array in C source"},
    option_facts{"--uf2-family", "", "N", "The family that UF2 blocks are marked with"},
};

/// Content on its way to an `output`, which gathers it.
class stream_sink final : public content_sink {
 public:
  explicit stream_sink(output& to) : to_(to) {}
  void take(bytes_view part) override {
    // A raw image comes in parts as large as its pieces; the block stays small.
    for (; part.size() > longest; part = part.subspan(longest)) to_.write(text_of(part.first(longest)));
    to_.write(text_of(part));
  }

 private:
  static constexpr std::size_t longest = std::size_t{128} << 10U;

  output& to_;
};

using writer = std::function<void(content_sink&)>;

void write_straight(const std::string& path, const writer& write) {
  descriptor target = open_existing(path);
  output to(target.fd(), path);
  stream_sink sink(to);
  write(sink);
  to.flush();
  target.close(path);
}

void write_file(const std::string& path, bool replace, const writer& write) {
  const fs::path place(path);
  if (place.has_parent_path() && !fs::exists(place.parent_path())) {
    throw trouble(path, "the folder " + place.parent_path().string() + " does not exist", "create it first");
  }
  const auto existing = replace ? output_file::existing::replace : output_file::existing::keep;
  const auto refuse = [&] {
    throw trouble(path, "exists already", "name another file, or give --force to replace it", exit_code::conflict);
  };
  if (!replace && fs::exists(place)) refuse();
  interruptible_output target(place, existing, output_file::usual_permissions);
  // Through a block of its own: writers send small parts.
  output to(target.file().fd(), path);
  stream_sink sink(to);
  write(sink);
  to.flush();
  try {
    target.publish();
  } catch (const fs::filesystem_error& error) {
    if (error.code() == std::errc::file_exists) refuse();
    throw;
  }
}

void write_anywhere(const std::string& path, bool replace, console& with, const writer& write) {
  if (path == "-") {
    stream_sink sink(with.out);
    write(sink);
    with.out.flush();
    return;
  }
  const fs::file_status status = fs::status(path);
  if (fs::is_directory(status)) throw trouble(path, "is a folder", "name a file in it");
  if (fs::is_block_file(status)) {
    throw trouble(path, "is a disk or another block device, and what is on it would be lost",
                  "write a file, and copy it there with memosaic copy --force");
  }
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    write_straight(path, write);
  } else {
    write_file(path, replace, write);
  }
}

}  // namespace

const std::span<const option_facts> output_option_facts(output_table);

image_target output_options(const given_words& words) {
  image_target target;
  for (const given_option& given : words.options) {
    const std::string& value = given.value;
    const std::string_view name = given.facts->name;
    parse_for(name, [&] {
      if (name == "--output") {
        if (value.empty()) throw std::invalid_argument("the name is empty: give a name, or - for standard output");
        target.path = value;
      } else if (name == "--to") {
        target.format = parse_format(value);
        if (!facts_of(*target.format).writable) {
          throw std::invalid_argument(std::string(facts_of(*target.format).title) +
                                      " is only read: give intel-hex, s-record or raw");
        }
      } else if (name == "--record-length") {
        target.options.record_length = static_cast<std::size_t>(parse_bounded(value, 1, 4096));
      } else if (name == "--address-bits") {
        target.options.address_bits = static_cast<unsigned>(parse_bounded(value, 16, 64));
      } else if (name == "--line-end") {
        if (value != "lf" && value != "crlf") {
          throw std::invalid_argument("\"" + value + "\" is no line end: give lf or crlf");
        }
        target.options.lines = value == "lf" ? line_end::lf : line_end::crlf;
      } else if (name == "--no-entry") {
        target.options.entry = false;
      } else if (name == "--no-header") {
        target.options.header = false;
      } else if (name == "--array-name") {
        target.options.array_name = value;
      } else if (name == "--uf2-family") {
        target.options.uf2_family = static_cast<std::uint32_t>(parse_bounded(value, 0, UINT32_MAX));
      }
    });
  }
  return target;
}

image_format format_for(const image_target& to, image_format input) {
  if (to.format) return *to.format;
  if (!to.is_standard_output()) {
    if (const auto named = image_format_of_extension(to.path); named && facts_of(*named).writable) return *named;
    const fs::file_status status = fs::status(to.path);
    if (!fs::exists(status) || fs::is_regular_file(status)) {
      throw trouble(to.path, "its extension stands for no format that can be written",
                    "give --to and a format, as in --to intel-hex");
    }
  }
  return facts_of(input).writable ? input : image_format::intel_hex;
}

void deliver(const image& from, const image_target& to, image_format format, console& with) {
  if (format == image_format::raw && from.memory.block_count() > 1) {
    throw trouble(to.is_standard_output() ? "standard output" : to.path,
                  "a raw file cannot hold the hole " + range_text(from.memory.gaps().front()),
                  "fill it with --fill and a byte, or give --to intel-hex");
  }
  write_anywhere(to.path, to.replace, with, [&](content_sink& sink) {
    try {
      write_image(from, format, sink, to.options);
    } catch (const std::invalid_argument& error) {
      throw trouble(to.is_standard_output() ? "standard output" : to.path, error.what());
    }
  });
}

void deliver_patch(const image& before, const image& after, const std::string& path, console& with) {
  const image_patch patch(before, after);
  write_anywhere(path, true, with, [&](content_sink& sink) { write_patch(patch, sink); });
}

}  // namespace memosaic::cli
