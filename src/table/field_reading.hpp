#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <string>
#include <string_view>

#include "memosaic/table/field_type.hpp"
#include "memosaic/table/value.hpp"

namespace memosaic::table_core {

/// Whether one text can hold any value of that type.
[[nodiscard]] bool has_text_form(const field_type& type) noexcept;

/// The value of that type that the text stands for, or nothing. Null is not looked at.
[[nodiscard]] std::optional<value> value_of_text(std::string_view text, const field_type& type);

/// The text of a value in `value_of_text`'s form. Errors: `std::invalid_argument` if it is not of that type.
void append_text_of(std::string& target, const value& content, const field_type& type);

/// For messages: a text in quotes, cut where it is long, with what cannot be printed as \xNN.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace memosaic::table_core
