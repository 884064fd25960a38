#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <string_view>

/// Why the system refused, and what helps: limits and what they are spent on. Asked only when an error is told.
namespace memosaic::os {

/// `doing`, as in "cannot map", with the mappings and the addresses of this process and their limits in brackets if the
/// error is that there is no room for one more.
[[nodiscard]] std::string explain_mapping(int error, std::string_view doing);

/// The same for memory that cannot be locked.
[[nodiscard]] std::string explain_locking(int error, std::string_view doing);

/// The same for descriptors.
[[nodiscard]] std::string explain_opening(int error, std::string_view doing);

}  // namespace memosaic::os
