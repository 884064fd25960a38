#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "memosaic/error.hpp"
#include "memosaic/table/container.hpp"
#include "memosaic/table/container_writer.hpp"
#include "table/key_runs.hpp"

namespace memosaic::testing {

using cell_bytes = std::vector<std::byte>;

/// Cells as the records of a container: with a stride if all have one size that may be a stride, else with a locator.
inline void write_cells(container_writer& writer, const schema& types, std::span<const cell_bytes> cells,
                        reference_width width = reference_width::narrow, bool always_locate = false) {
  const std::size_t first = cells.empty() ? types.layout(0, width).stride() : cells.front().size();
  bool same = !always_locate && first % types.layout(0, width).alignment() == 0;
  for (const cell_bytes& each : cells) same = same && each.size() == first;
  writer.begin(section_type::records, {{same ? first : 0, 0}, 64, false, false});
  table_core::key_runs_writer runs(16, 3);
  for (const cell_bytes& each : cells) {
    cell_bytes padded = each;
    if (!same) padded.resize((each.size() + 7) / 8 * 8);
    writer.append(padded);
    runs.add(padded.size() / 8);
  }
  writer.end(cells.size());
  if (same) return;
  runs.finish();
  const auto lines = runs.drain();
  writer.begin(section_type::locator);
  writer.append(runs.header());
  writer.append(lines);
  writer.append(runs.wide_lines());
  writer.end(cells.size());
}

/// Everything in them has its checksum, so that only what it says can be wrong.
inline std::vector<std::byte> container_of(const schema& types, std::span<const cell_bytes> cells,
                                           bytes_view shared = {}, reference_width width = reference_width::narrow) {
  container_memory sink;
  container_writer writer(sink, types, {width, 0, 8});
  write_cells(writer, types, cells, width);
  if (!shared.empty()) {
    writer.begin(section_type::vardata);
    writer.append(shared);
    writer.end(1);
  }
  writer.finish(cells.size());
  return sink.take();
}

/// What verification says of them; nothing if they are right.
inline std::string verdict(const std::vector<std::byte>& bytes, unsigned threads = 1) {
  const auto file = container::open(view(bytes, unowned), open_level::checked, "some.table");
  try {
    file.verify(threads);
    return {};
  } catch (const format_error& error) {
    return error.what();
  }
}

}  // namespace memosaic::testing
