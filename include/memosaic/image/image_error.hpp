#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <string_view>

#include "memosaic/error.hpp"

namespace memosaic {

/// Something in a file that is not as its format wants it.
struct image_problem {
  std::uint64_t offset = 0;  ///< of the first wrong byte
  std::uint64_t line = 0;    ///< counted from 1; 0 in binary files
  std::uint64_t column = 0;  ///< of the first wrong byte, in bytes, counted from 1; 0 in binary files
  std::string record;        ///< the record or block as far as it can be shown, at most 80 characters, printable
  std::string reason;        ///< "checksum: expected 0x1E, found 0x1F"

  friend bool operator==(const image_problem&, const image_problem&) = default;
};

/// An image file that cannot be read, or not without being lenient.
///
/// The message reads `<path>:<line>:<column>: <reason>: <record>`, or, of binary files,
/// `<path>: <reason> at offset <n>: <record>`; what is not known is left out.
class image_error : public format_error {
 public:
  image_error(std::string_view path, image_problem problem);

  [[nodiscard]] const image_problem& problem() const noexcept { return problem_; }

 private:
  image_problem problem_;
};

}  // namespace memosaic
