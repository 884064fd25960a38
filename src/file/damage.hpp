#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <string_view>

namespace memosaic {

/// Throws `file_changed` for a mapping that has lost pages.
[[noreturn]] void throw_damaged(std::string_view path);

}  // namespace memosaic
