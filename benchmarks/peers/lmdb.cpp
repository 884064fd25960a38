// SPDX-License-Identifier: Apache-2.0
#include "peers/keyed_peers.hpp"

#if __has_include(<lmdb.h>)
#include <lmdb.h>
#define MEMOSAIC_HAS_LMDB 1
#endif

#include <cstring>
#include <stdexcept>

#include "data/keyed_rows.hpp"

namespace memosaic::bench {

#ifdef MEMOSAIC_HAS_LMDB
namespace {

void require(int code) {
  if (code != 0) throw std::runtime_error(std::string("LMDB: ") + ::mdb_strerror(code));
}

MDB_val value_over(void* data, std::size_t size) { return {size, data}; }

class lmdb_file {
 public:
  // Sorted, each record behind the one before: what makes the densest pages.
  lmdb_file(const std::string& path, std::size_t count) {
    require(::mdb_env_create(&environment_));
    require(::mdb_env_set_mapsize(environment_, (count + 10'000) * 128));
    require(::mdb_env_open(environment_, path.c_str(), MDB_NOSUBDIR | MDB_NOSYNC | MDB_NOLOCK, 0600));
    MDB_txn* writing = nullptr;
    require(::mdb_txn_begin(environment_, nullptr, 0, &writing));
    require(::mdb_dbi_open(writing, nullptr, 0, &base_));
    for (std::size_t i = 0; i < count; ++i) {
      row_key key(i);
      row_value value = value_of(i);
      MDB_val stored_key = value_over(key.text, key_size);
      MDB_val stored = value_over(&value, sizeof value);
      require(::mdb_put(writing, base_, &stored_key, &stored, MDB_APPEND));
    }
    require(::mdb_txn_commit(writing));
    require(::mdb_env_sync(environment_, 1));
    require(::mdb_txn_begin(environment_, nullptr, MDB_RDONLY, &reading_));
  }
  lmdb_file(const lmdb_file&) = delete;
  lmdb_file& operator=(const lmdb_file&) = delete;
  ~lmdb_file() {
    ::mdb_txn_abort(reading_);
    ::mdb_env_close(environment_);
  }

  [[nodiscard]] std::int64_t id_of(std::string_view key) const {
    MDB_val sought = value_over(const_cast<char*>(key.data()), key.size());
    MDB_val found;
    if (::mdb_get(reading_, base_, &sought, &found) != 0) return -1;
    std::int64_t id = 0;
    std::memcpy(&id, found.mv_data, sizeof id);
    return id;
  }

 private:
  MDB_env* environment_ = nullptr;
  MDB_dbi base_ = 0;
  MDB_txn* reading_ = nullptr;  ///< one for all lookups
};

}  // namespace

std::unique_ptr<keyed_store> make_lmdb(const std::string& folder, std::size_t count) {
  return std::make_unique<keyed_store_of<lmdb_file>>(folder + "/lmdb-" + std::to_string(count), count);
}

#else

std::unique_ptr<keyed_store> make_lmdb(const std::string&, std::size_t) {
  throw std::runtime_error("lmdb.h was not there when this was built");
}

#endif

}  // namespace memosaic::bench
