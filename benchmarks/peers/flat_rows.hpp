#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace memosaic::bench {

/// FlatBuffers: the records of the numbers below `count` as a vector of tables that is sorted by key, in one buffer.
///
/// Errors: `std::runtime_error` if the library was not there when this program was built.
class flat_rows {
 public:
  explicit flat_rows(std::size_t count);
  flat_rows(const flat_rows&) = delete;
  flat_rows& operator=(const flat_rows&) = delete;
  ~flat_rows();

  /// The sum of the ids of all keys, each found by LookupByKey. A 0 stands behind each key.
  [[nodiscard]] std::uint64_t sum(std::span<const std::string_view> keys) const;

  /// The sum of the ids of the first `records`, so many times.
  [[nodiscard]] std::uint64_t sum_of_fields(std::size_t records, std::size_t times) const;

  [[nodiscard]] std::size_t bytes() const;
  /// Runs the library's own verifier.
  [[nodiscard]] bool verify() const;

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

/// The one that figures share, made at first use. Errors: as above.
[[nodiscard]] const flat_rows& shared_flat_rows(std::size_t count);

}  // namespace memosaic::bench
