// SPDX-License-Identifier: Apache-2.0
#include "peers/keyed_peers.hpp"

#if __has_include(<tkrzw_dbm_hash.h>)
#include <tkrzw_dbm_hash.h>
#define MEMOSAIC_HAS_TKRZW 1
#endif

#include <cstring>
#include <stdexcept>

#include "data/keyed_rows.hpp"

namespace memosaic::bench {

#ifdef MEMOSAIC_HAS_TKRZW
namespace {

void require(const tkrzw::Status& status) {
  if (!status.IsOK()) throw std::runtime_error("tkrzw: " + tkrzw::ToString(status));
}

// Reads the value where it lies, instead of a copy in a string.
class id_reader final : public tkrzw::DBM::RecordProcessor {
 public:
  std::string_view ProcessFull(std::string_view, std::string_view value) override {
    std::memcpy(&id, value.data(), sizeof id);
    return NOOP;
  }
  std::int64_t id = -1;
};

class tkrzw_file {
 public:
  tkrzw_file(const std::string& path, std::size_t count) {
    tkrzw::HashDBM::TuningParameters parameters;
    parameters.num_buckets = static_cast<std::int64_t>(2 * count);
    parameters.offset_width = 5;
    parameters.align_pow = 0;
    require(file_.OpenAdvanced(path, true, tkrzw::File::OPEN_TRUNCATE, parameters));
    for (std::size_t i = 0; i < count; ++i) {
      const row_key key(i);
      const row_value value = value_of(i);
      require(file_.Set(key.view(), {reinterpret_cast<const char*>(&value), sizeof value}));
    }
    require(file_.Close());
    require(file_.Open(path, false));
  }

  [[nodiscard]] std::int64_t id_of(std::string_view key) const {
    id_reader reader;
    static_cast<void>(file_.Process(key, &reader, false));
    return reader.id;
  }

 private:
  mutable tkrzw::HashDBM file_;  ///< it has no const lookup
};

}  // namespace

std::unique_ptr<keyed_store> make_tkrzw(const std::string& folder, std::size_t count) {
  return std::make_unique<keyed_store_of<tkrzw_file>>(folder + "/tkrzw-" + std::to_string(count), count);
}

#else

std::unique_ptr<keyed_store> make_tkrzw(const std::string&, std::size_t) {
  throw std::runtime_error("tkrzw_dbm_hash.h was not there when this was built");
}

#endif

}  // namespace memosaic::bench
