#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// Whether to colour, and what. Colour is never the only carrier: each class of bytes is told by its digits too.
namespace memosaic::cli {

/// What `--color` says.
enum class color_choice : std::uint8_t { automatic, always, never };

/// The environment variables that have a say; empty is as good as absent.
struct color_environment {
  std::string_view no_color;        ///< NO_COLOR: anything means no
  std::string_view clicolor_force;  ///< CLICOLOR_FORCE: anything but 0 means yes
  std::string_view term;            ///< TERM: "dumb" means no
};

/// `--color` beats NO_COLOR, which beats CLICOLOR_FORCE, which beats the look at the terminal.
[[nodiscard]] bool wants_color(color_choice choice, bool terminal, const color_environment& environment) noexcept;

/// The same with the environment of this process.
[[nodiscard]] bool wants_color(color_choice choice, bool terminal) noexcept;

/// The classes of bytes that are told apart by colour.
enum class byte_class : std::uint8_t { nul, printable, whitespace, control, high, all_ones };

[[nodiscard]] constexpr byte_class class_of(std::byte byte) noexcept {
  const auto value = std::to_integer<unsigned>(byte);
  if (value == 0) return byte_class::nul;
  if (value == 0xff) return byte_class::all_ones;
  if (value >= 0x80) return byte_class::high;
  if (value == ' ' || (value >= '\t' && value <= '\r')) return byte_class::whitespace;
  if (value < 0x20 || value == 0x7f) return byte_class::control;
  return byte_class::printable;
}

/// The terminal sequences (ECMA-48 SGR), indexed by `byte_class`: grey, cyan, green, magenta, yellow, red.
inline constexpr std::array<std::string_view, 6> class_colors{"\x1b[90m", "\x1b[36m", "\x1b[32m",
                                                              "\x1b[35m", "\x1b[33m", "\x1b[31m"};
inline constexpr std::string_view highlight_color = "\x1b[7m";
inline constexpr std::string_view path_color = "\x1b[35m";
inline constexpr std::string_view no_color = "\x1b[0m";

}  // namespace memosaic::cli
