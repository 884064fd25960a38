// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/descriptors.hpp"
#include "cli/input.hpp"
#include "cli/table/commands.hpp"
#include "cli/table/opened_table.hpp"
#include "cli/table/row_printer.hpp"
#include "cli/trouble.hpp"
#include "memosaic/bytes/hex.hpp"
#include "memosaic/table/field_text.hpp"

namespace memosaic::cli {
namespace {

constexpr std::size_t keys_of_batch = 1024;
constexpr std::size_t longest_key = std::size_t{16} << 20U;

/// Looks keys up as they were typed, many at once, and prints what is found in their order.
class key_finder {
 public:
  key_finder(const table& in, row_printer& printer, bool only_absent, output& out)
      : in_(in), type_(key_type(in)), printer_(printer), only_absent_(only_absent), out_(out) {}

  void add(std::string_view text) {
    texts_.emplace_back(text);
    if (texts_.size() == keys_of_batch) find_batch();
  }

  void find_batch() {
    const value_kind kind = type_.kind();
    if (kind == value_kind::text) {
      const std::vector<std::string_view> keys(texts_.begin(), texts_.end());
      find_all<std::string_view>(keys);
    } else if (is_signed_integer(kind)) {
      find_all<std::int64_t>(integers<std::int64_t>());
    } else if (is_unsigned_integer(kind)) {
      find_all<std::uint64_t>(integers<std::uint64_t>());
    } else {
      for (const std::string& text : texts_) find_value(text);
    }
    texts_.clear();
  }

  [[nodiscard]] std::uint64_t absent() const noexcept { return absent_; }

 private:
  /// What no key of this kind can be takes the place of another key and is told apart by `impossible_`.
  template <typename Integer>
  std::vector<Integer> integers() {
    std::vector<Integer> keys;
    impossible_.assign(texts_.size(), false);
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      const value key = parsed(texts_[i], plain_type(kind_of_number<Integer>()));
      impossible_[i] = key.is_null();
      if constexpr (std::is_signed_v<Integer>) {
        keys.push_back(key.is_null() ? 0 : key.as_int64());
      } else {
        keys.push_back(key.is_null() ? 0 : key.as_uint64());
      }
    }
    return keys;
  }

  /// Null for an integer that is too large or too small for any key: it is absent, and no error.
  [[nodiscard]] static value parsed(const std::string& text, const field_type& type) {
    try {
      return parse_field(text, type);
    } catch (const std::invalid_argument& error) {
      if (is_integer(type.kind()) && is_whole_number(text)) return {};
      throw trouble("KEY", error.what(), "write it as the table has it");
    }
  }

  [[nodiscard]] static bool is_whole_number(std::string_view text) noexcept {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && (text.front() != '0' || text.size() == 1) &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
  }

  template <typename Key>
  void find_all(const std::vector<Key>& keys) {
    found_.assign(keys.size(), std::nullopt);
    if (in_.kind() == table_kind::map) in_.get_many(std::span<const Key>(keys), found_);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const bool possible = !is_integer(type_.kind()) || !impossible_[i];
      if (in_.kind() == table_kind::map) {
        tell(texts_[i], possible ? found_[i] : std::nullopt);
      } else {
        tell_all(texts_[i], possible ? in_.equal_range(keys[i]) : table_range());
      }
    }
  }

  void find_value(const std::string& text) { tell_all(text, in_.equal_range(parsed(text, type_))); }

  void tell(const std::string& text, const std::optional<record>& found) {
    if (!found) return tell_absent(text);
    if (!only_absent_) printer_.print(*found);
  }

  void tell_all(const std::string& text, const table_range& found) {
    if (found.empty()) return tell_absent(text);
    if (only_absent_) return;
    for (const record each : found) printer_.print(each);
  }

  void tell_absent(const std::string& text) {
    ++absent_;
    if (!only_absent_) return;
    out_.write(text);
    out_.write("\n");
  }

  const table& in_;
  field_type type_;
  row_printer& printer_;
  bool only_absent_;
  output& out_;
  std::vector<std::string> texts_;
  std::vector<bool> impossible_;
  std::vector<std::optional<record>> found_;
  std::uint64_t absent_ = 0;
};

/// Keys of standard input, each up to `end`; the last one may lack it.
void read_keys(key_finder& finder, char end) {
  input source("-");
  std::string carried;
  const auto too_long = [] {
    throw trouble("standard input", "a key is longer than 16 MiB", "give one key in a line, or --null");
  };
  for (bytes_view piece = source.next(); !piece.empty(); piece = source.next()) {
    std::string_view rest = text_of(piece);
    for (auto at = rest.find(end); at != std::string_view::npos; at = rest.find(end)) {
      carried += rest.substr(0, at);
      if (carried.size() > longest_key) too_long();
      finder.add(carried);
      carried.clear();
      rest.remove_prefix(at + 1);
    }
    carried += rest;
    if (carried.size() > longest_key) too_long();
  }
  source.check_end();
  if (!carried.empty()) finder.add(carried);
}

}  // namespace

exit_code table_get_command(const given_words& words, answer_form form, console& with) {
  if (words.operands.empty()) throw trouble("TABLE", "is missing", "name the table, and then the keys");
  const bool no_keys = words.operands.size() == 1;
  if (no_keys && is_terminal(0)) throw trouble("KEY", "is missing", "give a key, or keys on standard input");
  const table from = open_table(words.operands.front());
  if (from.kind() == table_kind::array) {
    throw trouble(words.operands.front(), "is an array, and its records have no keys", "see memosaic table scan");
  }
  const bool only_absent = words.has("--absent");
  if (only_absent && (form != answer_form::text || words.has("--csv") || words.has("--tsv"))) {
    throw trouble("--absent", "prints keys, one in a line", "leave out --csv, --tsv and --json");
  }
  row_printer printer(words, from, "memosaic.table.get/1", form, with);
  key_finder finder(from, printer, only_absent, with.out);
  for (std::size_t i = 1; i < words.operands.size(); ++i) {
    if (words.operands[i] == "-") {
      read_keys(finder, words.has("--null") ? '\0' : '\n');
    } else {
      finder.add(words.operands[i]);
    }
  }
  if (no_keys) read_keys(finder, words.has("--null") ? '\0' : '\n');
  finder.find_batch();
  printer.finish();
  return finder.absent() == 0 ? exit_code::yes : exit_code::no;
}

}  // namespace memosaic::cli
