#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <filesystem>
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

  /// Where the bytes are until they are published, whatever is written again; see `output_file::unfinished_path`.
  [[nodiscard]] const std::filesystem::path& unfinished_path() const noexcept MEMOSAIC_LIFETIMEBOUND {
    return file_.unfinished_path();
  }

  /// Waits until what was appended is on the device, without publishing it: what takes long can be had before.
  void flush();

  /// Waits until all is on the device, and gives the file its name.
  void publish();

 private:
  void write_pending();

  std::filesystem::path path_;
  output_file file_;
  std::vector<std::byte> pending_;  ///< what was appended and not written yet
};

}  // namespace memosaic
