// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "harness/number_text.hpp"
#include "harness/report.hpp"

namespace memosaic::bench {
namespace {

std::string group_of(const row& one) { return one.name.substr(0, one.name.find(',')); }

std::string within_group(const row& one) {
  const auto comma = one.name.find(", ");
  return comma == std::string::npos ? one.name : one.name.substr(comma + 2);
}

// "fill, pattern of 7 bytes, 1 MiB" belongs to the family "fill, pattern of 1-64 bytes, 1 MiB"; others have none.
std::string fill_family(const row& one) {
  const std::string head = "fill, pattern of ";
  if (!one.name.starts_with(head)) return {};
  const auto comma = one.name.find(", ", head.size());
  if (comma == std::string::npos || std::stoi(one.name.substr(head.size())) > 64) return {};
  return head + "1-64 bytes" + one.name.substr(comma) + " / " + one.peer;
}

// Keeps the worst and the best row of each family, named by the family and the length; all other rows as they are.
std::vector<row> condensed(std::span<const row> rows) {
  struct extremes {
    const row* worst;
    const row* best;
  };
  std::map<std::string, extremes> families;
  for (const row& one : rows) {
    const std::string family = fill_family(one);
    if (family.empty()) continue;
    extremes& known = families.try_emplace(family, extremes{&one, &one}).first->second;
    if (one.ratio.value_or(0) < known.worst->ratio.value_or(0)) known.worst = &one;
    if (one.ratio.value_or(0) > known.best->ratio.value_or(0)) known.best = &one;
  }
  std::vector<row> kept;
  for (const row& one : rows) {
    const std::string family = fill_family(one);
    const auto known = families.find(family);
    if (!family.empty() && &one != known->second.worst && &one != known->second.best) continue;
    kept.push_back(one);
    if (!family.empty()) kept.back().name += &one == known->second.worst ? " (worst of 1-64)" : " (best of 1-64)";
  }
  return kept;
}

std::string cells(const row& one) {
  const std::string value = one.value ? number_text(one.value) + " " + one.unit : "-";
  const std::string peer_value = one.peer_value ? number_text(one.peer_value) + " " + one.unit : "-";
  const std::string met = one.target <= 0 ? "" : one.met ? "yes" : "**no**";
  const std::string reason = one.reason.empty() ? "" : " (" + one.reason + ")";
  return "| " + within_group(one) + " | " + value + " | " + one.peer + " | " + peer_value + " | " +
         ratio_text(one.ratio) + " | " + target_text(one) + " | " + met + reason + " |\n";
}

}  // namespace

std::string to_markdown(std::span<const row> rows) {
  std::vector<row> shown = condensed(rows);
  std::vector<std::string> groups;
  for (const row& one : shown) {
    if (std::find(groups.begin(), groups.end(), group_of(one)) == groups.end()) groups.push_back(group_of(one));
  }
  std::string text;
  for (const std::string& group : groups) {
    text += "| " + group + " | memosaic | peer | its value | ratio | target | met |\n|---|--:|---|--:|--:|--:|---|\n";
    for (const row& one : shown) {
      if (group_of(one) == group) text += cells(one);
    }
    text += "\n";
  }
  return text;
}

}  // namespace memosaic::bench
