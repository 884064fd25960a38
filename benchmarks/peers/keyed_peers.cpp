// SPDX-License-Identifier: Apache-2.0
#include "peers/keyed_peers.hpp"

#include <map>
#include <stdexcept>
#include <utility>

#include "data/table_files.hpp"

namespace memosaic::bench {
namespace {

std::unique_ptr<keyed_store> make(std::string_view name, std::size_t count) {
  const std::string& folder = table_folder().folder();
  if (name == tinycdb) return make_tinycdb(folder, count);
  if (name == lmdb) return make_lmdb(folder, count);
  if (name == tkrzw_hash) return make_tkrzw(folder, count);
  if (name == plain_table) return make_plain_table(folder, count);
  if (name == unordered_map) return make_unordered_map(count);
  if (name == flat_hash_map) return make_flat_hash_map(count);
  throw std::invalid_argument("there is no peer " + std::string(name));
}

struct made_store {
  std::unique_ptr<keyed_store> store;
  std::string failure;
};

}  // namespace

const keyed_store& shared_store(std::string_view name, std::size_t count) {
  // Never destroyed: static objects of their libraries may be gone by then.
  static auto& stores = *new std::map<std::pair<std::string, std::size_t>, made_store>;
  const auto [found, fresh] = stores.try_emplace({std::string(name), count});
  made_store& made = found->second;
  if (fresh) {
    try {
      made.store = make(name, count);
    } catch (const std::exception& problem) {
      made.failure = problem.what();
    }
  }
  if (!made.store) throw std::runtime_error(made.failure);
  return *made.store;
}

}  // namespace memosaic::bench
