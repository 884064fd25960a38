#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "memosaic/table/container_writer.hpp"
#include "memosaic/table/table_builder.hpp"
#include "table/key_dense.hpp"
#include "table/key_runs.hpp"
#include "table/later_section.hpp"
#include "table/partition_worker.hpp"
#include "table/perfect_hash.hpp"
#include "table/shared_objects.hpp"
#include "table/slot_sorter.hpp"
#include "table/table_form.hpp"
#include "table/table_key.hpp"
#include "table/table_records.hpp"

namespace memosaic::table_core {

/// Tells the watcher, if there is one. Errors: `std::system_error` if it wants the build to end.
void tell(const table_options& options, build_stage stage, std::uint64_t done, std::uint64_t total);

/// Runs that are written when the records have been, and their lines as far as they are whole.
struct later_runs {
  key_runs_writer runs;
  later_section lines;

  void add(std::uint64_t length);
  void write(container_writer& writer, section_type type, std::uint64_t count);
};

/// Makes a table of records that are all there.
class table_assembly {
 public:
  /// `shared` may be null. `splitters` cut the range of keys into parts of about equal size, for sorted tables.
  table_assembly(const schema& types, const table_key& key, const table_options& options, table_records& records,
                 std::vector<std::vector<std::byte>> splitters, const shared_objects* shared);

  /// Errors: those of the sink, of temporary files and of duplicates; `std::runtime_error` if the keys collide under
  /// every seed.
  container_header write(container_sink& sink);

 private:
  void choose_arrangement();
  [[nodiscard]] bool arrange_dense();
  [[nodiscard]] std::uint64_t choose_stride() const;
  [[nodiscard]] container_header write_once(container_sink& sink);
  void begin_sections();
  void write_array(container_writer& writer);
  void write_partitions(container_writer& writer);
  void take(container_writer& writer, partition_worker& worker);
  void add_fingerprints(std::span<const std::uint32_t> fingerprints);
  void note_orders(const partition_worker& worker, std::uint64_t position, const slot_record& found);
  void write_index(container_writer& writer);
  void write_rest(container_writer& writer);

  const schema& types_;
  const table_key& key_;
  const table_options& options_;
  table_records& records_;
  std::vector<std::vector<std::byte>> splitters_;
  const shared_objects* shared_;
  partition_rules rules_;
  std::optional<key_dense_writer> dense_;

  // Of one attempt.
  table_form form_;
  perfect_hash_writer perfect_;
  std::optional<later_section> pilots_;
  std::vector<key_hash> few_;  ///< of a linear index
  bool linear_ = false;
  std::optional<later_section> fingerprints_;
  struct {
    std::uint64_t bits = 0;
    unsigned count = 0;
  } fingerprint_rest_;  ///< fewer than 8 bits, which are no byte yet
  std::optional<later_runs> locator_;
  std::optional<later_runs> postings_;
  std::optional<later_section> numbers_;  ///< that are written in place
  std::mutex orders_;                     ///< of both that follow: they take slots in any order
  std::optional<slot_sorter> order_;
  std::optional<slot_sorter> sorted_;
};

}  // namespace memosaic::table_core
