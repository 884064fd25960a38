#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "memosaic/table/cell_writer.hpp"
#include "memosaic/table/container_writer.hpp"
#include "memosaic/table/pooled_object.hpp"
#include "memosaic/table/schema.hpp"
#include "memosaic/table/value.hpp"
#include "table/key_spill_file.hpp"
#include "table/recent_objects.hpp"

namespace memosaic::table_core {

/// What was to be shared leads back into the record that is being packed, and has to stay in its cell.
struct leads_into_cell {};

/// One object on its way into VARDATA, with all that it leads to.
struct shared_packing {
  const cell_writer* from = nullptr;           ///< of the record that leads to it; none for an object of a pool
  std::vector<const void*> open;               ///< what is being packed, and contains what is packed next
  std::vector<recent_objects::placed> placed;  ///< what others may hold too
};

/// VARDATA of a table that is being built: objects that several records share, in a temporary file but for the last.
///
/// An object gets there because it was put into the pool, or because the builder shares recent objects and something
/// beside its record holds it. Errors: as `value_packer` and `key_spill_file`. After an error of the file it is of no
/// use; after others it is as it was before.
class shared_objects {
 public:
  /// Texts, bytes, buffers and decimals below this size stay in the cells of their records.
  static constexpr std::size_t least_run = 32;

  /// `window` is the size of all recent objects that are known by identity, in bytes; 0 for none.
  shared_objects(schema types, reference_width width, std::uint64_t window, std::uint64_t memory_limit,
                 std::filesystem::path folder);

  [[nodiscard]] const schema& types() const noexcept { return types_; }
  [[nodiscard]] reference_width width() const noexcept { return width_; }
  [[nodiscard]] std::uint64_t size() const noexcept { return gone_ + last_.size(); }

  // While a record is packed.

  void begin_record() noexcept;
  /// Whether a record shares such an object.
  [[nodiscard]] bool takes(const value& object) const;
  /// Where an object is that is recent, or that the present record has led to before.
  [[nodiscard]] std::optional<std::size_t> find(const value& object, const field_type& type);
  /// Errors: `leads_into_cell`.
  void require_apart(const value& object, const shared_packing& packing) const;

  /// Runs `pack` on VARDATA; it returns where the object begins. Nothing if that leads into the cell of the record.
  template <typename Pack>
  [[nodiscard]] std::optional<std::size_t> put(const cell_writer* from, const Pack& pack) {
    require_whole();
    shared_packing packing{from, {}, {}};
    const std::size_t before = last_.size();
    std::optional<std::size_t> at;
    try {
      cell_writer cell(last_, width_, continued_cell{gone_});
      at = pack(cell, packing);
    } catch (const leads_into_cell&) {
      last_.resize(before);
      tied_.insert(packing.open.begin(), packing.open.end());
      return std::nullopt;
    } catch (...) {
      last_.resize(before);
      throw;
    }
    settle(packing);
    return at;
  }

  // The pool.

  [[nodiscard]] pooled_object add(const value& object);
  [[nodiscard]] pooled_object add(const field_type& type, const value& object);
  /// Errors: `std::invalid_argument` if it is in another pool.
  [[nodiscard]] const field_type& type_of(const pooled_object& object) const;
  /// Where it is; nothing for what is empty.
  [[nodiscard]] std::optional<std::size_t> place_of(const pooled_object& object) const noexcept;

  /// Writes the section, if there are objects.
  void write(container_writer& writer) const;

 private:
  void settle(shared_packing& packing);
  void spill();
  void require_whole() const;
  void require_type(const field_type& type) const;

  schema types_;
  reference_width width_;
  std::uint64_t most_in_memory_;
  std::filesystem::path folder_;
  std::uint32_t pool_;
  recent_objects recent_;
  std::unordered_map<const void*, std::vector<std::pair<field_type, std::size_t>>> met_;  ///< by the present record
  std::unordered_set<const void*> tied_;  ///< what leads into the cell of the present record
  std::vector<field_type> pooled_types_;
  std::optional<key_spill_file> file_;
  bool broken_ = false;          ///< whether it is not known what is in the file
  std::uint64_t gone_ = 0;       ///< bytes in the file
  std::vector<std::byte> last_;  ///< what follows them
};

}  // namespace memosaic::table_core
