#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/sparse/address.hpp"
#include "sparse/extent.hpp"

namespace memosaic::sparse_core {

/// How a piece holds its bytes. Every value up to `small_capacity` is a small piece of so many bytes.
enum class piece_kind : std::uint8_t {
  own = 0x80,     ///< part of an own_extent
  lent = 0x81,    ///< part of a lent_extent
  repeat = 0x82,  ///< a run that repeats a tile
};

/// The bytes of a piece in two or three words: the bytes themselves when there are few, else a pointer to what holds
/// them, with offset and length. It is plain data: who copies the words counts the reference.
///
/// Isolated bytes are what sparse memory is full of, so they take no allocation of their own, and the kind lies outside
/// (in an array of bytes per leaf) so that 16 of them fit 16 bytes.
template <typename Length>
struct piece_body {
  std::uint64_t words[1 + sizeof(Length) / sizeof(std::uint64_t)];
};

/// The greatest number of bytes that are stored in the tree itself.
template <typename Length>
inline constexpr std::size_t small_capacity = sizeof(piece_body<Length>);

/// A body with its kind: what moves in and out of leaves. Plain data, as above.
template <typename Length>
struct piece {
  piece_body<Length> body;
  std::uint8_t kind = 0;
};

/// Reading and counting pieces where they lie in a leaf: kind and body apart.
template <typename Length>
struct piece_words {
  using body_type = piece_body<Length>;

  [[nodiscard]] static owner* holder(const body_type& body) noexcept {
    return reinterpret_cast<owner*>(static_cast<std::uintptr_t>(body.words[0]));
  }
  [[nodiscard]] static extent* storage(const body_type& body) noexcept { return static_cast<extent*>(holder(body)); }
  [[nodiscard]] static own_extent* own(const body_type& body) noexcept {
    return static_cast<own_extent*>(holder(body));
  }
  [[nodiscard]] static lent_extent* lent(const body_type& body) noexcept {
    return static_cast<lent_extent*>(holder(body));
  }
  [[nodiscard]] static tile* pattern(const body_type& body) noexcept { return static_cast<tile*>(holder(body)); }

  [[nodiscard]] static std::uint32_t offset(const body_type& body) noexcept {
    return static_cast<std::uint32_t>(body.words[1]);
  }
  [[nodiscard]] static std::uint32_t extent_length(const body_type& body) noexcept {
    return static_cast<std::uint32_t>(body.words[1] >> 32);
  }
  [[nodiscard]] static Length repeat_length(const body_type& body) noexcept {
    Length length;
    std::memcpy(static_cast<void*>(&length), &body.words[1], sizeof(Length));
    return length;
  }

  [[nodiscard]] static Length length(std::uint8_t kind, const body_type& body) noexcept {
    if (kind < 0x80) return kind;
    if (kind == static_cast<std::uint8_t>(piece_kind::repeat)) return repeat_length(body);
    return extent_length(body);
  }

  /// The bytes of a piece that is no repeat.
  [[nodiscard]] static const std::byte* data(std::uint8_t kind, const body_type& body) noexcept {
    if (kind < 0x80) return reinterpret_cast<const std::byte*>(&body);
    return storage(body)->data() + offset(body);
  }

  static void retain(std::uint8_t kind, const body_type& body) noexcept {
    if (kind >= 0x80) holder(body)->add_reference();
  }
  static void release(std::uint8_t kind, const body_type& body) noexcept {
    if (kind >= 0x80) holder(body)->drop_reference();
  }

  /// How many mutable views of its storage are out.
  [[nodiscard]] static std::uint64_t writers(std::uint8_t kind, const body_type& body) noexcept {
    return kind == static_cast<std::uint8_t>(piece_kind::own) ? holder(body)->writers() : 0;
  }

  [[nodiscard]] static piece<Length> small(const std::byte* bytes, std::size_t size) noexcept {
    piece<Length> made{};
    std::memcpy(&made.body, bytes, size);
    made.kind = static_cast<std::uint8_t>(size);
    return made;
  }
  /// Takes over the caller's reference.
  [[nodiscard]] static piece<Length> part(piece_kind kind, owner& holder, std::size_t offset,
                                          std::size_t length) noexcept {
    piece<Length> made{};
    made.body.words[0] = reinterpret_cast<std::uintptr_t>(&holder);
    made.body.words[1] = static_cast<std::uint64_t>(length) << 32 | static_cast<std::uint32_t>(offset);
    made.kind = static_cast<std::uint8_t>(kind);
    return made;
  }
  /// Takes over the caller's reference.
  [[nodiscard]] static piece<Length> repeat(tile& holder, Length length) noexcept {
    piece<Length> made{};
    made.body.words[0] = reinterpret_cast<std::uintptr_t>(&static_cast<owner&>(holder));
    std::memcpy(&made.body.words[1], &length, sizeof(Length));
    made.kind = static_cast<std::uint8_t>(piece_kind::repeat);
    return made;
  }

  /// Moves the ends of a piece of an extent outwards.
  static void widen(body_type& body, std::uint32_t before, std::uint32_t after) noexcept {
    body.words[1] += (std::uint64_t{before} + after) << 32;
    body.words[1] -= before;
  }

  /// The part `[start, stop)` of a piece, with a reference of its own. Cost: O(1); no bytes but small ones are copied.
  /// Errors: `std::bad_alloc`, only for a repeat that begins at another phase.
  [[nodiscard]] static piece<Length> cut(std::uint8_t kind, const body_type& body, Length start, Length stop) {
    if (kind < 0x80) {
      return small(data(kind, body) + static_cast<std::size_t>(start), static_cast<std::size_t>(stop - start));
    }
    if (kind == static_cast<std::uint8_t>(piece_kind::repeat)) {
      tile& whole = *pattern(body);
      return repeat(*tile::advanced(whole, static_cast<std::size_t>(start % whole.period())), stop - start);
    }
    holder(body)->add_reference();
    return part(static_cast<piece_kind>(kind), *holder(body), offset(body) + static_cast<std::size_t>(start),
                static_cast<std::size_t>(stop - start));
  }
};

/// A piece on its way into a tree, given back if it does not arrive.
template <typename Length>
class piece_holder {
 public:
  using words = piece_words<Length>;

  piece_holder() noexcept = default;
  explicit piece_holder(piece<Length> taken) noexcept : piece_(taken) {}
  piece_holder(piece_holder&& other) noexcept : piece_(std::exchange(other.piece_, piece<Length>{})) {}
  piece_holder& operator=(piece_holder&& other) noexcept {
    piece_holder taken(std::move(other));
    std::swap(piece_, taken.piece_);
    return *this;
  }
  ~piece_holder() { words::release(piece_.kind, piece_.body); }

  [[nodiscard]] Length length() const noexcept { return words::length(piece_.kind, piece_.body); }
  [[nodiscard]] piece<Length> take() noexcept { return std::exchange(piece_, piece<Length>{}); }

 private:
  piece<Length> piece_{};
};

}  // namespace memosaic::sparse_core
