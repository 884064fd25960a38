#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/build_watcher.hpp"
#include "memosaic/table/container_writer.hpp"
#include "memosaic/table/object_pool.hpp"
#include "memosaic/table/schema.hpp"
#include "memosaic/table/schema_of.hpp"
#include "memosaic/table/value.hpp"

namespace memosaic {

/// What becomes of several records with one key.
enum class duplicate_policy : std::uint8_t {
  error,  ///< the build fails, naming both records
  first,  ///< the first that was added stays
  last,   ///< the last
  multi,  ///< all stay, in the order in which they were added: a multimap
};

struct table_options {
  duplicate_policy duplicates = duplicate_policy::error;
  /// In bytes, of records that wait to be written. What is beyond goes to a temporary file without a name.
  std::uint64_t memory_limit = std::uint64_t{256} << 20U;
  unsigned threads = 1;
  /// Of the hash of keys. Without one it is random, so that nobody can choose keys that collide.
  std::optional<std::uint64_t> seed = std::nullopt;
  /// Derives the seed from the records instead: equal records in equal order make equal files, whoever chose them. All
  /// records are sorted twice.
  bool reproducible = false;
  bool insertion_order = false;  ///< whether records can be read in the order in which they were added
  bool sorted = false;           ///< whether keys can be read in their order
  /// 1 to 32 for an approximate multimap, where keys are not kept: its records have all fields but the key, and a key
  /// that was not added finds some records with a probability of at most 2 to the minus this. What becomes of
  /// duplicates is decided by whole keys. 0: keys are kept and compared.
  unsigned approximate_bits = 0;
  /// Records of at most 64 bytes are padded to a power of two, so that none lies in two cache lines.
  bool one_line_records = true;
  /// Wide ones reach beyond 16 GiB of shared objects, and take 8 bytes in place of 4.
  reference_width references = reference_width::narrow;
  /// Of the objects that were packed last, in bytes: what several values hold is stored once for all records that come
  /// while it is among them, and read back as one. Such objects must not change until the table is finished. 0: only
  /// what one record holds twice is stored once.
  std::uint64_t shared_window = 0;
  std::vector<std::byte> user_metadata = {};
  /// Where temporary records go; empty for the folder that the process is in.
  std::filesystem::path temporary_folder = {};
  build_watcher* watcher = nullptr;  ///< must live as long as the builder
};

/// Makes a table of records that come in any order, in bounded memory.
///
///     table_builder builder(trades, {.duplicates = duplicate_policy::last});
///     builder.add(value::record({{"symbol", "ABC"}, {"price", 1.5}}));
///     builder.finish("trades.table");
///
/// If the schema has a key field, the table is a map or multimap, else an array. For structs of C++, see
/// `table_builder_of`.
/// Memory: the limit, for records that wait. While it is finished: if they all fit, 8 MiB more for each thread, and 3
/// bytes a key; else half the limit, or 1 MiB for each thread if that is more, and an eighth of it for each part of the
/// index. A sorted table and one in insertion order take another eighth each; an index of dense integers a bit for each
/// integer of their range. What exceeds any of it goes to temporary files, whatever the number of records and however
/// many have one key. What is written depends on none of it.
/// Threads: one adds; `finish` starts those that the options ask for. With more than one, another one sorts meanwhile.
/// Errors: `std::invalid_argument`, `std::out_of_range` and `std::length_error` of a record that does not fit the
/// schema, with its number; it is as if it had not been added. `std::invalid_argument` for duplicate keys, when the
/// build is finished. `std::filesystem::filesystem_error` for files. After any error but the first, and when it is
/// finished, `std::logic_error` for every use.
class table_builder {
 public:
  /// Errors also: `std::invalid_argument` for a key that has no hash, a sorted table of keys without an order, or an
  /// array with either.
  explicit table_builder(schema types, table_options options = {});
  table_builder(table_builder&& other) noexcept;
  table_builder& operator=(table_builder&& other) noexcept;
  ~table_builder();

  /// The record, as `schema::pack` takes it.
  void add(const value& object);

  /// A cell as `schema::pack` makes it, with references of the width of the options. It is copied as it is: only its
  /// size and its key are tested.
  void add_packed(bytes_view cell);

  /// What its records share, and can be referred to by them.
  [[nodiscard]] object_pool& pool() MEMOSAIC_LIFETIMEBOUND;

  /// Records so far.
  [[nodiscard]] std::uint64_t size() const noexcept;
  [[nodiscard]] const schema& types() const noexcept MEMOSAIC_LIFETIMEBOUND;

  /// Writes the table and publishes it at once, see `output_file`: a build that fails, is cancelled or is killed leaves
  /// the old file as it was. Returns the header.
  container_header finish(const std::filesystem::path& path);

  /// Writes it anywhere. If it fails, what the sink has got is no table.
  container_header finish_to(container_sink& sink);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

/// A table of structs of C++.
template <described Struct>
class table_builder_of {
 public:
  explicit table_builder_of(table_options options = {})
      : width_(options.references), places_(types_, width_), builder_(types_, std::move(options)) {}

  void add(const Struct& object) {
    cell_.clear();
    cell_writer cell(cell_, width_);
    struct_packer(types_, cell).pack_record(object, places_.places());
    builder_.add_packed(cell_);
  }
  [[nodiscard]] std::uint64_t size() const noexcept { return builder_.size(); }
  container_header finish(const std::filesystem::path& path) { return builder_.finish(path); }
  container_header finish_to(container_sink& sink) { return builder_.finish_to(sink); }

 private:
  schema_of<Struct> types_;
  reference_width width_;
  projection<Struct> places_;
  table_builder builder_;
  std::vector<std::byte> cell_;
};

}  // namespace memosaic
