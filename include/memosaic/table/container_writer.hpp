#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/table/container_format.hpp"
#include "memosaic/table/container_part.hpp"
#include "memosaic/table/schema.hpp"

namespace memosaic {

/// What takes the bytes of a container: in order, but for its beginning, which comes last, and for parts that are
/// written by several threads.
class container_sink {
 public:
  virtual ~container_sink() = default;

  /// Appends to what was written.
  virtual void append(bytes_view bytes) = 0;

  /// Appends so many bytes that `write_at` will write.
  virtual void append_room(std::uint64_t size) = 0;

  /// Overwrites what was appended before, by either. Several threads may do so at once, each with other bytes; nothing
  /// else is called meanwhile.
  virtual void write_at(std::uint64_t offset, bytes_view bytes) = 0;

  /// Forgets all that was appended: another container begins. A builder does so if its keys ask for another seed.
  virtual void restart() = 0;
};

/// Keeps a container in memory.
class container_memory final : public container_sink {
 public:
  void append(bytes_view bytes) override;
  void append_room(std::uint64_t size) override;
  void write_at(std::uint64_t offset, bytes_view bytes) override;
  void restart() override { bytes_.clear(); }

  [[nodiscard]] const std::vector<std::byte>& bytes() const noexcept MEMOSAIC_LIFETIMEBOUND { return bytes_; }
  [[nodiscard]] std::vector<std::byte> take() noexcept { return std::move(bytes_); }

 private:
  std::vector<std::byte> bytes_;
};

/// Writes a container section by section, each in as many parts as one likes; sums them on the way.
///
///     container_writer writer(sink, schema, {});
///     writer.begin(section_type::records, {.parameters = {stride, 0}});
///     writer.append(bytes);
///     writer.end(count);
///     writer.finish(count);
///
/// The schema and BLOCKSUMS are written by it. Until `finish` has returned there is no container.
/// Memory: 8 bytes for each 64 KiB; see `container_part` for more.
/// Threads: one, but parts may be written by others.
/// Errors: those of the sink; `std::invalid_argument` for what the format does not allow.
class container_writer {
 public:
  struct options {
    reference_width width = reference_width::narrow;
    std::uint64_t hash_seed = 0;
    std::size_t most_sections = 24;  ///< room that is kept for the section table, the schema and BLOCKSUMS included
  };

  struct section_options {
    std::array<std::uint64_t, 2> parameters{};
    std::uint32_t alignment = 64;
    bool optional = false;
    bool written_in_place = false;
  };

  container_writer(container_sink& to, const schema& types, const options& chosen);
  container_writer(container_sink& to, const schema& types) : container_writer(to, types, options{}) {}
  container_writer(const container_writer&) = delete;
  container_writer& operator=(const container_writer&) = delete;
  ~container_writer();

  void begin(section_type type, const section_options& chosen);
  void begin(section_type type) { begin(type, section_options{}); }
  void append(bytes_view bytes);

  /// Appends room that the part fills, at any time before `end`. A section is filled either by parts or by `append`.
  [[nodiscard]] container_part part(std::uint64_t size) MEMOSAIC_LIFETIMEBOUND;
  void end(std::uint64_t count);

  /// Returns the header as it was written.
  container_header finish(std::uint64_t record_count);

 private:
  void put(bytes_view bytes);
  void pad(std::uint64_t alignment);
  void end_block();
  void write_sums();
  [[nodiscard]] std::vector<std::byte> table() const;

  container_sink& to_;
  container_header header_;
  std::size_t most_sections_;
  std::vector<section_entry> sections_;
  std::vector<std::uint64_t> sums_;                ///< of all blocks so far
  std::size_t first_sum_ = 0;                      ///< of the section that is open
  hasher block_;                                   ///< of the block that is open
  std::size_t block_size_ = 0;                     ///< bytes in it
  std::uint64_t at_ = 0;                           ///< bytes written
  bool open_ = false;                              ///< whether a section is
  std::unique_ptr<table_core::part_board> parts_;  ///< of the section that is open, if it has parts
};

}  // namespace memosaic
