#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "memosaic/bytes/bytes_view.hpp"
#include "table/key_dense.hpp"
#include "table/key_fingerprints.hpp"
#include "table/key_hash.hpp"
#include "table/key_hasher.hpp"
#include "table/key_section.hpp"
#include "table/perfect_hash.hpp"

namespace memosaic::table_core {

enum class index_kind : std::uint8_t {
  perfect = 1,  ///< a perfect hash and fingerprints
  linear = 2,   ///< the hashes in the order of slots, for few keys
  dense = 3,    ///< integers of which most of a range are there; slots are in their order
};

/// The index of a table as it lies in the file: from a key to the only slot where it can be.
///
/// A slot that is found is below `size()`, but the key that is there may be another: the caller compares it. Where all
/// bytes are as they were written, a key that is there is found, and of those that are not, one in 2^bits passes the
/// fingerprints (under `linear` one in 2^64, under `dense` none). Of bytes that are not, every index is tested: they
/// give a wrong slot or none.
///
/// Threads: any number at once. Cost: see docs/table_key_index.md; nothing is allocated.
class key_index {
 public:
  /// The index of a table without keys.
  key_index() noexcept = default;

  /// Tests header and sizes in O(1). Only `perfect` has `fingerprints`; it is empty otherwise.
  /// Lifetime: of both sections' bytes. Errors: `format_error`.
  key_index(const key_section& index, const key_section& fingerprints);

  [[nodiscard]] index_kind kind() const noexcept { return kind_; }

  /// The number of keys as the header has it: to be compared with that of the table before a slot is used.
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  [[nodiscard]] std::uint64_t seed() const noexcept { return seed_; }
  [[nodiscard]] hash_width width() const noexcept { return width_; }

  /// 0 but for `perfect`.
  [[nodiscard]] unsigned fingerprint_bits() const noexcept { return fingerprint_bits_; }

  /// Of bytes or of an integer.
  template <typename Key>
  [[nodiscard]] key_hash hash(Key key) const noexcept {
    return hash_key(key, seed_, width_);
  }

  // Absence is `no_slot`, not std::optional: g++ 12 passes that through memory in a way that keeps lookups from
  // overlapping, which doubles their time.

  [[nodiscard]] std::uint64_t slot_of(bytes_view key) const noexcept {
    if (usual_) [[likely]]
      return usual_slot_of(key);
    return kind_ == index_kind::dense ? no_slot : unusual_slot_of(hash(key));
  }

  [[nodiscard]] std::uint64_t slot_of(std::uint64_t key) const noexcept {
    if (usual_) [[likely]]
      return usual_slot_of(key);
    return kind_ == index_kind::dense ? dense_.slot_of(key) : unusual_slot_of(hash(key));
  }

  /// None under `dense`, which has no hashes.
  [[nodiscard]] std::uint64_t slot_of(key_hash hash) const noexcept {
    return usual_ ? usual_finish(perfect_.start(hash)) : unusual_slot_of(hash);
  }

  /// Whether it is perfect, with 64 bits of hash and 8 of fingerprint. Only then there are these, which are `slot_of`
  /// in two steps, for those who look up many keys at once.
  [[nodiscard]] bool is_usual() const noexcept { return usual_; }

  /// What is known before a pilot is read; without an entry if the file lies.
  template <typename Key>
  [[nodiscard]] perfect_hash::probe usual_start(Key key) const noexcept {
    const std::uint64_t hash = hasher_(key);
    return perfect_.start({hash, hash});
  }

  /// The fingerprint decides by a jump, not by a conditional move: the record is read before it arrives.
  [[nodiscard]] std::uint64_t usual_finish(const perfect_hash::probe& started) const noexcept {
    if (started.entry == nullptr) [[unlikely]]
      return no_slot;
    const std::uint64_t slot = perfect_.finish(started);
    if (slot >= size_ || !fingerprints_.match_byte(slot, started.spread)) [[unlikely]]
      return no_slot;
    return slot;
  }
  template <typename Key>
  [[nodiscard]] std::uint64_t usual_slot_of(Key key) const noexcept {
    return usual_finish(usual_start(key));
  }

  /// Tests all that can be tested without the keys. The sections are those it was made of.
  ///
  /// Whoever has the keys tests the rest: that `slot_of` gives each key the slot where it is.
  /// Cost: linear. Errors: `format_error`.
  void verify(const key_section& index, const key_section& fingerprints) const;

 private:
  [[nodiscard]] std::uint64_t accept(std::uint64_t slot, key_hash hash) const noexcept {
    return slot < size_ && fingerprints_.match(slot, hash) ? slot : no_slot;
  }
  [[nodiscard]] std::uint64_t unusual_slot_of(key_hash hash) const noexcept;
  void open_perfect(const key_section& index, const key_section& fingerprints);

  index_kind kind_ = index_kind::linear;
  hash_width width_ = hash_width::bits_64;
  bool usual_ = false;  ///< perfect, 64 bits of hash and 8 of fingerprint: one test instead of three
  unsigned fingerprint_bits_ = 0;
  std::uint64_t size_ = 0;
  std::uint64_t seed_ = 0;
  key_hasher hasher_;
  perfect_hash perfect_;
  key_fingerprints fingerprints_;
  const std::byte* few_ = nullptr;  ///< size_ hashes of 8 bytes
  key_dense dense_;
};

}  // namespace memosaic::table_core
