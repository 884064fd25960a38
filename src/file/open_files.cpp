// SPDX-License-Identifier: Apache-2.0
#include "file/open_files.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "file/pooled_file.hpp"

namespace memosaic::window_core {

open_files::key open_files::key_of(const file& source) {
  const file_identity& identity = source.identity();
  return {identity.device, identity.inode, source.path().string(), identity.size, identity.modified_ns};
}

std::shared_ptr<pooled_file> open_files::find(const key& name, dropped_files& dropped) {
  const auto found = files_.find(name);
  if (found == files_.end()) return nullptr;
  if (!found->second.kept->is_damaged()) {
    found->second.used = ++opened_;
    return found->second.kept;
  }
  dropped.push_back(found->second.kept);
  files_.erase(found);
  return nullptr;
}

void open_files::insert(const key& name, std::shared_ptr<pooled_file> made, dropped_files& dropped) {
  drop_older_states(name, dropped);
  files_[name] = {std::move(made), ++opened_};
  if (files_.size() <= sweep_at_) return;
  drop_idle(most_, dropped);
  // If cursors are on more than that, they are not looked through at each opening.
  sweep_at_ = std::max(most_, files_.size() + files_.size() / 8);
}

void open_files::drop_older_states(const key& name, dropped_files& dropped) {
  key oldest = name;
  std::get<3>(oldest) = 0;
  std::get<4>(oldest) = std::numeric_limits<std::int64_t>::min();
  const auto is_older = [&](const key& other) {
    return std::get<0>(other) == std::get<0>(name) && std::get<1>(other) == std::get<1>(name) &&
           std::get<2>(other) == std::get<2>(name);
  };
  auto at = files_.lower_bound(oldest);
  while (at != files_.end() && is_older(at->first)) {
    dropped.push_back(at->second.kept);
    at = files_.erase(at);
  }
}

/// A file that no cursor is on is held by the pool alone, and nobody can change that without the lock.
void open_files::drop_idle(std::size_t kept, dropped_files& dropped) {
  std::vector<std::map<key, entry>::iterator> idle;
  for (auto at = files_.begin(); at != files_.end(); ++at) {
    if (at->second.kept.use_count() == 1) idle.push_back(at);
  }
  std::sort(idle.begin(), idle.end(), [](const auto& a, const auto& b) { return a->second.used < b->second.used; });
  for (const auto& oldest : idle) {
    if (files_.size() <= kept) break;
    dropped.push_back(oldest->second.kept);
    files_.erase(oldest);
  }
}

}  // namespace memosaic::window_core
