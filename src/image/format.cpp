// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/format.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace memosaic {
namespace {

using namespace std::string_view_literals;

constexpr std::array raw_extensions{"bin"sv, "raw"sv, "img"sv, "rom"sv};
constexpr std::array intel_hex_extensions{"hex"sv, "ihx"sv, "ihex"sv, "mcs"sv, "eep"sv, "a43"sv, "h86"sv};
constexpr std::array s_record_extensions{"srec"sv, "s19"sv, "s28"sv, "s37"sv, "mot"sv, "mhx"sv, "sx"sv};
constexpr std::array tektronix_extensions{"tek"sv, "xtek"sv, "tekhex"sv};
constexpr std::array mos_extensions{"mos"sv};
constexpr std::array ti_txt_extensions{"txt"sv, "titxt"sv};
constexpr std::array ascii_hex_extensions{"ahex"sv, "ahx"sv};
constexpr std::array atmel_extensions{"gen"sv};
constexpr std::array vmem_extensions{"vmem"sv, "mem"sv, "memh"sv};
constexpr std::array uf2_extensions{"uf2"sv};
constexpr std::array elf_extensions{"elf"sv, "axf"sv, "out"sv};
constexpr std::array c_array_extensions{"c"sv, "h"sv};
constexpr std::array hexdump_extensions{"hexdump"sv, "hd"sv};

constexpr std::array<image_format_facts, 13> all_facts{{
    {image_format::raw, "raw", "raw binary", raw_extensions, true, true},
    {image_format::intel_hex, "intel-hex", "Intel HEX", intel_hex_extensions, true, true},
    {image_format::s_record, "s-record", "Motorola S-record", s_record_extensions, true, true},
    {image_format::tektronix_extended, "tektronix-extended", "Tektronix extended HEX", tektronix_extensions, true,
     true},
    {image_format::mos, "mos", "MOS Technology", mos_extensions, true, true},
    {image_format::ti_txt, "ti-txt", "TI-TXT", ti_txt_extensions, true, true},
    {image_format::ascii_hex, "ascii-hex", "ASCII-HEX", ascii_hex_extensions, true, true},
    {image_format::atmel_generic, "atmel-generic", "Atmel generic", atmel_extensions, true, true},
    {image_format::verilog_vmem, "verilog-vmem", "Verilog VMEM", vmem_extensions, true, true},
    {image_format::uf2, "uf2", "UF2", uf2_extensions, true, true},
    {image_format::elf, "elf", "ELF", elf_extensions, true, false},
    {image_format::c_array, "c-array", "C array", c_array_extensions, false, true},
    {image_format::hexdump, "hexdump", "hexdump", hexdump_extensions, false, true},
}};

struct short_form {
  std::string_view name;
  image_format format;
};

constexpr std::array short_forms{
    short_form{"bin", image_format::raw},
    short_form{"binary", image_format::raw},
    short_form{"ihex", image_format::intel_hex},
    short_form{"hex", image_format::intel_hex},
    short_form{"srec", image_format::s_record},
    short_form{"srecord", image_format::s_record},
    short_form{"motorola", image_format::s_record},
    short_form{"s19", image_format::s_record},
    short_form{"s28", image_format::s_record},
    short_form{"s37", image_format::s_record},
    short_form{"tek", image_format::tektronix_extended},
    short_form{"xtek", image_format::tektronix_extended},
    short_form{"tekhex", image_format::tektronix_extended},
    short_form{"titxt", image_format::ti_txt},
    short_form{"asciihex", image_format::ascii_hex},
    short_form{"atmel", image_format::atmel_generic},
    short_form{"avr", image_format::atmel_generic},
    short_form{"vmem", image_format::verilog_vmem},
    short_form{"verilog", image_format::verilog_vmem},
    short_form{"readmemh", image_format::verilog_vmem},
    short_form{"c", image_format::c_array},
    short_form{"hd", image_format::hexdump},
};

constexpr char lower(char letter) noexcept {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same_name(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

constexpr bool in_order() {
  for (std::size_t i = 0; i < all_facts.size(); ++i) {
    if (all_facts[i].format != static_cast<image_format>(i)) return false;
  }
  return static_cast<std::size_t>(image_format::hexdump) + 1 == all_facts.size();
}
static_assert(in_order());

}  // namespace

std::span<const image_format_facts> image_formats() noexcept { return all_facts; }

const image_format_facts& facts_of(image_format format) noexcept { return all_facts[static_cast<std::size_t>(format)]; }

std::optional<image_format> image_format_named(std::string_view name) noexcept {
  for (const auto& facts : all_facts) {
    if (same_name(name, facts.name)) return facts.format;
  }
  for (const auto& each : short_forms) {
    if (same_name(name, each.name)) return each.format;
  }
  return std::nullopt;
}

std::optional<image_format> image_format_of_extension(std::string_view name) noexcept {
  name.remove_prefix(std::min(name.size(), name.rfind('/') + 1));  // npos + 1 is 0
  const auto dot = name.rfind('.');
  // What begins with its only dot is a hidden file without an extension.
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  const std::string_view extension = name.substr(dot + 1);
  std::optional<image_format> found;
  for (const auto& facts : all_facts) {
    for (const auto each : facts.extensions) {
      if (!same_name(extension, each)) continue;
      if (found) return std::nullopt;
      found = facts.format;
    }
  }
  return found;
}

}  // namespace memosaic
