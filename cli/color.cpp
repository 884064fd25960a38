// SPDX-License-Identifier: Apache-2.0
#include "cli/color.hpp"

#include <cstdlib>

namespace memosaic::cli {
namespace {

std::string_view variable(const char* name) noexcept {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

}  // namespace

bool wants_color(color_choice choice, bool terminal, const color_environment& environment) noexcept {
  if (choice != color_choice::automatic) return choice == color_choice::always;
  if (!environment.no_color.empty()) return false;
  if (!environment.clicolor_force.empty() && environment.clicolor_force != "0") return true;
  return terminal && environment.term != "dumb";
}

bool wants_color(color_choice choice, bool terminal) noexcept {
  return wants_color(choice, terminal, {variable("NO_COLOR"), variable("CLICOLOR_FORCE"), variable("TERM")});
}

}  // namespace memosaic::cli
