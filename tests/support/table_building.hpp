#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "memosaic/table/table.hpp"
#include "memosaic/table/table_builder.hpp"

namespace memosaic::test {

/// Records of a key and a number, and of a text if their size shall vary.
inline schema keyed_schema(field_type key, bool varying = false) {
  std::vector<schema_field> fields{{1, "key", std::move(key)}, {2, "n", field_type::int64()}};
  if (varying) fields.push_back({3, "note", field_type::text()});
  return schema({record_type{"item", std::move(fields), 1}});
}

/// The note is as long as the number says, so that sizes and contents go wrong together.
inline std::string note_of(std::int64_t n) {
  return std::string(static_cast<std::size_t>(n % 700), static_cast<char>('a' + n % 26));
}

inline value keyed_record(value key, std::int64_t n, bool varying = false) {
  std::vector<std::pair<std::string, value>> fields{{"key", std::move(key)}, {"n", n}};
  if (varying) fields.emplace_back("note", note_of(n));
  return value::record(std::move(fields));
}

inline std::vector<std::byte> finished(table_builder& builder) {
  container_memory sink;
  builder.finish_to(sink);
  return sink.take();
}

inline table opened(const std::vector<std::byte>& bytes, open_level level = open_level::verified) {
  return table::open(view(bytes, unowned), level, "some.table");
}

inline std::size_t files_in(const std::filesystem::path& folder) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& each : std::filesystem::directory_iterator(folder)) ++count;
  return count;
}

}  // namespace memosaic::test
