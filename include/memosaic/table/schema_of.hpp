#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <memory>
#include <vector>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/copy.hpp"
#include "memosaic/table/record_of.hpp"
#include "memosaic/table/schema.hpp"
#include "memosaic/table/stored_types.hpp"

namespace memosaic {

/// How records of some schema are read as a struct: found out once, for any number of records.
///
/// Copies share what they hold. Lifetime: it must outlive the records that it hands out.
template <described Struct>
class projection {
 public:
  /// Errors: `std::invalid_argument` if the struct cannot be read from such records, naming the field and both types.
  explicit projection(const schema& stored, reference_width width = reference_width::narrow)
      : structs_(std::make_shared<table_core::projected_structs>(stored, width)) {
    schema_builder builder;
    static_cast<void>(builder.record_type_of<Struct>());
    require_readable(stored, schema(builder.take()));
    root_ = structs_->template places_of<Struct>(0);
  }

  /// The record that begins at `offset`; see `schema::unpack_from`.
  [[nodiscard]] record_of<Struct> unpack_from(bytes_view source MEMOSAIC_LIFETIMEBOUND,
                                              std::size_t offset = 0) const MEMOSAIC_LIFETIMEBOUND {
    return (*this)(structs_->stored_schema().unpack_from(source, offset));
  }

  /// A record of the schema's type 0, as the struct.
  [[nodiscard]] record_of<Struct> operator()(const record& from) const noexcept { return {from, *root_}; }

  [[nodiscard]] const table_core::struct_places& places() const noexcept { return *root_; }
  [[nodiscard]] const schema& stored_schema() const noexcept { return structs_->stored_schema(); }

 private:
  std::shared_ptr<table_core::projected_structs> structs_;
  const table_core::struct_places* root_ = nullptr;
};

/// The schema of a struct, and packing and reading with its static types.
///
///     const schema_of<Trade> trades;
///     const auto packed = trades.pack(Trade{"ABC", 1.5});
///     const double price = trades.unpack_from(packed)[&Trade::price];
///
/// Copies share what they hold. Errors: as `schema`.
template <described Struct>
class schema_of : public schema {
 public:
  schema_of() : schema(make()), own_(*this) {}

  /// Appends the object as a cell behind what `target` holds. Errors: `target` is as it was then.
  void append(const Struct& object, std::vector<std::byte>& target) const {
    const std::size_t before = target.size();
    try {
      cell_writer cell(target, reference_width::narrow);
      struct_packer(*this, cell).pack_record(object, own_.places());
    } catch (...) {
      target.resize(before);
      throw;
    }
  }

  [[nodiscard]] std::vector<std::byte> pack(const Struct& object) const {
    std::vector<std::byte> cell;
    append(object, cell);
    return cell;
  }
  using schema::pack;

  std::size_t pack_into(const Struct& object, mutable_bytes_view target, std::size_t offset = 0) const {
    const auto cell = pack(object);
    require_run(offset, cell.size(), target.size());
    copy_to(cell, target.subspan(offset));
    return offset + cell.size();
  }
  using schema::pack_into;

  /// A record that was packed with exactly this schema. For others, see `projection`.
  [[nodiscard]] record_of<Struct> unpack_from(bytes_view source MEMOSAIC_LIFETIMEBOUND,
                                              std::size_t offset = 0) const MEMOSAIC_LIFETIMEBOUND {
    return own_(schema::unpack_from(source, offset));
  }
  [[nodiscard]] record_of<Struct> operator()(const record& from) const noexcept { return own_(from); }

 private:
  [[nodiscard]] static std::vector<record_type> make() {
    schema_builder builder;
    static_cast<void>(builder.record_type_of<Struct>());
    return builder.take();
  }

  projection<Struct> own_;
};

/// The schema of a struct that has a `description`.
template <described Struct>
[[nodiscard]] schema_of<Struct> describe() {
  return {};
}

}  // namespace memosaic
