#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/container_writer.hpp"
#include "table/key_spill_file.hpp"

namespace memosaic::table_core {

/// Bytes of a section that is written when the one before has ended, in bounded memory: what exceeds the limit goes to
/// a temporary file.
///
/// Memory: the limit, or 64 KiB if that is more. Errors: those of the file; after one it is of no use.
class later_section {
 public:
  later_section(std::uint64_t memory_limit, std::filesystem::path folder);

  void append(bytes_view bytes);
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

  /// Appends all of it to the section that is open.
  void write(container_writer& writer) const;

 private:
  void spill();

  static constexpr std::size_t piece_size = std::size_t{64} << 10U;

  std::size_t most_pieces_;
  std::filesystem::path folder_;
  std::uint64_t size_ = 0;
  std::vector<std::unique_ptr<std::byte[]>> pieces_;  ///< of 64 KiB each
  std::size_t used_ = 0;                              ///< bytes in them
  std::optional<key_spill_file> file_;                ///< all before
};

}  // namespace memosaic::table_core
