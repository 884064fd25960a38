#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <bit>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/table/table.hpp"
#include "memosaic/table/table_builder.hpp"
#include "support/table_values.hpp"
#include "support/temporary_file.hpp"

namespace memosaic::testing {

/// Keys of one kind by number: few enough to meet again, the edges of the kind among them.
struct key_choice {
  field_type type;
  bool has_order;

  static constexpr std::size_t count = 17;

  static key_choice of(std::size_t which) {
    switch (which) {
      case 0:
        return {field_type::int64(), true};
      case 1:
        return {field_type(value_kind::int8), true};
      case 2:
        return {field_type(value_kind::uint64), true};
      case 3:
        return {field_type(value_kind::uint32), true};
      case 4:
        return {field_type::text(), true};
      case 5:
        return {field_type::fixed_text(12), true};
      case 6:
        return {field_type(value_kind::bytes), true};
      case 7:
        return {field_type::fixed_bytes(300), true};
      case 8:
        return {field_type(value_kind::date), true};
      case 9:
        return {field_type::boolean(), true};
      case 10:
        return {field_type(value_kind::float64), false};
      case 11:
        return {field_type(value_kind::float32), false};
      case 12:
        return {field_type(value_kind::decimal), false};
      case 13:
        return {field_type(value_kind::datetime), false};
      case 14:
        return {field_type::any(), false};
      case 15:
        return {field_type::tuple(field_type::any()), false};
      default:
        return {field_type::set(field_type::int64()), false};
    }
  }

  [[nodiscard]] value key(std::uint64_t number, std::uint64_t step) const { return of_kind(type.kind(), number, step); }

  static value of_kind(value_kind kind, std::uint64_t number, std::uint64_t step) {
    const std::uint64_t spread = number * step;
    const auto near = static_cast<std::int64_t>(number) - 5;
    switch (kind) {
      case value_kind::int64:
        if (step > 1 && number == 0) return std::numeric_limits<std::int64_t>::min();
        if (step > 1 && number == 1) return std::numeric_limits<std::int64_t>::max();
        return step > 1 ? value(static_cast<std::int64_t>(spread)) : value(near);
      case value_kind::int8:
        return std::bit_cast<std::int8_t>(static_cast<std::uint8_t>(number));
      case value_kind::uint64:
        return step > 1 ? value(~spread) : value(number);
      case value_kind::uint32:
        return static_cast<std::uint32_t>(~spread);
      case value_kind::text:
      case value_kind::fixed_text:
        if (number == 0) return "";
        return (number % 7 == 0 ? "zz" : "k") + std::to_string(number);
      case value_kind::bytes:
      case value_kind::fixed_bytes: {
        std::vector<std::byte> bytes(number == 0 ? 0 : 1 + number % 260, static_cast<std::byte>(number % 256));
        if (bytes.size() > 1) bytes[1] = static_cast<std::byte>(number / 256);
        return value::bytes(bytes);
      }
      case value_kind::date:
        return date(static_cast<std::int32_t>(number == 0 ? std::numeric_limits<std::int32_t>::min() : near));
      case value_kind::boolean:
        return number % 2 == 0;
      case value_kind::float64:
      case value_kind::float32: {
        const double edges[] = {-0.0, 0.0, std::numeric_limits<double>::quiet_NaN(),
                                std::numeric_limits<double>::infinity()};
        return number < 4 ? value(edges[number]) : value(static_cast<double>(near) * 0.5);
      }
      case value_kind::decimal:
        return decimal::from_text(std::to_string(near) + (number % 3 == 0 ? ".50" : ""));
      case value_kind::datetime:
        return datetime{near * 1'000'000, number % 2 == 0 ? 0 : 3600, number % 2 != 0, false};
      case value_kind::tuple:
        return value::tuple({of_kind(value_kind::any, number, step), value(near)});
      case value_kind::set:
        return value::set({value(near), value(number % 3)});
      default: {
        constexpr value_kind kinds[] = {value_kind::int64,   value_kind::text,    value_kind::float64,
                                        value_kind::boolean, value_kind::decimal, value_kind::bytes};
        return of_kind(kinds[number % 6], number / 6, step);
      }
    }
  }
};

/// Builds one table as a run of numbers says, keeping beside it what it has to hold, and compares: any schema, any
/// kind of key, all policies and options, records that are refused, and builds that are cancelled.
class table_build_exercise {
 public:
  explicit table_build_exercise(std::span<const std::uint8_t> input) : source_(input) {}

  /// What went wrong; empty if nothing did.
  std::string run() {
    choose();
    try {
      builder_.emplace(*types_, options_);
      if (options_are_wrong()) return "wrong options were taken";
    } catch (const std::invalid_argument& error) {
      return options_are_wrong() ? "" : std::string("refused: ") + error.what();
    }
    try {
      while (!source_.used_up() && rows_.size() < most_rows && problem_.empty()) add();
      if (problem_.empty()) finish();
    } catch (const std::system_error& error) {
      if (error.code() != std::errc::operation_canceled || !watcher_.cancelled) throw;
      require_broken();
    }
    return problem_;
  }

 private:
  static constexpr std::size_t most_rows = 3000;

  struct canceller final : build_watcher {
    bool go_on(build_stage, std::uint64_t, std::uint64_t) override {
      if (++calls != at) return true;
      cancelled = true;
      return false;
    }
    std::size_t calls = 0;
    std::size_t at = 0;  ///< 0: never
    bool cancelled = false;
  };

  struct group {
    value key;
    std::vector<std::size_t> rows;
  };

  void choose() {
    is_array_ = source_.below(8) == 0;
    key_ = key_choice::of(source_.below(key_choice::count));
    step_ = source_.below(2) == 0 ? 1 : 1'000'003;
    std::vector<record_type> types;
    if (source_.below(3) == 0) {
      types = source_.any_schema().types();
      any_values_ = true;
    } else {
      types = {record_type{"row", {{1, "n", field_type::int64()}}}};
      varying_ = source_.below(2) == 1;
      if (varying_) types[0].fields.push_back({2, "note", field_type::text()});
    }
    types[0].fields.push_back({key_number, "key", key_->type});
    types[0].key = is_array_ ? std::uint16_t{0} : key_number;
    types_.emplace(std::move(types));
    options_.duplicates = static_cast<duplicate_policy>(source_.below(4));
    if (is_array_ && source_.below(8) != 0) options_.duplicates = duplicate_policy::error;
    options_.memory_limit = source_.below(2) == 0 ? 1 : std::uint64_t{1} << 24U;
    options_.threads = static_cast<unsigned>(source_.below(4));
    if (source_.below(2) == 0) options_.seed = source_.below(256);
    options_.reproducible = source_.below(4) == 0;
    options_.insertion_order = source_.below(2) == 0;
    options_.sorted = source_.below(2) == 0 && ((key_->has_order && !is_array_) || source_.below(8) == 0);
    options_.one_line_records = source_.below(2) == 0;
    options_.user_metadata.resize(source_.below(100), std::byte{9});
    options_.temporary_folder = std::filesystem::temp_directory_path();
    options_.watcher = &watcher_;
    if (source_.below(6) == 0) watcher_.at = 1 + source_.below(12);
  }

  [[nodiscard]] bool options_are_wrong() const {
    if (options_.reproducible && options_.seed) return true;
    if (is_array_) return options_.sorted || options_.duplicates != duplicate_policy::error;
    return options_.sorted && !key_->has_order;
  }

  value row_of(std::uint64_t number) {
    const value key = key_->key(number, step_);
    std::vector<std::pair<std::string, value>> fields;
    if (any_values_) {
      const value made = source_.record_of(*types_, 0);
      fields = made.record_fields().fields;
      std::erase_if(fields, [](const auto& each) { return each.first == "key"; });
    } else {
      const auto n = static_cast<std::int64_t>(rows_.size());
      fields.emplace_back("n", n);
      if (varying_) fields.emplace_back("note", std::string(static_cast<std::size_t>(n * n % 700), 'n'));
    }
    fields.emplace_back("key", key);
    return value::record(types_->root().name, std::move(fields));
  }

  void add() {
    switch (source_.below(6)) {
      case 0: {
        const std::size_t count = 1 + source_.below(256);
        const std::uint64_t first = source_.below(256) * 4;
        for (std::size_t i = 0; i < count; ++i) add_row(first + i, i % 5 == 0);
        return;
      }
      case 1:
        return refuse_row();
      default:
        return add_row(source_.below(200), source_.below(2) == 0);
    }
  }

  void add_row(std::uint64_t number, bool packed) {
    const value row = row_of(number);
    if (packed) {
      builder_->add_packed(types_->pack(row));
    } else {
      builder_->add(row);
    }
    if (!is_array_) group_of(*row.find("key")).push_back(rows_.size());
    rows_.push_back(row);
    if (builder_->size() != rows_.size()) problem_ = "the builder counts another number of records";
  }

  /// What does not fit leaves everything as it was.
  void refuse_row() {
    try {
      builder_->add(value::record({{"no such field", value(1)}}));
      problem_ = "a record that does not fit was taken";
    } catch (const std::invalid_argument&) {}
    if (builder_->size() != rows_.size()) problem_ = "a record that was refused is counted";
  }

  std::vector<std::size_t>& group_of(const value& key) {
    auto& same_hash = by_hash_[hash_of_key(key)];
    for (const std::size_t each : same_hash) {
      if (same_key(groups_[each].key, key)) return groups_[each].rows;
    }
    same_hash.push_back(groups_.size());
    groups_.push_back({key, {}});
    return groups_.back().rows;
  }

  [[nodiscard]] bool is_known(const value& key) const {
    const auto found = by_hash_.find(hash_of_key(key));
    if (found == by_hash_.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(),
                       [&](std::size_t each) { return same_key(groups_[each].key, key); });
  }

  void finish() {
    bool unique = true;
    for (group& each : groups_) {
      unique = unique && each.rows.size() == 1;
      if (options_.duplicates == duplicate_policy::first) each.rows.resize(1);
      if (options_.duplicates == duplicate_policy::last) each.rows = {each.rows.back()};
    }
    const bool refused = !is_array_ && !unique && options_.duplicates == duplicate_policy::error;
    const bool to_file = source_.below(4) == 0;
    std::optional<test::temporary_file> place;
    if (to_file) place.emplace();
    container_memory sink;
    try {
      if (to_file) {
        builder_->finish(place->path());
      } else {
        builder_->finish_to(sink);
      }
    } catch (const std::invalid_argument& error) {
      if (!refused) problem_ = std::string("the build failed: ") + error.what();
      return require_broken();
    } catch (const std::system_error&) {
      if (place && std::filesystem::file_size(place->path()) != 0) problem_ = "a cancelled build has left something";
      throw;
    }
    if (refused) {
      problem_ = "duplicate keys were taken";
      return;
    }
    require_broken();
    if (!problem_.empty()) return;
    compare(to_file ? table::open(place->path(), open_level::verified)
                    : table::open(view(sink.bytes(), unowned), open_level::verified, "in memory"));
  }

  /// No builder is used after its end.
  void require_broken() {
    try {
      builder_->add(rows_.empty() ? value::record({}) : rows_.front());
    } catch (const std::logic_error& error) {
      if (dynamic_cast<const std::invalid_argument*>(&error) == nullptr || rows_.empty()) return;
    }
    problem_ = "a builder that has finished or failed was used again";
  }

  bool require(bool right, const char* what) {
    if (!right && problem_.empty()) problem_ = what;
    return right;
  }

  /// The record as it was added; of a key, whatever is the same key may have come first.
  bool is_row(const record& found, std::size_t row) {
    const value read = found.materialise();
    const bool same = read == rows_[row];
    if (!same)
      problem_ = "row " + std::to_string(row) + ": " + rows_[row].to_text() + " came back as " + read.to_text();
    return same;
  }

  void compare_range(const table_range& found, const std::vector<std::size_t>& expected, const char* what) {
    if (!require(found.size() == expected.size(), what)) return;
    std::size_t i = 0;
    for (const record each : found) {
      if (!is_row(each, expected[i++])) return;
    }
  }

  void compare(const table& found) {
    std::vector<std::size_t> left;
    for (const group& each : groups_) left.insert(left.end(), each.rows.begin(), each.rows.end());
    if (is_array_) {
      for (std::size_t i = 0; i < rows_.size(); ++i) left.push_back(i);
    }
    std::sort(left.begin(), left.end());
    require(found.size() == left.size(), "another number of records");
    require(found.key_count() == groups_.size(), "another number of keys");
    require(equal(found.user_metadata(), options_.user_metadata), "other metadata");
    require(found.schema() == *types_, "another schema");
    const bool is_multi = options_.duplicates == duplicate_policy::multi;
    require(found.kind() == (is_array_  ? table_kind::array
                             : is_multi ? table_kind::multimap
                                        : table_kind::map),
            "another kind of table");
    if (is_array_) return compare_range(found.records(), left, "records of an array");
    for (const group& each : groups_) {
      compare_range(found.equal_range(each.key), each.rows, "the records of a key");
      const auto row = found.get(each.key);
      if (!require(row && found.contains(each.key), "a key is not found")) return;
      is_row(*row, each.rows.front());
    }
    for (std::uint64_t number = 0; number < 2000; number += 37) {
      const value key = key_->key(number, step_);
      require(found.contains(key) == is_known(key), "a key is there that was never added, or not there");
    }
    if (options_.insertion_order) compare_range(found.in_insertion_order(), left, "insertion order");
    if (options_.sorted) compare_order(found);
  }

  void compare_order(const table& found) {
    std::sort(groups_.begin(), groups_.end(), [](const group& a, const group& b) { return is_less(a.key, b.key); });
    std::vector<std::size_t> firsts;
    for (const group& each : groups_) firsts.push_back(each.rows.front());
    compare_range(found.in_key_order(), firsts, "key order");
    if (groups_.empty()) return;
    const std::size_t from = source_.below(256) % groups_.size();
    const std::size_t to = source_.below(256) % groups_.size();
    const std::vector<std::size_t> between(firsts.begin() + static_cast<std::ptrdiff_t>(from),
                                           firsts.begin() + static_cast<std::ptrdiff_t>(std::max(from, to)));
    const value& low = groups_[from].key;
    const value& high = groups_[to].key;
    const auto prefixed = [&](bytes_view prefix) {
      std::vector<std::size_t> rows;
      for (const group& each : groups_) {
        const bytes_view key = each.key.kind() == value_kind::text ? bytes_of(each.key.as_text()) : each.key.as_bytes();
        if (key.size() >= prefix.size() && equal(key.first(prefix.size()), prefix)) rows.push_back(each.rows.front());
      }
      return rows;
    };
    if (low.kind() == value_kind::text) {
      compare_range(found.scan(low.as_text(), high.as_text()), between, "a scan of texts");
      const auto prefix = low.as_text().substr(0, 2);
      compare_range(found.scan_prefix(prefix), prefixed(bytes_of(prefix)), "a scan of a prefix");
    } else if (low.kind() == value_kind::bytes) {
      compare_range(found.scan(low.as_bytes(), high.as_bytes()), between, "a scan of bytes");
      const auto prefix = low.as_bytes().first(low.as_bytes().size() / 2);
      compare_range(found.scan_prefix(prefix), prefixed(prefix), "a scan of a prefix");
    } else if (is_unsigned_integer(key_->type.kind())) {
      compare_range(found.scan(low.as_uint64(), high.as_uint64()), between, "a scan of numbers");
    } else if (is_integer(key_->type.kind())) {
      compare_range(found.scan(low.as_int64(), high.as_int64()), between, "a scan of integers");
    }
  }

  [[nodiscard]] static bool is_unsigned_integer(value_kind kind) {
    return is_integer(kind) && !is_signed_integer(kind);
  }

  static bool is_less(const value& a, const value& b) {
    switch (a.kind()) {
      case value_kind::text:
        return memosaic::compare(bytes_of(a.as_text()), bytes_of(b.as_text())) < 0;
      case value_kind::bytes:
        return memosaic::compare(a.as_bytes(), b.as_bytes()) < 0;
      case value_kind::date:
        return a.as_date().days < b.as_date().days;
      case value_kind::boolean:
        return !a.as_boolean() && b.as_boolean();
      case value_kind::uint64:
        return b.kind() == value_kind::uint64 && a.as_uint64() < b.as_uint64();
      default:
        return b.kind() == value_kind::uint64 || a.as_int64() < b.as_int64();
    }
  }

  static constexpr std::uint16_t key_number = 60000;

  table_values source_;
  bool is_array_ = false;
  bool any_values_ = false;
  bool varying_ = false;
  std::optional<key_choice> key_;
  std::uint64_t step_ = 1;
  std::optional<schema> types_;
  table_options options_;
  canceller watcher_;
  std::optional<table_builder> builder_;
  std::vector<value> rows_;
  std::vector<group> groups_;
  std::map<std::uint64_t, std::vector<std::size_t>> by_hash_;
  std::string problem_;
};

}  // namespace memosaic::testing
