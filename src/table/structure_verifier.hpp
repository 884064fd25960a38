#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/container.hpp"
#include "memosaic/table/value_view.hpp"
#include "table/object_claims.hpp"
#include "table/structure_plan.hpp"

namespace memosaic::table_core {

/// Tests that cells are what a writer writes: docs/table_format.md, section 1.5.
///
/// One for each thread; they share the plan and the claims on VARDATA. Nothing recurses but the keys of sets and
/// dicts, to a depth of 64. Work is bounded by the sizes of the cell and of VARDATA, whatever refers to what.
/// Errors: `format_error` with the place in the container.
class structure_verifier {
 public:
  structure_verifier(const container& opened, const structure_plan& plan, object_claims& shared);

  /// The record of that number, with all that it leads to and that no record before has led to.
  void verify(bytes_view cell, std::uint64_t number);

 private:
  struct cell_place {
    bytes_view bytes;
    object_claims* claims;
  };
  struct found_object {
    const verified_slot* type;
    std::size_t offset;
    bool shared;
  };
  /// Where the parts of a list, tuple, set or dict are; what it has not is null.
  struct collection {
    std::size_t count = 0;
    const std::byte* slots = nullptr;
    const std::byte* mapped = nullptr;
    const std::byte* nulls = nullptr;
    const std::byte* index = nullptr;
    std::size_t size = 0;
  };

  [[noreturn]] void refuse(const std::byte* where, const std::string& what) const;
  void require_zeros(const std::byte* at, std::size_t size, std::string_view what) const;
  [[nodiscard]] const std::byte* part(const cell_place& cell, std::size_t offset, std::uint64_t at,
                                      std::uint64_t length) const;
  [[nodiscard]] const cell_place& place_of(const found_object& object) const { return object.shared ? shared_ : own_; }

  void verify_fixed_part(const verified_record& record, const std::byte* at, const cell_place& cell);
  void verify_slot(const verified_slot& type, const std::byte* slot, const cell_place& cell);
  void verify_fixed_run(const verified_slot& type, const std::byte* slot) const;
  void verify_datetime(const std::byte* where, std::int32_t rest) const;
  void verify_any(const std::byte* slot, const cell_place& cell);
  void follow(const verified_slot& type, std::uint64_t reference, const std::byte* slot, const cell_place& from);
  /// The size of an object, of which all is there. What leads nowhere is verified whole.
  [[nodiscard]] std::size_t size_of(const verified_slot& type, std::size_t offset, const cell_place& cell) const;
  [[nodiscard]] std::size_t size_of_run(const verified_slot& type, std::size_t offset, const cell_place& cell) const;
  [[nodiscard]] std::size_t size_of_decimal(std::size_t offset, const cell_place& cell) const;
  [[nodiscard]] std::size_t size_of_array(std::size_t offset, const cell_place& cell) const;
  [[nodiscard]] collection parts_of(const verified_slot& type, std::size_t offset, const cell_place& cell) const;
  void verify_found();
  void verify_collection(const found_object& object);
  void verify_slots(const verified_slot& type, const std::byte* slots, std::size_t count, const std::byte* nulls,
                    const cell_place& cell);

  void verify_keys(const found_object& object);
  void require_distinct(const found_object& object, const collection& parts, std::vector<std::size_t>& positions,
                        const std::vector<std::uint64_t>& hashes);
  [[nodiscard]] value_view key_at(const found_object& object, const collection& parts, std::size_t position) const;
  [[nodiscard]] std::uint64_t hash_of(const value_view& key, int depth);
  void append_key_of(std::vector<std::byte>& to, const value_view& key, int depth);

  const container& opened_;
  const structure_plan& plan_;
  object_claims own_claims_{false};
  cell_place own_;
  cell_place shared_;
  std::vector<found_object> found_;  ///< whose slots are still to be verified
  std::vector<found_object> keyed_;  ///< sets and dicts whose keys are
  using known_hashes = std::unordered_map<const std::byte*, std::optional<std::uint64_t>>;
  known_hashes own_hashes_;     ///< of objects of the cell; nothing while it is found
  known_hashes shared_hashes_;  ///< of objects of VARDATA
};

}  // namespace memosaic::table_core
