// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "harness/report.hpp"

namespace memosaic::bench {
namespace {

using json = nlohmann::ordered_json;

json number_or_null(const std::optional<double>& value) { return value ? json(*value) : json(nullptr); }

std::optional<double> optional_number(const json& value) {
  return value.is_null() ? std::nullopt : std::optional<double>(value.get<double>());
}

json object_of(const row& one) {
  json object = {{"suite", one.suite},
                 {"name", one.name},
                 {"unit", one.unit},
                 {"value", number_or_null(one.value)},
                 {"peer", one.peer},
                 {"peer_value", number_or_null(one.peer_value)},
                 {"ratio", number_or_null(one.ratio)},
                 {"target", one.target},
                 {"met", one.met}};
  if (!one.reason.empty()) object["reason"] = one.reason;
  return object;
}

row row_of(const json& object) {
  row one;
  one.suite = object.at("suite").get<std::string>();
  one.name = object.at("name").get<std::string>();
  one.unit = object.at("unit").get<std::string>();
  one.value = optional_number(object.at("value"));
  one.peer = object.at("peer").get<std::string>();
  one.peer_value = optional_number(object.at("peer_value"));
  one.ratio = optional_number(object.at("ratio"));
  one.target = object.at("target").get<double>();
  one.met = object.at("met").get<bool>();
  one.reason = object.value("reason", "");
  return one;
}

}  // namespace

std::string to_json(std::span<const row> rows) {
  std::string text = "[";
  const char* separator = "\n";
  for (const row& one : rows) {
    text += separator + object_of(one).dump();
    separator = ",\n";
  }
  return text + "\n]\n";
}

std::vector<row> from_json(std::string_view text) {
  try {
    std::vector<row> rows;
    const json array = json::parse(text);
    if (!array.is_array()) throw std::invalid_argument("not an array");
    for (const json& object : array) rows.push_back(row_of(object));
    return rows;
  } catch (const json::exception& problem) {
    throw std::invalid_argument(problem.what());
  }
}

}  // namespace memosaic::bench
