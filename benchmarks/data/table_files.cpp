// SPDX-License-Identifier: Apache-2.0
#include "data/table_files.hpp"

#include <map>

#include "data/keyed_rows.hpp"
#include "memosaic/table/table_builder.hpp"

namespace memosaic::bench {
namespace {

template <typename Struct, typename RowOf>
const std::string& made(std::map<std::size_t, std::string>& files, const std::string& kind, std::size_t count,
                        const RowOf& row_for) {
  const auto found = files.find(count);
  if (found != files.end()) return found->second;
  const std::string path = table_folder().path(kind + std::to_string(count));
  table_builder_of<Struct> builder({.seed = count});
  for (std::size_t i = 0; i < count; ++i) builder.add(row_for(i));
  builder.finish(path);
  return files.emplace(count, path).first->second;
}

}  // namespace

const temporary_files& table_folder() {
  static const temporary_files folder(folder_on_disk());
  return folder;
}

const std::string& table_file(std::size_t count) {
  static std::map<std::size_t, std::string> files;
  return made<keyed_row>(files, "keyed-", count, row_of);
}

const std::string& varying_table_file(std::size_t count) {
  static std::map<std::size_t, std::string> files;
  return made<varying_row>(files, "varying-", count, varying_row_of);
}

}  // namespace memosaic::bench
