#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "memosaic/table/table.hpp"
#include "memosaic/table/table_builder.hpp"
#include "support/table_golden.hpp"

/// Small tables of every kind, to be damaged: each has another index, other sections, or values of other types.
namespace memosaic::testing {

struct sample_table {
  std::string name;
  std::vector<std::byte> bytes;
  std::vector<value> keys;    ///< some that are there
  std::vector<value> absent;  ///< some that are not
};

class sample_maker {
 public:
  static constexpr std::string_view names[] = {"array",  "texts",    "linear", "perfect", "dense",
                                               "gapped", "multimap", "sorted", "tuples",  "everything"};

  /// The table of that name with exactly `size` bytes, if its least number of records has no more.
  static sample_table make(std::string_view name, std::size_t size) {
    std::size_t records = 2;
    sample_table made = build(name, records, 0);
    for (std::size_t step = size / 16; step > 0; step /= 2) {
      for (;;) {
        sample_table larger = build(name, records + step, 0);
        if (larger.bytes.size() > size) break;
        // A linear index has less than 64 keys.
        if (name == "linear" && records + step > 60) break;
        records += step;
        made = std::move(larger);
      }
    }
    for (std::size_t spare = size - std::min(size, made.bytes.size()); spare != 0; --spare) {
      sample_table padded = build(name, records, spare);
      if (padded.bytes.size() <= size) return padded;
    }
    return made;
  }

 private:
  static sample_table build(std::string_view name, std::size_t records, std::size_t metadata) {
    sample_table made;
    made.name = name;
    table_options options;
    options.seed = 1;
    options.memory_limit = std::uint64_t{1} << 20U;
    options.user_metadata.resize(metadata, std::byte{0x5A});
    std::vector<value> rows;
    const auto row = [&](value key, std::vector<std::pair<std::string, value>> rest) {
      if (rows.size() % 7 == 0 && made.keys.size() < 5) made.keys.push_back(key);
      rest.emplace_back("key", std::move(key));
      rows.push_back(value::record(std::move(rest)));
    };
    const auto fields = [](field_type key) {
      return std::vector<schema_field>{{1, "key", std::move(key)}, {2, "n", field_type::int64()}};
    };
    std::vector<schema_field> laid;
    std::uint16_t key_number = 1;
    const auto spread = [](std::size_t i) { return static_cast<std::int64_t>(i * 0x9e37'79b9U % 1'000'003U); };
    for (std::size_t i = 0; i < records; ++i) {
      const auto n = static_cast<std::int64_t>(i);
      const std::string text = "k" + std::to_string(spread(i));
      if (name == "array") {
        row(n, {{"n", n}});
      } else if (name == "texts") {
        row(text, {{"n", n}});
      } else if (name == "dense" || name == "gapped") {
        row(name == "dense" ? n - 5 : n + n / 3, {{"n", n}});
      } else if (name == "multimap") {
        row("k" + std::to_string(spread(i % (1 + records * 3 / 4))), {{"n", n}, {"note", std::string(i % 40, 'x')}});
      } else if (name == "sorted") {
        row(value::bytes(bytes_of(text)), {{"n", n}});
      } else if (name == "tuples") {
        row(value::tuple({value(text), value(n)}), {{"n", value(i % 2 == 0 ? value(n) : value(text))}});
      } else if (name == "everything") {
        row(text, everything(n));
      } else {
        row(text, {{"n", n}});
      }
    }
    made.absent = {value("absent"), value(text_of_many()), value(std::int64_t{7'000'003}), value(std::int64_t{-77})};
    if (name == "array" || name == "texts") key_number = 0;
    if (name == "array") {
      laid = fields(field_type::int32());
    } else if (name == "texts" || name == "linear" || name == "multimap") {
      laid = fields(field_type::text());
    } else if (name == "dense" || name == "gapped") {
      laid = fields(field_type::int32());
    } else if (name == "sorted") {
      laid = fields(field_type::fixed_bytes(9));
      made.absent = {value::bytes(bytes_of(std::string_view("absent"))), value::bytes({})};
      options.sorted = options.insertion_order = true;
    } else if (name == "tuples") {
      laid = {{1, "key", field_type::tuple(field_type::any())}, {2, "n", field_type::any()}};
      made.absent = {value::tuple({}), value::tuple({value("k0"), value(1)}), value(1)};
    } else if (name == "everything") {
      laid = fields(field_type::text());
      laid.pop_back();
      for (auto& each : everything_fields()) laid.push_back(std::move(each));
      options.sorted = true;
    } else {
      laid = fields(field_type::fixed_text(10));
    }
    if (name == "multimap") {
      laid.push_back({3, "note", field_type::text()});
      options.duplicates = duplicate_policy::multi;
      options.sorted = options.insertion_order = true;
    }
    table_builder builder(schema({record_type{"sample", std::move(laid), key_number},
                                  record_type{"inner", {{1, "x", field_type::int16().or_null()}}}}),
                          std::move(options));
    for (const value& each : rows) builder.add(each);
    container_memory sink;
    builder.finish_to(sink);
    made.bytes = sink.take();
    return made;
  }

  static std::string text_of_many() { return std::string(300, 'z'); }

  static std::vector<schema_field> everything_fields() {
    return {{2, "any", field_type::any()},
            {3, "list", field_type::list(field_type::text().or_null())},
            {4, "set", field_type::set(field_type::any())},
            {5, "dict", field_type::dict(field_type::text(), field_type::any())},
            {6, "array", field_type(value_kind::array)},
            {7, "tuple", field_type::tuple(field_type::any())},
            {8, "decimal", field_type(value_kind::decimal).or_null()},
            {9, "time", field_type(value_kind::datetime), true},
            {10, "inner", field_type::record(1).or_null()},
            {11, "bytes", field_type(value_kind::bytes)},
            {12, "yes", field_type::boolean()},
            {13, "day", field_type(value_kind::date)}};
  }

  static std::vector<std::pair<std::string, value>> everything(std::int64_t n) {
    value::sequence many;
    for (std::int64_t i = 0; i < 10; ++i) many.emplace_back(i * n);
    const std::vector<std::int16_t> grid{1, 2, 3, 4, 5, 6};
    const value shared = value::list({value(n), value("shared"), value(1.5), value(true), value()});
    return {{"any", n % 2 == 0 ? shared : value::dict({{value("k"), shared}})},
            {"list", value::list({value("a"), value(), value(std::string(static_cast<std::size_t>(n % 300), 'q'))})},
            {"set", value::set(many)},
            {"dict", value::dict({{value("x"), shared}, {value("y"), value(n)}, {value("z"), value("text")}})},
            {"array", nd_array::of(std::span<const std::int16_t>(grid), {2, 3})},
            {"tuple", value::tuple({value(n), value::tuple({value("in"), value(2.5)}), value::bytes({})})},
            {"decimal", n % 3 == 0 ? value() : value(decimal::from_text("-12.50"))},
            {"time", datetime{n, 3600, true, false}},
            {"inner", value::record("inner", {{"x", value(n % 1000)}})},
            {"bytes", value::bytes(bytes_of(std::string_view("few")))},
            {"yes", n % 2 == 0},
            {"day", date(static_cast<std::int32_t>(n))}};
  }
};

}  // namespace memosaic::testing
