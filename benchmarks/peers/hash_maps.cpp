// SPDX-License-Identifier: Apache-2.0
#include "peers/keyed_peers.hpp"

#if __has_include(<absl/container/flat_hash_map.h>)
#include <absl/container/flat_hash_map.h>
#include <absl/strings/string_view.h>
#define MEMOSAIC_HAS_ABSEIL 1
#endif

#include <stdexcept>
#include <unordered_map>

#include "data/keyed_rows.hpp"

namespace memosaic::bench {
namespace {

template <typename Map, typename View>
class map_in_memory {
 public:
  explicit map_in_memory(std::size_t count) {
    map_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) map_.emplace(row_key(i).view(), value_of(i));
  }

  [[nodiscard]] std::int64_t id_of(std::string_view key) const {
    const auto found = map_.find(View(key.data(), key.size()));
    return found == map_.end() ? -1 : found->second.id;
  }

 private:
  Map map_;
};

struct text_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
};
using standard_map = std::unordered_map<std::string, row_value, text_hash, std::equal_to<>>;

}  // namespace

std::unique_ptr<keyed_store> make_unordered_map(std::size_t count) {
  return std::make_unique<keyed_store_of<map_in_memory<standard_map, std::string_view>>>(count);
}

#ifdef MEMOSAIC_HAS_ABSEIL
std::unique_ptr<keyed_store> make_flat_hash_map(std::size_t count) {
  using map = absl::flat_hash_map<std::string, row_value>;
  return std::make_unique<keyed_store_of<map_in_memory<map, absl::string_view>>>(count);
}
#else
std::unique_ptr<keyed_store> make_flat_hash_map(std::size_t) {
  throw std::runtime_error("absl/container/flat_hash_map.h was not there when this was built");
}
#endif

}  // namespace memosaic::bench
