// SPDX-License-Identifier: Apache-2.0
#include "peers/keyed_peers.hpp"

#if __has_include(<rocksdb/db.h>)
#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#define MEMOSAIC_HAS_ROCKSDB 1
#endif

#include <cstring>
#include <stdexcept>

#include "data/keyed_rows.hpp"

namespace memosaic::bench {

#ifdef MEMOSAIC_HAS_ROCKSDB
namespace {

void require(const rocksdb::Status& status) {
  if (!status.ok()) throw std::runtime_error("RocksDB: " + status.ToString());
}

class plain_table_base {
 public:
  plain_table_base(const std::string& path, std::size_t count) {
    rocksdb::PlainTableOptions table;
    table.user_key_len = key_size;
    rocksdb::Options options;
    options.create_if_missing = true;
    options.allow_mmap_reads = true;
    options.compression = rocksdb::kNoCompression;
    options.prefix_extractor.reset(rocksdb::NewNoopTransform());  // the whole key is hashed
    options.table_factory.reset(rocksdb::NewPlainTableFactory(table));
    options.write_buffer_size = count * 256;
    options.allow_concurrent_memtable_write = false;
    rocksdb::DB* opened = nullptr;
    require(rocksdb::DB::Open(options, path, &opened));
    base_.reset(opened);
    rocksdb::WriteOptions writing;
    writing.disableWAL = true;
    for (std::size_t i = 0; i < count; ++i) {
      const row_key key(i);
      const row_value value = value_of(i);
      require(base_->Put(writing, {key.text, key_size}, {reinterpret_cast<const char*>(&value), sizeof value}));
    }
    require(base_->Flush({}));
    require(base_->CompactRange({}, nullptr, nullptr));
  }

  [[nodiscard]] std::int64_t id_of(std::string_view key) const {
    rocksdb::PinnableSlice value;
    if (!base_->Get(reading_, base_->DefaultColumnFamily(), {key.data(), key.size()}, &value).ok()) return -1;
    std::int64_t id = 0;
    std::memcpy(&id, value.data(), sizeof id);
    return id;
  }

 private:
  std::unique_ptr<rocksdb::DB> base_;
  rocksdb::ReadOptions reading_;
};

}  // namespace

std::unique_ptr<keyed_store> make_plain_table(const std::string& folder, std::size_t count) {
  return std::make_unique<keyed_store_of<plain_table_base>>(folder + "/plain_table-" + std::to_string(count), count);
}

#else

std::unique_ptr<keyed_store> make_plain_table(const std::string&, std::size_t) {
  throw std::runtime_error("rocksdb/db.h was not there when this was built");
}

#endif

}  // namespace memosaic::bench
