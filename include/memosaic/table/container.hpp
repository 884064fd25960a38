#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "memosaic/buffer/view.hpp"
#include "memosaic/table/container_format.hpp"
#include "memosaic/table/packed_cell.hpp"
#include "memosaic/table/record.hpp"
#include "memosaic/table/schema.hpp"

namespace memosaic {

/// How much is tested when a container is opened. With any of them but `trusted`, whatever the bytes are, reading ends
/// in values or in a typed error.
enum class open_level : std::uint8_t {
  checked,   ///< header, trailer, section table and schema; each access when it is made. Does not depend on the size
  verified,  ///< also every checksum, which finds every flipped bit, and all that records consist of
  trusted,   ///< one's own fresh file: no checksum at all
};

/// The file around a table: header, sections, trailer. It says where things are and whether they are whole, and knows
/// the schema; what the key sections mean is not its matter.
///
/// Copies share the bytes, which stay as long as a copy lives. It may be opened in any owner: a mapping, a buffer, a
/// part of either. Lifetime: records and other proxies borrow it, or a copy. Threads: any number may read. Errors:
/// `format_error` with the path and the offset for bytes that are no such container, or are damaged.
class container {
 public:
  /// All of `bytes` is the container. `path` is for messages.
  [[nodiscard]] static container open(view bytes, open_level level = open_level::checked, std::string path = {});

  [[nodiscard]] const container_header& header() const noexcept MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] const std::vector<section_entry>& sections() const noexcept MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] const memosaic::schema& schema() const noexcept MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] const std::string& path() const noexcept MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] const view& bytes() const noexcept MEMOSAIC_LIFETIMEBOUND;

  /// The section of that type, or null. User sections are found in `sections()`.
  [[nodiscard]] const section_entry* find(section_type type) const noexcept MEMOSAIC_LIFETIMEBOUND;

  /// The bytes of one of its sections; of the one of that type, and none if there is none.
  [[nodiscard]] bytes_view bytes(const section_entry& section) const noexcept MEMOSAIC_LIFETIMEBOUND;
  [[nodiscard]] bytes_view bytes(section_type type) const noexcept MEMOSAIC_LIFETIMEBOUND;

  /// What its records resolve references with.
  [[nodiscard]] const packed_context& context() const noexcept MEMOSAIC_LIFETIMEBOUND;

  [[nodiscard]] std::uint64_t record_count() const noexcept { return header().record_count; }
  /// Bytes from one record to the next, or 0 if they vary in size: then LOCATOR says where each begins.
  [[nodiscard]] std::uint64_t stride() const noexcept;
  /// The record of that slot, of a container with a stride. Errors: `std::out_of_range`; `std::invalid_argument`
  /// without a stride.
  [[nodiscard]] record record_at(std::uint64_t slot) const MEMOSAIC_LIFETIMEBOUND;

  /// Tests every checksum, the zeros between sections, and the structure of every record and of what records share
  /// (docs/table_format.md, section 1.5), with up to so many threads. The first error is told.
  ///
  /// Cost: linear in the size, whatever the bytes are; memory for a quarter of VARDATA.
  /// Errors also: `std::system_error` if a thread cannot be started.
  void verify(unsigned threads = 1) const;

  /// Tests one block of a section against BLOCKSUMS, whose own checksum is tested first: for a part that was fetched
  /// alone.
  ///
  /// Errors: `format_error`; `std::invalid_argument` without BLOCKSUMS, or for a section that has no checksum;
  /// `std::out_of_range` if there is no such block.
  void verify_block(const section_entry& section, std::uint64_t block) const;

 private:
  struct contents;
  explicit container(std::shared_ptr<const contents> opened) noexcept : contents_(std::move(opened)) {}

  std::shared_ptr<const contents> contents_;
};

}  // namespace memosaic
