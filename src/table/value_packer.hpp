#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/table/cell_writer.hpp"
#include "memosaic/table/schema.hpp"
#include "memosaic/table/value.hpp"

namespace memosaic::table_core {

class shared_objects;
struct shared_packing;

/// Packs one value into one cell.
///
/// Errors: `std::invalid_argument` and `std::out_of_range` for what does not fit the schema, naming the field.
class value_packer {
 public:
  /// With `shared`, what several records share is put there. With `packing`, the cell is VARDATA itself.
  value_packer(std::span<const record_type> types, std::span<const record_layout> layouts, cell_writer& cell,
               shared_objects* shared = nullptr, shared_packing* packing = nullptr)
      : types_(types), layouts_(layouts), cell_(cell), shared_(shared), packing_(packing) {}

  std::size_t pack_record(std::size_t type, const value& object);
  void pack_slot(std::size_t slot, const field_type& type, const value& content);
  /// An object to which nothing leads yet: where it begins; nothing for what is empty.
  std::optional<std::size_t> pack_whole(const field_type& type, const value& content);

 private:
  [[noreturn]] void refuse(const std::string& what) const;
  [[noreturn]] void refuse_kind(std::string_view expected, const value& found) const;
  [[noreturn]] void refuse_unknown(const record_type& type, const value& object) const;
  [[nodiscard]] std::string path() const;
  /// What knows nothing of fields is told where it happened.
  template <typename Operation>
  void with_path(const Operation& operation) const {
    try {
      operation();
    } catch (const std::out_of_range& error) {
      throw std::out_of_range(path() + error.what());
    } catch (const std::invalid_argument& error) {
      if (std::string_view(error.what()).starts_with(path()) && !path_.empty()) throw;
      throw std::invalid_argument(path() + error.what());
    }
  }
  const value& need(const value& content, value_kind kind) const;
  void pack_field(std::size_t record, const schema_field& field, const field_place& place, const value* content);
  template <typename Integer>
  void pack_integer(std::size_t slot, const value& content);
  template <typename Integer>
  [[noreturn]] void refuse_number(const std::string& number) const;
  /// A double that is none of a float would be read back as another number.
  void pack_float32(std::size_t slot, double number);
  void pack_referenced(std::size_t slot, const field_type& type, const value& content, bool wide);
  void require_kind(const field_type& type, const value& content) const;
  void pack_pooled(std::size_t slot, const field_type& type, const pooled_object& object, bool wide);
  void pack_pooled_any(std::size_t slot, const pooled_object& object);
  [[nodiscard]] const field_type& pooled_type(const pooled_object& object) const;
  std::optional<std::size_t> pack_shared(const field_type& type, const value& content);
  std::optional<std::size_t> pack_in_shared(const field_type& type, const value& content);
  /// Where it begins; nothing for what is empty, and takes no room.
  std::optional<std::size_t> pack_object(const field_type& type, const value& content);
  std::optional<std::size_t> pack_leaf(const value& content);
  void remember(const value& content, const field_type& type, std::size_t at);
  std::optional<std::size_t> pack_list(const field_type& type, const value& content);
  /// Element or mapped value i of `count`, whose slots begin at `slots` and are followed by the null bits.
  void pack_element(std::size_t slots, std::size_t count, std::size_t i, const field_type& type, const value& content);
  std::optional<std::size_t> pack_set(const field_type& type, const value& content);
  std::optional<std::size_t> pack_dict(const field_type& type, const value& content);
  std::uint64_t hash_of(const value& key) const;
  void pack_any(std::size_t slot, const value& content);
  void pack_any_datetime(std::size_t slot, const datetime& time);

  std::span<const record_type> types_;
  std::span<const record_layout> layouts_;
  cell_writer& cell_;
  shared_objects* shared_;
  shared_packing* packing_;
  bool in_key_ = false;  ///< of the root record, which lies in its cell
  std::vector<const std::string*> path_;
  int depth_ = 0;
};

/// The record type of that name. Errors: `std::invalid_argument`.
[[nodiscard]] std::size_t record_type_named(std::span<const record_type> types, const std::string& name);

/// Appends the record as a cell, and puts what it shares with others into `shared`. Errors: as below.
void pack_value(shared_objects& shared, const value& object, std::vector<std::byte>& target);

/// Appends the record as a cell. Errors: see `schema::pack`; `target` is as it was then.
void pack_value(const schema& types, reference_width width, const value& object, std::vector<std::byte>& target);

/// The slot of a field that refers to nothing: for defaults.
void pack_slot_alone(const schema_field& field, const value& content, std::vector<std::byte>& target);

/// Fills a slot of `any` that was allocated in a cell.
void pack_any(const schema& types, cell_writer& cell, std::size_t slot, const value& content);

}  // namespace memosaic::table_core
