#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::bench {

/// Boost.Interprocess: a file_mapping, and a mapped_region of it that moves from range to range.
///
/// Errors: `std::runtime_error` if it was not there when this program was built; its own.
class boost_region {
 public:
  explicit boost_region(const std::string& path);
  boost_region(const boost_region&) = delete;
  boost_region& operator=(const boost_region&) = delete;
  ~boost_region();

  [[nodiscard]] bytes_view map(std::uint64_t offset, std::size_t size);

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace memosaic::bench
