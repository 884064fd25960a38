#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <string>
#include <string_view>

#include "memosaic/sparse/address.hpp"

/// Addresses and counts as error messages show them, and the errors themselves: out of line, because none is on a path
/// that has to be fast.
namespace memosaic::sparse_core {

template <memory_address Address>
[[nodiscard]] std::string range_text(basic_address_range<Address> where);

template <typename Length>
[[nodiscard]] std::string count_text(Length count);

template <memory_address Address>
[[noreturn]] void throw_hole(Address at);

template <memory_address Address>
[[noreturn]] void throw_outside(basic_address_range<Address> asked, basic_address_range<Address> limits);

template <memory_address Address>
[[noreturn]] void throw_beyond(Address at, address_length<Address> count);

/// Where `offset` from `at` leads is no address.
template <memory_address Address>
[[noreturn]] void throw_no_address(Address at, Address offset);

/// "byte 7 of 5": what was asked for by number is not there.
template <typename Length>
[[noreturn]] void throw_number(std::string_view what, Length number, Length count);

/// A walk goes on over a memory that is no longer what it was.
[[noreturn]] void throw_changed();

/// `what` names the operation and `why` the reason, with the remedy.
template <memory_address Address>
[[noreturn]] void throw_refused(std::string_view what, basic_address_range<Address> where, std::string_view why);

/// The same as `std::out_of_range`, naming the limits that content would have left.
template <memory_address Address>
[[noreturn]] void throw_leaving(std::string_view what, basic_address_range<Address> where,
                                basic_address_range<Address> limits);

/// The size of a range that must fit memory. Errors: `std::length_error`.
template <memory_address Address>
[[nodiscard]] std::size_t size_in_memory(basic_address_range<Address> where);

}  // namespace memosaic::sparse_core
