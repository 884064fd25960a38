// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/table_builder.hpp"

#include <algorithm>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>

#include "memosaic/bytes/compare.hpp"
#include "memosaic/bytes/hash.hpp"
#include "memosaic/error.hpp"
#include "memosaic/table/container_file.hpp"
#include "table/table_assembly.hpp"
#include "table/table_key.hpp"
#include "table/table_records.hpp"
#include "table/value_packer.hpp"

namespace memosaic {

using namespace table_core;

namespace {

constexpr std::uint64_t told_each = 65536;

std::uint64_t random_seed() {
  std::random_device random;
  const std::uint64_t high = random();
  return high << 32U | random();
}

/// Keys from which the borders of ranges of about equal size are taken: any of them is as likely to be among them.
///
/// Source: algorithm R, J. S. Vitter, "Random sampling with a reservoir", 1985.
class key_sample {
 public:
  void add(std::vector<std::byte> key) {
    constexpr std::size_t longest = 256;
    key.resize(std::min(key.size(), longest));
    ++seen_;
    if (keys_.size() < most) {
      keys_.push_back(std::move(key));
      return;
    }
    state_ = mixed(state_ + 0x9e37'79b9'7f4a'7c15);
    const std::uint64_t at = upper_product(state_, seen_);
    if (at < most) keys_[static_cast<std::size_t>(at)] = std::move(key);
  }

  /// Grows.
  [[nodiscard]] std::vector<std::vector<std::byte>> splitters() {
    constexpr std::size_t keys_of_part = 8;
    std::sort(keys_.begin(), keys_.end(), [](bytes_view a, bytes_view b) { return compare(a, b) < 0; });
    std::vector<std::vector<std::byte>> found;
    for (std::size_t i = keys_of_part; i < keys_.size(); i += keys_of_part) {
      if (found.empty() || found.back() != keys_[i]) found.push_back(keys_[i]);
    }
    return found;
  }

 private:
  static constexpr std::size_t most = 2048;

  std::vector<std::vector<std::byte>> keys_;
  std::uint64_t seen_ = 0;
  std::uint64_t state_ = 0;
};

/// What went wrong with a record is told with its number.
template <typename Operation>
void for_record(std::uint64_t number, const Operation& operation) {
  const auto told = [number](const std::exception& error) {
    return "record " + std::to_string(number) + ": " + error.what();
  };
  try {
    operation();
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(told(error));
  } catch (const std::out_of_range& error) {
    throw std::out_of_range(told(error));
  } catch (const std::length_error& error) {
    throw std::length_error(told(error));
  } catch (const format_error& error) {
    throw std::invalid_argument(told(error));
  }
}

}  // namespace

struct table_builder::state {
  state(schema given, table_options chosen)
      : types(std::move(given)), options(std::move(chosen)), key(types), seed(options.seed.value_or(random_seed())) {
    if (options.reproducible && options.seed) {
      throw std::invalid_argument("a table is reproducible by a seed that is given, or by one from its records");
    }
    if (options.reproducible) seed = 0;
    const bool is_array = key.form() == key_form::none;
    if (is_array && (options.sorted || options.duplicates != duplicate_policy::error)) {
      throw std::invalid_argument("record type '" + types.root().name +
                                  "' has no key field: its table has neither duplicates nor an order of keys");
    }
    if (options.sorted && !key.has_order()) {
      throw std::invalid_argument("keys of kind " + std::string(name_of(key.kind())) +
                                  " have no order: only numbers without fractions, dates, text and bytes have one");
    }
    // Records of an array are in this order already.
    if (is_array) options.insertion_order = false;
  }

  /// Made late, for the folder may come with the path.
  table_records& ready(const std::filesystem::path& folder = {}) {
    if (broken) throw std::logic_error("a table builder is of no use when it has finished or failed");
    if (!records) {
      const auto& chosen = options.temporary_folder.empty() ? folder : options.temporary_folder;
      records.emplace(key, types.context(), options.memory_limit, chosen, seed, options.threads > 1);
    }
    return *records;
  }

  template <typename Operation>
  void or_broken(const Operation& operation) {
    try {
      operation();
    } catch (...) {
      broken = true;
      throw;
    }
  }

  void add(bytes_view packed) {
    table_records& to = ready();
    const std::uint64_t number = to.size();
    if (number % told_each == 0 && number != 0) or_broken([&] { tell(options, build_stage::adding, number, 0); });
    std::uint32_t partition = 0;
    std::vector<std::byte> order;
    for_record(number, [&] {
      const record_layout& layout = types.layout();
      if (packed.size() < layout.size() || (layout.self_contained() && packed.size() != layout.size())) {
        throw std::invalid_argument("a cell of " + std::to_string(packed.size()) + " bytes is none of record type '" +
                                    types.root().name + "', which has " + std::to_string(layout.size()));
      }
      partition = to.require_key(packed);
      if (options.sorted) key.append_order(order, to.cell(packed));
    });
    or_broken([&] { to.add({number, packed}, partition); });
    if (options.sorted) sample.add(std::move(order));
    if (options.reproducible) content.update(packed);
  }

  container_header write(container_sink& sink, table_records& from) {
    from.finish();
    if (options.reproducible && key.form() != key_form::none) {
      tell(options, build_stage::arranging, 0, from.size());
      from.arrange_by_hash(content.value_64(), from.width(), from.bits());
    }
    return table_assembly(types, key, options, from, sample.splitters()).write(sink);
  }

  schema types;
  table_options options;
  table_key key;
  std::uint64_t seed;
  bool broken = false;  ///< or finished
  std::optional<table_records> records;
  key_sample sample;
  hasher content;
  std::vector<std::byte> cell;  ///< of the record that is being added
};

table_builder::table_builder(schema types, table_options options)
    : state_(std::make_unique<state>(std::move(types), std::move(options))) {}

table_builder::table_builder(table_builder&& other) noexcept = default;
table_builder& table_builder::operator=(table_builder&& other) noexcept = default;
table_builder::~table_builder() = default;

void table_builder::add(const value& object) {
  state_->cell.clear();
  for_record(size(), [&] { pack_value(state_->types, reference_width::narrow, object, state_->cell); });
  state_->add(state_->cell);
}

void table_builder::add_packed(bytes_view cell) { state_->add(cell); }

std::uint64_t table_builder::size() const noexcept { return state_->records ? state_->records->size() : 0; }

const schema& table_builder::types() const noexcept { return state_->types; }

container_header table_builder::finish(const std::filesystem::path& path) {
  state& own = *state_;
  table_records& records = own.ready(path.parent_path());
  own.broken = true;
  container_file file(path);
  const container_header header = own.write(file, records);
  tell(own.options, build_stage::publishing, records.size(), records.size());
  file.publish();
  own.records.reset();
  return header;
}

container_header table_builder::finish_to(container_sink& sink) {
  state& own = *state_;
  table_records& records = own.ready();
  own.broken = true;
  const container_header header = own.write(sink, records);
  own.records.reset();
  return header;
}

}  // namespace memosaic
