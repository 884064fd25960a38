// SPDX-License-Identifier: Apache-2.0
#include "image/format_table.hpp"

#include <array>
#include <cstddef>

namespace memosaic::image_core {
namespace {

constexpr std::array<format_table_row, 13> table{{
    {image_format::raw, read_raw, write_raw, false, false, true},
    {image_format::intel_hex, read_intel_hex, write_intel_hex, true, true},
    {image_format::s_record, read_s_record, write_s_record, true, true},
    {image_format::tektronix_extended, read_tektronix_extended, write_tektronix_extended, true, true},
    {image_format::mos, read_mos, write_mos, true},
    {image_format::ti_txt, read_ti_txt, write_ti_txt, true},
    {image_format::ascii_hex, read_ascii_hex, write_ascii_hex, true, true},
    {image_format::atmel_generic, read_atmel_generic, write_atmel_generic, false, false, true},
    {image_format::verilog_vmem, read_verilog_vmem, write_verilog_vmem, true, true, true},
    {image_format::uf2, read_uf2, write_uf2, true, false, true},
    {image_format::elf, read_elf, nullptr},
    {image_format::c_array, nullptr, write_c_array, true, true},
    {image_format::hexdump, nullptr, write_hexdump, true},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table[i].format != static_cast<image_format>(i)) return false;
  }
  return true;
}
static_assert(in_order());

}  // namespace

const format_table_row& table_row_of(image_format format) noexcept { return table[static_cast<std::size_t>(format)]; }

}  // namespace memosaic::image_core
