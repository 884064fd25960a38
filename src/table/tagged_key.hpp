#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/calendar.hpp"
#include "memosaic/table/decimal.hpp"
#include "memosaic/table/value.hpp"
#include "memosaic/table/value_kind.hpp"

/// The key bytes of docs/table_format.md, section 5, appended to what is there.
namespace memosaic::table_core {

void append_null_key(std::vector<std::byte>& to);
void append_key(std::vector<std::byte>& to, bool boolean);
void append_key(std::vector<std::byte>& to, std::int64_t number);
void append_key(std::vector<std::byte>& to, std::uint64_t number);
void append_key(std::vector<std::byte>& to, double number);
void append_key(std::vector<std::byte>& to, std::string_view text);
void append_key(std::vector<std::byte>& to, bytes_view bytes);
void append_key(std::vector<std::byte>& to, date day);
void append_key(std::vector<std::byte>& to, const datetime& time);
void append_key(std::vector<std::byte>& to, const decimal& number);

/// Of a tuple or a set, from the hashes of its elements; those of a set in ascending order.
void append_key(std::vector<std::byte>& to, value_kind kind, const std::vector<std::uint64_t>& hashes);

/// Of a value of any kind that can be a key. Errors: `std::invalid_argument` for others.
void append_key_of(std::vector<std::byte>& to, const value& key);

}  // namespace memosaic::table_core
