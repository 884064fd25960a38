#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace memosaic {

/// Says once how a struct is stored. Specialise it beside the struct:
///
///     template <>
///     struct memosaic::description<Trade> {
///       static constexpr auto fields =
///           memosaic::fields("trade", memosaic::field(1, "symbol", &Trade::symbol).key(),
///                            memosaic::field(2, "price", &Trade::price).otherwise(0.0));
///     };
///
/// What a member may be: `stored.hpp` says.
template <typename Struct>
struct description;

template <typename Struct>
concept described = requires {
  description<Struct>::fields;
};

/// A member with its number and name; made by `field`.
template <typename Struct, typename Member>
struct described_field {
  struct nothing {};
  /// What a default may be: a number of its own, or a literal for text.
  using default_type = std::conditional_t<std::is_arithmetic_v<Member>, Member,
                                          std::conditional_t<std::same_as<Member, std::string>, const char*, nothing>>;

  std::uint16_t number;
  const char* name;
  Member Struct::*member;
  std::uint32_t since_version = 0;
  bool is_key = false;
  bool missing_allowed = false;
  bool has_default = false;
  bool is_in_place = false;
  default_type default_value{};

  /// The field that is laid first, and by which records are found.
  [[nodiscard]] constexpr described_field key() const {
    auto result = *this;
    result.is_key = true;
    return result;
  }
  /// The version of your schema in which it appeared.
  [[nodiscard]] constexpr described_field since(std::uint32_t version) const {
    auto result = *this;
    result.since_version = version;
    return result;
  }
  /// What is read where a file does not have the field.
  [[nodiscard]] constexpr described_field otherwise(default_type content) const
      requires(!std::same_as<default_type, nothing>) {
    auto result = *this;
    result.has_default = true;
    result.default_value = content;
    return result;
  }
  /// A number that may be written in a table that is finished, see `table_numbers`.
  [[nodiscard]] constexpr described_field in_place() const
      requires(std::is_arithmetic_v<Member> && !std::same_as<Member, bool>) {
    auto result = *this;
    result.is_in_place = true;
    return result;
  }
  /// For a `std::optional`: it is missing and not null where it holds nothing.
  [[nodiscard]] constexpr described_field or_missing() const {
    auto result = *this;
    result.missing_allowed = true;
    return result;
  }
};

template <typename Struct, typename... Members>
struct described_fields {
  using struct_type = Struct;
  static constexpr std::size_t count = sizeof...(Members);

  const char* name;
  std::tuple<described_field<Struct, Members>...> all;

  /// The position of a member. With a constant it is a constant: compilers see through it.
  template <typename Member>
  [[nodiscard]] constexpr std::size_t index_of(Member Struct::*member) const noexcept {
    return index_in(member, std::index_sequence_for<Members...>());
  }

  /// The number of a member's field; 0 if it is not described.
  template <typename Member>
  [[nodiscard]] constexpr std::uint16_t number_of(Member Struct::*member) const noexcept {
    std::uint16_t found = 0;
    const auto test = [&](const auto& each) {
      if constexpr (std::same_as<decltype(each.member), Member Struct::*const> ||
                    std::same_as<decltype(each.member), Member Struct::*>) {
        if (each.member == member) found = each.number;
      }
    };
    std::apply([&](const auto&... each) { (test(each), ...); }, all);
    return found;
  }

 private:
  template <typename Member, std::size_t... Index>
  [[nodiscard]] constexpr std::size_t index_in(Member Struct::*member, std::index_sequence<Index...>) const noexcept {
    std::size_t found = count;
    const auto test = [&]<std::size_t At>(std::integral_constant<std::size_t, At>) {
      if constexpr (std::same_as<std::tuple_element_t<At, std::tuple<Members...>>, Member>) {
        if (std::get<At>(all).member == member) found = At;
      }
    };
    (test(std::integral_constant<std::size_t, Index>()), ...);
    return found;
  }
};

/// One field: a number from 1 that is never used for anything else, a name that may change, and a member.
template <typename Struct, typename Member>
[[nodiscard]] constexpr described_field<Struct, Member> field(std::uint16_t number, const char* name,
                                                              Member Struct::*member) {
  return {number, name, member};
}

/// All fields of a struct, under the name of its record type.
template <typename Struct, typename... Members>
[[nodiscard]] constexpr described_fields<Struct, Members...> fields(const char* name,
                                                                    described_field<Struct, Members>... all) {
  return {name, {all...}};
}

}  // namespace memosaic
