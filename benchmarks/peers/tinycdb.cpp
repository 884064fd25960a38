// SPDX-License-Identifier: Apache-2.0
#include "peers/keyed_peers.hpp"

#if __has_include(<cdb.h>)
#include <cdb.h>
#define MEMOSAIC_HAS_TINYCDB 1
#endif

#include <fcntl.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>

#include "data/keyed_rows.hpp"

namespace memosaic::bench {

#ifdef MEMOSAIC_HAS_TINYCDB
namespace {

void require(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error("tinycdb: " + what + " failed");
}

class cdb_file {
 public:
  explicit cdb_file(const std::string& path) {
    fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    require(fd_ >= 0 && ::cdb_init(&file_, fd_) == 0, "opening");
  }
  cdb_file(const cdb_file&) = delete;
  cdb_file& operator=(const cdb_file&) = delete;
  ~cdb_file() {
    ::cdb_free(&file_);
    ::close(fd_);
  }

  // A search is kept in the object.
  [[nodiscard]] std::int64_t id_of(std::string_view key) const {
    if (::cdb_find(&file_, key.data(), static_cast<unsigned>(key.size())) <= 0) return -1;
    std::int64_t id = 0;
    std::memcpy(&id, ::cdb_get(&file_, cdb_datalen(&file_), cdb_datapos(&file_)), sizeof id);
    return id;
  }

 private:
  int fd_ = -1;
  mutable struct ::cdb file_ {};
};

}  // namespace

void write_tinycdb(int fd, std::size_t count) {
  struct ::cdb_make made {};
  require(::cdb_make_start(&made, fd) == 0, "cdb_make_start");
  for (std::size_t i = 0; i < count; ++i) {
    const row_key key(i);
    const row_value value = value_of(i);
    require(::cdb_make_add(&made, key.text, key_size, &value, sizeof value) == 0, "cdb_make_add");
  }
  require(::cdb_make_finish(&made) == 0, "cdb_make_finish");
}

std::unique_ptr<keyed_store> make_tinycdb(const std::string& folder, std::size_t count) {
  const std::string path = folder + "/tinycdb-" + std::to_string(count);
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  require(fd >= 0, "making a file");
  write_tinycdb(fd, count);
  ::fsync(fd);
  ::close(fd);
  return std::make_unique<keyed_store_of<cdb_file>>(path);
}

#else

void write_tinycdb(int, std::size_t) { throw std::runtime_error("cdb.h was not there when this was built"); }

std::unique_ptr<keyed_store> make_tinycdb(const std::string&, std::size_t) {
  throw std::runtime_error("cdb.h was not there when this was built");
}

#endif

}  // namespace memosaic::bench
