#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/file/output_file.hpp"
#include "memosaic/table/container_writer.hpp"

namespace memosaic {

/// Writes a container to a file that appears under its name only when it is whole: see `output_file`.
///
/// What is not published leaves the old file as it was, and nothing beside it.
/// Errors: `std::filesystem::filesystem_error` with the system's code and the path.
class container_file final : public container_sink {
 public:
  /// A file that has the name already is replaced when this one is published.
  explicit container_file(std::filesystem::path path);

  void append(bytes_view bytes) override;
  void append_room(std::uint64_t size) override;
  void write_at(std::uint64_t offset, bytes_view bytes) override;
  void restart() override;

  /// Waits until all is on the device, and gives the file its name.
  void publish();

 private:
  void write_pending();

  std::filesystem::path path_;
  std::optional<output_file> file_;
  std::vector<std::byte> pending_;  ///< what was appended and not written yet
};

}  // namespace memosaic
