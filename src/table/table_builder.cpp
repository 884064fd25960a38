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
#include "memosaic/table/record.hpp"
#include "table/key_fingerprints.hpp"
#include "table/shared_objects.hpp"
#include "table/split_key.hpp"
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

/// Keys that are not kept have no order.
split_key split_for(const schema& types, const table_options& options) {
  if (options.approximate_bits > key_fingerprints::most_bits) {
    throw std::invalid_argument("an approximate multimap has 1 to 32 bits for each key: found " +
                                std::to_string(options.approximate_bits));
  }
  if (types.root().key == 0) {
    throw std::invalid_argument("record type '" + types.root().name + "' has no key field: its table is an array");
  }
  if (options.sorted) throw std::invalid_argument("keys that are not kept have no order");
  return split_key(types);
}

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
      : types(std::move(given)),
        options(std::move(chosen)),
        split(options.approximate_bits != 0 ? std::optional(split_for(types, options)) : std::nullopt),
        context(split ? split->keys() : types, options.references, {}),
        key(split ? split->keys() : types),
        seed(options.seed.value_or(random_seed())) {
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
      records.emplace(key, context, options.memory_limit, chosen, seed, split.has_value(), options.threads > 1);
    }
    return *records;
  }

  object_pool& shared() {
    if (broken) throw std::logic_error("a table builder is of no use when it has finished or failed");
    if (!pool) {
      auto made = std::make_unique<shared_objects>(stored(), options.references, options.shared_window,
                                                   options.memory_limit, options.temporary_folder);
      pool.reset(new object_pool(std::move(made)));
    }
    return *pool;
  }

  [[nodiscard]] const schema& stored() const noexcept { return split ? split->rest() : types; }

  /// Appends a record of a schema, which may share objects with others.
  void pack(const schema& as, const value& object, bool shares) {
    object_pool* const from = shares && options.shared_window != 0 ? &shared() : shares ? pool.get() : nullptr;
    if (from != nullptr) return pack_value(*from->objects_, object, cell);
    pack_value(as, options.references, object, cell);
  }

  void add(const value& object) {
    cell.clear();
    for_record(records ? records->size() : 0, [&] {
      if (!split) return pack(types, object, true);
      pack(split->keys(), split->key_of(object), false);
      cell.resize((cell.size() + 7) / 8 * 8);
      const std::size_t rest = cell.size();
      pack(split->rest(), split->rest_of(object), true);
      split_key::end(cell, rest);
    });
    add(bytes_view(cell));
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
      const record_layout& layout = types.layout(0, options.references);
      if (!split && (packed.size() < layout.size() || (layout.self_contained() && packed.size() != layout.size()))) {
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
    return table_assembly(stored(), key, options, from, sample.splitters(), pool ? pool->objects_.get() : nullptr)
        .write(sink);
  }

  schema types;
  table_options options;
  std::optional<split_key> split;  ///< if keys are not kept
  packed_context context;          ///< of cells, whose keys lie within
  table_key key;
  std::uint64_t seed;
  bool broken = false;  ///< or finished
  std::optional<table_records> records;
  key_sample sample;
  hasher content;
  std::unique_ptr<object_pool> pool;
  std::vector<std::byte> cell;  ///< of the record that is being added
};

table_builder::table_builder(schema types, table_options options)
    : state_(std::make_unique<state>(std::move(types), std::move(options))) {}

table_builder::table_builder(table_builder&& other) noexcept = default;
table_builder& table_builder::operator=(table_builder&& other) noexcept = default;
table_builder::~table_builder() = default;

void table_builder::add(const value& object) { state_->add(object); }

object_pool& table_builder::pool() { return state_->shared(); }

void table_builder::add_packed(bytes_view cell) {
  state& own = *state_;
  if (!own.split) return own.add(cell);
  value object;
  const packed_context context(own.types, own.options.references, {});
  for_record(size(), [&] { object = record(packed_cell(cell, context), 0, 0).materialise(); });
  own.add(object);
}

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
