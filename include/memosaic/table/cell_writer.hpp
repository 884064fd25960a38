#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/endian.hpp"
#include "memosaic/table/calendar.hpp"
#include "memosaic/table/decimal.hpp"
#include "memosaic/table/field_type.hpp"
#include "memosaic/table/nd_array.hpp"

namespace memosaic {

/// How many bytes of a cell have left memory, so that all of the target is what follows them.
struct continued_cell {
  std::uint64_t gone;
};

/// Puts one cell together behind what `target` holds: slots that were allocated are filled, objects are appended.
///
/// The ground on which values and structs are packed, in no way tied to a schema. Places are offsets from the start of
/// the cell, as in the format; what is allocated is zero.
/// Errors: `std::length_error` beyond what references reach; `std::bad_alloc`. The cell is then of no use: the owner of
/// `target` cuts it off.
class cell_writer {
 public:
  static constexpr int most_depth = 256;

  cell_writer(std::vector<std::byte>& target, reference_width width)
      : target_(target), origin_(target.size()), width_(width) {}
  /// Goes on with a cell. What has left memory can be referred to, and not be written again.
  cell_writer(std::vector<std::byte>& target, reference_width width, continued_cell before)
      : target_(target), origin_(std::size_t{0} - static_cast<std::size_t>(before.gone)), width_(width) {}

  [[nodiscard]] reference_width width() const noexcept { return width_; }
  /// Bytes of the cell so far.
  [[nodiscard]] std::size_t size() const noexcept { return target_.size() - origin_; }

  /// `size` zeros at the next multiple of `alignment`, counted `head` bytes behind their start; returns their start.
  std::size_t allocate(std::size_t size, std::size_t alignment = 8, std::size_t head = 0);

  template <plain_number Number>
  void put_number(std::size_t at, Number number) {
    store_little(mutable_bytes_view(target_), origin_ + at, number);
  }
  void put_boolean(std::size_t at, bool boolean) { put_number<std::uint8_t>(at, boolean ? 1 : 0); }
  void put_bytes(std::size_t at, bytes_view bytes);
  void set_bit(std::size_t at, std::size_t bit) {
    target_[origin_ + at + bit / 8] |= static_cast<std::byte>(1U << bit % 8);
  }

  /// Makes a slot lead to an object; `wide` for the slots of `any`.
  void put_reference(std::size_t slot, std::size_t object, bool wide = false);
  /// The same for an object at that place of VARDATA.
  void put_shared_reference(std::size_t slot, std::size_t object, bool wide = false);

  void put_datetime(std::size_t slot, const datetime& time);
  /// Errors also: `std::out_of_range` if it is longer than the capacity; `std::invalid_argument` for text that is not
  /// UTF-8.
  void put_fixed(std::size_t slot, const field_type& type, bytes_view bytes);

  /// Objects; each returns where it begins. Errors also: `std::invalid_argument`, as above, and for decimals that are
  /// none.
  [[nodiscard]] std::size_t add_bytes(bytes_view bytes);
  [[nodiscard]] std::size_t add_text(std::string_view text);
  [[nodiscard]] std::size_t add_buffer(bytes_view bytes);
  [[nodiscard]] std::size_t add_decimal(const decimal& number);
  [[nodiscard]] std::size_t add_array(const nd_array& items);

  /// A list, tuple or set without values in its slots; these begin 8 bytes behind its start. Of a set, the hashes are
  /// those of its elements.
  [[nodiscard]] std::size_t add_sequence(const field_type& element, std::size_t count,
                                         const std::vector<std::uint64_t>* hashes = nullptr);

  /// Where the parts of a dict are.
  struct dict_places {
    std::size_t object;
    std::size_t keys;
    std::size_t values;
    std::size_t nulls;
  };
  [[nodiscard]] dict_places add_dict(const field_type& key, const field_type& mapped,
                                     const std::vector<std::uint64_t>& hashes);

  /// Where what has this identity was put with this type, if it was. The caller keeps what is remembered alive.
  [[nodiscard]] std::optional<std::size_t> find(const void* identity, const field_type& type) const;
  void remember(const void* identity, const field_type& type, std::size_t object);
  /// Whether it was put, with any type.
  [[nodiscard]] bool knows(const void* identity) const { return known_.contains(identity); }

 private:
  void put_index(std::size_t at, const std::vector<std::uint64_t>& hashes);

  std::vector<std::byte>& target_;
  std::size_t origin_;  ///< of the cell in the target; less than 0, modulo 2^64, if a part of it is gone
  reference_width width_;
  std::unordered_map<const void*, std::vector<std::pair<field_type, std::size_t>>> known_;
};

/// Counts how deep packing or reading has gone, for as long as it lives.
class depth_guard {
 public:
  /// Errors: `std::length_error` beyond `cell_writer::most_depth`.
  explicit depth_guard(int& depth) : depth_(depth) {
    if (depth_ >= cell_writer::most_depth) refuse();
    ++depth_;
  }
  depth_guard(const depth_guard&) = delete;
  depth_guard& operator=(const depth_guard&) = delete;
  ~depth_guard() { --depth_; }

 private:
  [[noreturn]] static void refuse();

  int& depth_;
};

}  // namespace memosaic
