// SPDX-License-Identifier: Apache-2.0
#include "cli/table/records_in_order.hpp"

#include "cli/trouble.hpp"

namespace memosaic::cli {
namespace {

bool has(const table& of, section_type section) { return of.container().find(section) != nullptr; }

}  // namespace

const std::string& only_table(const given_words& words) {
  if (words.operands.empty()) throw trouble("TABLE", "is missing", "name the table");
  if (words.operands.size() > 1) throw trouble(words.operands[1], "is one table too many", "name one");
  return words.operands.front();
}

void require_key_order(const std::string& path, const table& of) {
  if (of.kind() == table_kind::array) {
    throw trouble(path, "is an array, and its records have no keys", "scan all of it");
  }
  if (of.kind() == table_kind::approximate_multimap) {
    throw trouble(path, "does not keep its keys, and has no order of them", "scan all of it");
  }
  if (of.size() != 0 && !has(of, section_type::sorted)) {
    throw trouble(path, "was built without an order of keys", "build it with --sorted");
  }
}

table_range records_in_order(const given_words& words, const std::string& path, const table& of) {
  if (words.has("--key-order") && words.has("--insertion-order")) {
    throw trouble("--key-order", "does not go with --insertion-order", "give one of them");
  }
  if (words.has("--key-order")) {
    require_key_order(path, of);
    return of.size() == 0 ? of.records() : of.in_key_order();
  }
  const bool keeps_insertion = of.kind() == table_kind::array || of.size() == 0 || has(of, section_type::order);
  if (words.has("--insertion-order") && !keeps_insertion) {
    throw trouble(path, "was built without the order of insertion", "build it with --insertion-order");
  }
  return keeps_insertion ? of.in_insertion_order() : of.records();
}

bool is_by_key(const given_words& words, const table& of) {
  return of.kind() == table_kind::multimap &&
         (words.has("--key-order") || words.has("--from") || words.has("--to") || words.has("--prefix"));
}

}  // namespace memosaic::cli
