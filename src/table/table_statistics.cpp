// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/table_statistics.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "table/table_contents.hpp"

namespace memosaic {
namespace {

using table_core::table_contents;

constexpr std::uint64_t line_size = 64;

void take_index(table_statistics& found, const table_contents& contents) {
  const bytes_view header = contents.file.bytes(section_type::pilots);
  found.index = static_cast<table_index>(contents.index.kind());
  found.fingerprint_bits = contents.index.fingerprint_bits();
  found.most_probes = 1;
  if (found.index == table_index::linear) found.most_probes = contents.index.size();
  if (found.index != table_index::dense) {
    found.hash_bits = contents.index.width() == table_core::hash_width::bits_64 ? 64 : 128;
  }
  if (found.index == table_index::perfect) found.partitions = std::uint64_t{1} << std::to_integer<unsigned>(header[2]);
  constexpr std::array sections{section_type::pilots, section_type::fingerprints, section_type::locator,
                                section_type::postings};
  for (const section_type each : sections) found.index_bytes += contents.file.bytes(each).size();
}

/// Counts sizes by the powers of two above them.
class size_rows {
 public:
  void add(std::uint64_t size, std::uint64_t count = 1) {
    counts_[static_cast<std::size_t>(std::bit_width(std::max<std::uint64_t>(size, 1) - 1))] += count;
  }
  [[nodiscard]] std::vector<table_statistics::size_row> rows() const {
    std::vector<table_statistics::size_row> found;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      if (counts_[i] != 0) found.push_back({std::uint64_t{1} << std::min<std::size_t>(i, 63), counts_[i]});
    }
    return found;
  }

 private:
  std::array<std::uint64_t, 65> counts_{};
};

void take_records(table_statistics& found, const table_contents& contents) {
  size_rows sizes;
  if (contents.stride != 0) {
    found.least_record = found.most_record = contents.form.records == 0 ? 0 : contents.stride;
    if (contents.form.records != 0) sizes.add(contents.stride, contents.form.records);
    found.padding += (contents.stride - found.fixed_part) * contents.form.records;
    // The fixed part counts, not what pads it; where it lies in its line recurs after 64 records.
    std::uint64_t split = 0;
    const auto is_split = [&](std::uint64_t i) {
      return found.fixed_part <= line_size && i * contents.stride % line_size + found.fixed_part > line_size;
    };
    for (std::uint64_t i = 0; i < line_size; ++i) split += is_split(i) ? 1U : 0U;
    found.split_records = contents.form.records / line_size * split;
    for (std::uint64_t i = 0; i < contents.form.records % line_size; ++i) found.split_records += is_split(i) ? 1U : 0U;
  } else {
    found.least_record = contents.form.records == 0 ? 0 : UINT64_MAX;
    for (std::uint64_t number = 0; number < contents.form.records; ++number) {
      const packed_cell cell = contents.cell_at(number);
      const auto size = static_cast<std::uint64_t>(cell.size());
      const auto at = static_cast<std::uint64_t>(cell.data() - contents.records.data()) % line_size;
      sizes.add(size);
      found.least_record = std::min(found.least_record, size);
      found.most_record = std::max(found.most_record, size);
      found.split_records += size <= line_size && at + size > line_size ? 1U : 0U;
    }
  }
  found.record_sizes = sizes.rows();
}

/// The zeros between what is told of in the header, the section table and the trailer.
std::uint64_t bytes_between(const container& file) {
  constexpr std::uint64_t around = 128 + 64;
  std::uint64_t used = around + 64 * file.sections().size();
  for (const section_entry& each : file.sections()) used += each.length;
  return file.header().length - used;
}

}  // namespace

table_statistics statistics_of(const table& of) {
  const table_contents& contents = *of.contents_;
  table_statistics found;
  const record_type& type = contents.file.schema().root();
  const record_layout& layout = contents.file.context().layouts().front();
  found.stride = contents.stride;
  found.fixed_part = layout.size();
  for (const schema_field& field : type.fields) {
    if (!field.in_place) found.slots += field.type.slot_size(contents.file.context().width());
  }
  if (layout.numbers_size() != 0) found.slots += sizeof(std::uint64_t);
  found.slots += (layout.state_bits() + 7) / 8;
  found.record_bytes = contents.records.size();
  found.padding = (found.fixed_part - std::min(found.fixed_part, found.slots)) * contents.form.records;
  take_records(found, contents);
  if (contents.form.kind != table_kind::array) take_index(found, contents);
  for (std::uint64_t slot = 0; slot < contents.form.keys; ++slot) {
    found.most_records_of_key = std::max(found.most_records_of_key, contents.postings_of(slot).length);
    if (!contents.has_postings) break;
  }
  found.between_sections = bytes_between(contents.file);
  return found;
}

}  // namespace memosaic
