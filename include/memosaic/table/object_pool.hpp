#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <memory>

#include "memosaic/table/field_type.hpp"
#include "memosaic/table/value.hpp"

namespace memosaic {

namespace table_core {
class shared_objects;
}

/// The objects that records of one table share, as they are put together: what makes tables of graphs that are larger
/// than memory.
///
///     object_pool& pool = builder.pool();
///     const value city = pool.add(value::record("city", {{"name", "Rome"}, {"mayor", "..."}}));
///     builder.add(value::record({{"name", "Ada"}, {"city", city}}));
///
/// What `add` returns stands for the object in records and in objects that are added later; each takes a reference of
/// 4 or 8 bytes, and all lead to the one object. The object itself is packed at once and need not be kept, and must not
/// be thought to change with what it was packed of. An object may contain circles; two of them cannot lead to each
/// other, as one is there before the other.
/// Memory: one mebibyte, or an eighth of the builder's limit if that is less, and the object that is being added; the
/// rest is in a temporary file without a name.
/// Threads: as its builder. Errors: as `table_builder::add`; `std::filesystem::filesystem_error`.
class object_pool {
 public:
  /// The object with the type that it would have in a field of `any`. Errors also: `std::invalid_argument` for what is
  /// held in place, as numbers are.
  [[nodiscard]] value add(const value& object);

  /// The object with the type of the fields or elements that are to lead to it; whether it may be null does not matter.
  [[nodiscard]] value add(const field_type& type, const value& object);

  /// Bytes of all objects so far, those included that the builder shares between records by itself.
  [[nodiscard]] std::uint64_t bytes() const noexcept;

  object_pool(const object_pool&) = delete;
  object_pool& operator=(const object_pool&) = delete;
  ~object_pool();

 private:
  friend class table_builder;
  explicit object_pool(std::unique_ptr<table_core::shared_objects> objects) noexcept;

  std::unique_ptr<table_core::shared_objects> objects_;
};

}  // namespace memosaic
