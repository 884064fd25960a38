#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "memosaic/bytes/endian.hpp"
#include "memosaic/sparse/sparse_memory.hpp"

/// The content of a range as one run of bytes: for checksums, for numbers, for files. What stands for a hole is always
/// said, never assumed.
namespace memosaic {

/// What stands for bytes that are not stored.
class hole_rule {
 public:
  /// Nothing does: a hole is an error.
  [[nodiscard]] static constexpr hole_rule refuse() noexcept { return {kind::refuse, {}}; }
  /// They are left out; what is stored on both sides is joined.
  [[nodiscard]] static constexpr hole_rule skip() noexcept { return {kind::skip, {}}; }
  /// This byte, as many times as addresses are missing.
  [[nodiscard]] static constexpr hole_rule fill(std::byte value) noexcept { return {kind::fill, value}; }

  [[nodiscard]] constexpr bool refuses() const noexcept { return kind_ == kind::refuse; }
  [[nodiscard]] constexpr bool skips() const noexcept { return kind_ == kind::skip; }
  [[nodiscard]] constexpr std::byte value() const noexcept { return value_; }

 private:
  enum class kind : std::uint8_t { refuse, skip, fill };
  constexpr hole_rule(kind how, std::byte value) noexcept : kind_(how), value_(value) {}

  kind kind_;
  std::byte value_;
};

/// Where the parts of a content go, in order. Use `visit_content`.
class content_sink {
 public:
  virtual void take(bytes_view part) = 0;

 protected:
  ~content_sink() = default;
};

template <memory_address Address>
void send_content(const basic_sparse_memory<Address>& from, basic_address_range<Address> where, hole_rule holes,
                  content_sink& to);

/// Calls `take(part)` for the content of a range, part by part and in order; each part is borrowed for the call.
///
/// Cost: O(range) without skipping, O(content) with it; nothing is copied. Memory: 4 KiB.
/// Errors: `std::out_of_range` at the first hole, if holes are refused; the parts before it have been taken then.
template <memory_address Address, typename Take>
void visit_content(const basic_sparse_memory<Address>& from, basic_address_range<Address> where, hole_rule holes,
                   Take&& take) {
  struct sink final : content_sink {
    explicit sink(Take& taker) : taker_(taker) {}
    void take(bytes_view part) override { taker_(part); }
    Take& taker_;
  } to(take);
  send_content(from, where, holes, static_cast<content_sink&>(to));
}

/// Feeds the content of a range to a checksum or hash (crc.hpp, checksum.hpp, hash.hpp) and returns it:
/// `digest(crc(algorithm), memory, {0x8000, 0xFFFC}, hole_rule::fill(std::byte{0xFF})).value()`.
/// Cost and errors: as `visit_content`.
template <typename Sum, memory_address Address>
[[nodiscard]] Sum digest(Sum sum, const basic_sparse_memory<Address>& from, basic_address_range<Address> where,
                         hole_rule holes) {
  visit_content(from, where, holes, [&](bytes_view part) { sum.update(part); });
  return sum;
}

/// Writes the content of a range to a blocking descriptor, gathering pieces where they lie. Returns the bytes written.
/// Errors: as `visit_content`; `std::filesystem::filesystem_error`, also from a descriptor that does not block and
/// takes no more now. What was written before stays written.
template <memory_address Address>
std::uint64_t write_content(int fd, const basic_sparse_memory<Address>& from, basic_address_range<Address> where,
                            hole_rule holes);

/// The number at an address, unaligned. Errors: `std::out_of_range` at a hole.
template <plain_number Number, memory_address Address>
[[nodiscard]] Number load(const basic_sparse_memory<Address>& from, std::type_identity_t<Address> at,
                          std::endian order) {
  std::array<std::byte, sizeof(Number)> bytes;
  from.read(at, bytes);
  return load_unchecked<Number>(bytes.data(), order);
}

/// Writes a number at an address, unaligned. Name its type, or a literal decides it. Errors: as `write`.
template <plain_number Number, memory_address Address>
void store(basic_sparse_memory<Address>& to, std::type_identity_t<Address> at, Number number, std::endian order) {
  std::array<std::byte, sizeof(Number)> bytes;
  store_unchecked(bytes.data(), number, order);
  to.write(at, bytes);
}

}  // namespace memosaic
