#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <string>

#include "data/temporary_files.hpp"

namespace memosaic::bench {

/// The folder for the tables of the suite, and for the files of its peers; on the disk, in the page cache.
[[nodiscard]] const temporary_files& table_folder();

/// The file of a table of `keyed_row`, made at first use and shared by all figures.
[[nodiscard]] const std::string& table_file(std::size_t count);

/// The file of a table of `varying_row`.
[[nodiscard]] const std::string& varying_table_file(std::size_t count);

}  // namespace memosaic::bench
