// SPDX-License-Identifier: Apache-2.0
#include "table/records_verifier.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include "memosaic/error.hpp"
#include "table/key_runs.hpp"
#include "table/key_section.hpp"
#include "table/structure_verifier.hpp"

namespace memosaic::table_core {
namespace {

constexpr std::uint64_t records_at_once = 4096;

/// Where records are: one behind the other, or where LOCATOR says.
class record_cells {
 public:
  explicit record_cells(const container& opened)
      : bytes_(opened.bytes(section_type::records)), stride_(opened.stride()), count_(opened.record_count()) {
    if (stride_ != 0 || count_ == 0) return;
    const section_entry* const locator = opened.find(section_type::locator);
    const std::uint64_t place = opened.find(section_type::records)->offset;
    if (locator == nullptr) throw format_error(opened.path(), place, "records: they vary in size, without a locator");
    if (bytes_.size() % 8 != 0) {
      throw format_error(opened.path(), place,
                         "records: their length is no multiple of 8: found " + std::to_string(bytes_.size()));
    }
    const key_section section{opened.bytes(*locator), opened.path(), locator->offset};
    runs_ = key_runs(section, count_, bytes_.size() / 8, 3);
    runs_.verify(section);
  }

  [[nodiscard]] std::uint64_t size() const noexcept { return count_; }

  [[nodiscard]] bytes_view operator[](std::uint64_t slot) const {
    const run place = stride_ != 0 ? run{slot * stride_, stride_} : runs_[slot];
    return bytes_.subspan(static_cast<std::size_t>(place.start), static_cast<std::size_t>(place.length));
  }

 private:
  bytes_view bytes_;
  std::uint64_t stride_;
  std::uint64_t count_;
  key_runs runs_;
};

/// The error of the first run of records that has one: the same whatever thread was faster.
class first_error {
 public:
  void note(std::uint64_t place, std::exception_ptr error) {
    const std::scoped_lock lock(mutex_);
    if (error_ != nullptr && place > place_) return;
    place_ = place;
    error_ = std::move(error);
  }
  void rethrow() const {
    if (error_ != nullptr) std::rethrow_exception(error_);
  }

 private:
  std::mutex mutex_;
  std::uint64_t place_ = 0;
  std::exception_ptr error_;
};

structure_plan plan_for(const container& opened) {
  try {
    return {opened.schema(), opened.context().width()};
  } catch (const std::length_error& error) {
    throw format_error(opened.path(), opened.find(section_type::schema)->offset, error.what());
  }
}

}  // namespace

void verify_records(const container& opened, unsigned threads) {
  const record_cells cells(opened);
  if (cells.size() == 0) return;
  const structure_plan plan = plan_for(opened);
  object_claims shared(true);
  shared.reset(opened.bytes(section_type::vardata).size());
  std::atomic<std::uint64_t> next{0};
  first_error error;
  const auto work = [&] {
    std::uint64_t first = 0;
    try {
      structure_verifier verifier(opened, plan, shared);
      while ((first = next.fetch_add(records_at_once)) < cells.size()) {
        const std::uint64_t stop = std::min(cells.size(), first + records_at_once);
        for (std::uint64_t slot = first; slot < stop; ++slot) verifier.verify(cells[slot], slot);
      }
    } catch (...) {
      error.note(first, std::current_exception());
      next = cells.size();
    }
  };
  {
    std::vector<std::jthread> others;
    const std::uint64_t wanted = std::min<std::uint64_t>(threads, (cells.size() - 1) / records_at_once + 1);
    for (std::uint64_t i = 1; i < wanted; ++i) others.emplace_back(work);
    work();
  }
  error.rethrow();
}

}  // namespace memosaic::table_core
