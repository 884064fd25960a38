#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>

#include "memosaic/file/mapping.hpp"
#include "memosaic/table/container.hpp"
#include "memosaic/table/record.hpp"
#include "table/key_index.hpp"
#include "table/key_order.hpp"
#include "table/key_runs.hpp"
#include "table/table_form.hpp"
#include "table/table_key.hpp"

namespace memosaic::table_core {

/// An opened table: what a lookup needs, tested once.
struct table_contents {
  /// Tests headers and sizes of all key sections in O(1). Errors: `format_error`.
  table_contents(container opened, mapping mapped);

  /// A key that was found.
  struct hit {
    std::uint64_t slot = no_slot;
    packed_cell cell;  ///< of its first record
  };

  /// The cell of a record below `form.records`. Errors: `format_error` if the file lies.
  [[nodiscard]] packed_cell cell_at(std::uint64_t number) const {
    if (stride != 0) [[likely]] {
      // Number times stride is inside the section: the container was tested for it.
      return {bytes_view(records.data() + number * stride, static_cast<std::size_t>(stride)), file.context()};
    }
    return varying_cell_at(number);
  }

  /// The number of the first record of a key's slot.
  [[nodiscard]] std::uint64_t first_of(std::uint64_t slot) const {
    return has_postings ? postings_of(slot).start : slot;
  }
  /// Which records a key's slot has. Errors: `format_error` if the file lies.
  [[nodiscard]] run postings_of(std::uint64_t slot) const;

  /// Keys of the forms `bytes` and `integer`.
  template <typename Key>
  [[nodiscard]] hit find(Key wanted) const {
    return accept(index.slot_of(wanted), wanted);
  }
  /// Whether the record at the slot has the key, or may have had it if keys are not kept.
  template <typename Key>
  [[nodiscard]] hit accept(std::uint64_t slot, Key wanted) const {
    if (slot != no_slot) [[likely]] {
      const packed_cell cell = cell_at(first_of(slot));
      if (keyless || key.is(cell, wanted)) [[likely]]
        return {slot, cell};
    }
    pages.check();
    return {};
  }

  /// The same where only the cell is wanted, in what registers hold: without data if the key is not found.
  template <typename Key>
  [[nodiscard]] bytes_view find_cell(Key wanted) const {
    if (plain) [[likely]]
      return accept_plain(index.usual_slot_of(wanted), wanted);
    return cell_of(find(wanted));
  }
  template <typename Key>
  [[nodiscard]] bytes_view accept_plain(std::uint64_t slot, Key wanted) const {
    if (slot != no_slot) [[likely]] {
      const bytes_view cell(records.data() + slot * stride, static_cast<std::size_t>(stride));
      if (key.is_at(cell.data(), wanted)) [[likely]]
        return cell;
    }
    return not_found();
  }
  [[nodiscard]] static bytes_view cell_of(const hit& found) noexcept {
    return found.slot == no_slot ? bytes_view() : found.cell.bytes();
  }

  /// Of any form, sought by a value.
  [[nodiscard]] hit find_value(const value& wanted) const;

  /// The bytes of a section, and where it is.
  [[nodiscard]] key_section section(section_type type) const noexcept;
  [[noreturn]] void refuse_section(section_type type, std::uint64_t at, std::string_view what) const;

  /// What `table::verify` tests beside the container.
  void verify() const;

  container file;
  mapping pages;
  table_form form;
  table_key key;
  key_index index;
  key_runs locator;
  key_runs postings;
  key_order order;
  key_order sorted;
  bytes_view records;
  std::uint64_t stride = 0;  ///< 0 if records vary in size
  bool has_postings = false;
  bool keyless = false;  ///< whether keys are not kept: what the index finds is not compared
  bool plain = false;    ///< a usual index, one record a key, records of one size, keys that lie within them

 private:
  /// Errors: `file_changed` if the file has shrunk.
  [[nodiscard]] bytes_view not_found() const;
  [[nodiscard]] packed_cell varying_cell_at(std::uint64_t number) const;
  void verify_keys() const;
  [[nodiscard]] std::uint64_t slot_of_key(const packed_cell& cell) const;
  void verify_sorted() const;
};

}  // namespace memosaic::table_core
