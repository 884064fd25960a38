#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "memosaic/table/container_writer.hpp"
#include "memosaic/table/table_builder.hpp"
#include "table/key_dense.hpp"
#include "table/key_runs.hpp"
#include "table/numbers_writer.hpp"
#include "table/partition_maker.hpp"
#include "table/perfect_hash.hpp"
#include "table/slot_sorter.hpp"
#include "table/table_form.hpp"
#include "table/table_key.hpp"
#include "table/table_records.hpp"

namespace memosaic::table_core {

/// Tells the watcher, if there is one. Errors: `std::system_error` if it wants the build to end.
void tell(const table_options& options, build_stage stage, std::uint64_t done, std::uint64_t total);

/// Makes a table of records that are all there.
class table_assembly {
 public:
  /// `splitters` cut the range of keys into parts of about equal size, for sorted tables.
  table_assembly(const schema& types, const table_key& key, const table_options& options, table_records& records,
                 std::vector<std::vector<std::byte>> splitters);

  /// Errors: those of the sink, of temporary files and of duplicates; `std::runtime_error` if the keys collide under
  /// every seed.
  container_header write(container_sink& sink);

 private:
  void choose_arrangement();
  [[nodiscard]] std::uint64_t choose_stride() const;
  [[nodiscard]] container_header write_once(container_sink& sink);
  void begin_sections();
  void write_array(container_writer& writer);
  void write_partitions(container_writer& writer);
  void take(container_writer& writer, made_partition& made);
  void take_numbers(made_partition& made);
  void take_cells(const made_partition& made);
  void write_index(container_writer& writer);
  void write_runs(container_writer& writer, section_type type, key_runs_writer& runs, std::uint64_t count);
  void write_rest(container_writer& writer);

  const schema& types_;
  const table_key& key_;
  const table_options& options_;
  table_records& records_;
  std::vector<std::vector<std::byte>> splitters_;
  partition_rules rules_;
  unsigned bits_ = 0;  ///< partitions of the index are two to this
  std::optional<key_dense_writer> dense_;

  // Of one attempt.
  table_form form_;
  perfect_hash_writer perfect_;
  std::vector<key_hash> few_;  ///< of a linear index
  bool linear_ = false;
  std::vector<std::byte> fingerprints_;
  std::optional<key_runs_writer> locator_;
  std::optional<key_runs_writer> postings_;
  std::optional<numbers_writer> numbers_;
  std::optional<slot_sorter> order_;
  std::optional<slot_sorter> sorted_;
};

}  // namespace memosaic::table_core
