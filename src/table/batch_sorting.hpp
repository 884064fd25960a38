#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <span>
#include <thread>

#include "table/record_batch.hpp"

namespace memosaic::table_core {

/// Sorts one batch in a thread of its own, while the next one is filled.
class batch_sorting {
 public:
  /// Lifetime: of the counts and the rule.
  batch_sorting(std::size_t batch_size, std::span<partition_count> counts, const partition_rule* rule);
  batch_sorting(const batch_sorting&) = delete;
  batch_sorting& operator=(const batch_sorting&) = delete;

  /// Waits for the batch before, then begins to sort this one, as `record_batch::sort_into`; `batch` is an empty one
  /// afterwards. What it sorts into stays in place until `wait` has returned.
  void begin(record_batch& batch, std::byte* target, partition_starts& starts);

  /// Until all is sorted.
  void wait();

 private:
  void work(const std::stop_token& stop) noexcept;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  record_batch batch_;
  std::span<partition_count> counts_;
  const partition_rule* rule_;
  std::byte* target_ = nullptr;  ///< none if there is nothing to do
  partition_starts* starts_ = nullptr;
  std::jthread thread_;  ///< last: it uses the others
};

}  // namespace memosaic::table_core
