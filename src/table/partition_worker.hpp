#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>

#include "memosaic/table/container_writer.hpp"
#include "table/big_partition.hpp"
#include "table/partition_maker.hpp"

namespace memosaic::table_core {

/// Makes one partition after another, in memory or, if that does not hold it, by way of a file. One thread uses one.
class partition_worker {
 public:
  explicit partition_worker(const partition_rules& rules) : rules_(rules), small_(rules) {}

  /// See `partition_maker::prepare`.
  void prepare(const table_records& records, std::uint32_t first, std::uint32_t stop) {
    big_.reset();
    if (partition_maker::fits(rules_, records, first, stop)) {
      outline_ = small_.prepare(records, first, stop);
    } else {
      outline_ = big_.emplace(rules_, records, first, stop).prepare();
    }
  }

  /// Of what was prepared last. Its slots and records are numbered from those of its first.
  [[nodiscard]] partition_outline& outline() noexcept { return outline_; }

  /// Takes room for its records, of which the first has these numbers in the table.
  void place(container_writer& writer, std::uint64_t first_slot, std::uint64_t first_record) {
    part_.emplace(writer.part(outline_.bytes));
    first_slot_ = first_slot;
    first_record_ = first_record;
  }
  [[nodiscard]] std::uint64_t first_slot() const noexcept { return first_slot_; }
  [[nodiscard]] std::uint64_t first_record() const noexcept { return first_record_; }

  /// Whether all of it is in memory: then it can be written while others are. Else it must be told of as it is written.
  [[nodiscard]] bool is_small() const noexcept { return !big_; }
  void write_small() { small_.write(*part_, first_record_); }
  template <typename Note>
  void tell_small(const Note& note) const {
    small_.tell(note);
  }
  template <typename Note>
  void write_big(const Note& note) {
    big_->write(*part_, first_record_, note);
    big_.reset();
  }

 private:
  const partition_rules& rules_;
  partition_maker small_;
  std::optional<big_partition> big_;
  partition_outline outline_;
  std::optional<container_part> part_;
  std::uint64_t first_slot_ = 0;
  std::uint64_t first_record_ = 0;
};

}  // namespace memosaic::table_core
