#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// What the system says of a path without opening it: a pipe that is opened waits for its writer.
namespace memosaic::cli {

enum class file_kind : std::uint8_t { regular, folder, pipe, socket, character_device, block_device, other };

/// As in "is a pipe".
[[nodiscard]] std::string_view title_of(file_kind kind) noexcept;

/// As in JSON: "pipe", "character_device".
[[nodiscard]] std::string_view name_of(file_kind kind) noexcept;

struct file_status {
  file_kind kind = file_kind::other;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::uint64_t taken = 0;       ///< bytes of the medium
  std::uint64_t block_size = 0;  ///< the unit in which it is best read
  std::int64_t modified_ns = 0;  ///< since 1970
};

/// Symbolic links are followed. Errors: `std::filesystem::filesystem_error`.
[[nodiscard]] file_status status_of(const std::filesystem::path& path);

/// `8:1`: a device as /proc shows it.
[[nodiscard]] std::string device_text(std::uint64_t device);

/// The type of the file system with that device, as in "ext4"; empty if the table of mounts has none.
[[nodiscard]] std::string file_system_of(std::uint64_t device);

/// Which processes have a file mapped, as in "4711 (name)": those of which the system tells, in the order of /proc, and
/// at most `most`. Cost: a look into all processes.
[[nodiscard]] std::vector<std::string> processes_that_map(const file_status& of, std::size_t most);

}  // namespace memosaic::cli
