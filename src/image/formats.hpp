#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "image/image_collector.hpp"
#include "memosaic/image/write_image.hpp"

/// One reader and one writer for each format, each in a source file named after it.
///
/// Readers pass what they find to the collector and throw only through it. Writers test all that they need before they
/// send the first byte.
namespace memosaic::image_core {

void read_raw(const view& bytes, image_collector& into);
void read_intel_hex(const view& bytes, image_collector& into);
void read_s_record(const view& bytes, image_collector& into);
void read_tektronix_extended(const view& bytes, image_collector& into);
void read_mos(const view& bytes, image_collector& into);
void read_ti_txt(const view& bytes, image_collector& into);
void read_ascii_hex(const view& bytes, image_collector& into);
void read_atmel_generic(const view& bytes, image_collector& into);
void read_verilog_vmem(const view& bytes, image_collector& into);
void read_uf2(const view& bytes, image_collector& into);
void read_elf(const view& bytes, image_collector& into);

void write_raw(const image& from, content_sink& to, const write_image_options& options);
void write_intel_hex(const image& from, content_sink& to, const write_image_options& options);
void write_s_record(const image& from, content_sink& to, const write_image_options& options);
void write_tektronix_extended(const image& from, content_sink& to, const write_image_options& options);
void write_mos(const image& from, content_sink& to, const write_image_options& options);
void write_ti_txt(const image& from, content_sink& to, const write_image_options& options);
void write_ascii_hex(const image& from, content_sink& to, const write_image_options& options);
void write_atmel_generic(const image& from, content_sink& to, const write_image_options& options);
void write_verilog_vmem(const image& from, content_sink& to, const write_image_options& options);
void write_uf2(const image& from, content_sink& to, const write_image_options& options);
void write_c_array(const image& from, content_sink& to, const write_image_options& options);
void write_hexdump(const image& from, content_sink& to, const write_image_options& options);

}  // namespace memosaic::image_core
