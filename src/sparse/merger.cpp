// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/merger.hpp"

#include <algorithm>
#include <stdexcept>

#include "memosaic/sparse/combine.hpp"
#include "memosaic/sparse/wide_address.hpp"
#include "sparse/comparison.hpp"
#include "sparse/messages.hpp"

namespace memosaic {
namespace {

template <memory_address Address>
[[noreturn]] void throw_conflict(const basic_merge_conflict<Address>& first, std::size_t count) {
  std::string text(first.second);
  text.append(" and ").append(first.first).append(first.identical ? " both fill " : " differ at ");
  text.append(sparse_core::range_text(first.where));
  if (count > 1) text.append(", the first of ").append(std::to_string(count)).append(" conflicts");
  throw std::invalid_argument(text);
}

bool refuses(merge_policy policy, bool identical) {
  return policy == merge_policy::error || (policy == merge_policy::identical && !identical);
}

}  // namespace

template <memory_address Address>
std::vector<basic_merge_conflict<Address>> basic_merger<Address>::conflicts_of(std::string_view name,
                                                                               const memory& source) const {
  std::vector<conflict> met;
  for (const auto& earlier : sources_) {
    const auto first = met.size();
    sparse_core::zip<Address, 2> both({&earlier.filled, &source}, memory::everywhere);
    while (both.next()) {
      if (!both.stored(0) || !both.stored(1)) continue;
      compare(both, both.where(), 0, 1, [&](basic_address_range<Address> where, bool identical) {
        if (met.size() > first && met.back().identical == identical && met.back().where.stop == where.start) {
          met.back().where.stop = where.stop;
        } else {
          met.push_back({where, earlier.name, std::string(name), identical});
        }
      });
    }
  }
  // Sources fill disjoint ranges, so their conflicts only have to be put in order.
  std::ranges::sort(met, {}, [](const conflict& each) { return each.where.start; });
  return met;
}

template <memory_address Address>
void basic_merger<Address>::add(std::string_view name, const memory& source) {
  add(name, source, [this](const conflict&) { return policy_; });
}

template <memory_address Address>
void basic_merger<Address>::add_chosen(std::string_view name, const memory& added, std::vector<conflict> met,
                                       const std::vector<merge_policy>& choices) {
  std::size_t refused = 0;
  const conflict* first = nullptr;
  auto filled = added.extract(memory::everywhere);
  for (std::size_t i = 0; i < met.size(); ++i) {
    if (refuses(choices[i], met[i].identical)) {
      if (refused++ == 0) first = &met[i];
    } else if (choices[i] != merge_policy::replace) {
      filled.clear(met[i].where);
    }
  }
  if (refused != 0) throw_conflict(*first, refused);

  // Everything that can fail works on copies, which cost nothing to make.
  auto sources = sources_;
  for (auto& earlier : sources) earlier.filled = subtract(earlier.filled, filled);
  auto conflicts = conflicts_;
  conflicts.insert(conflicts.end(), met.begin(), met.end());
  auto merged = unite(merged_, filled);
  sources.push_back({std::string(name), std::move(filled)});
  sources_.swap(sources);
  conflicts_.swap(conflicts);
  merged_.swap(merged);
}

template <memory_address Address>
std::string_view basic_merger<Address>::source_of(Address at) const noexcept {
  const auto found = std::ranges::find_if(sources_, [&](const contribution& each) { return each.filled.contains(at); });
  return found == sources_.end() ? std::string_view() : std::string_view(found->name);
}

template class basic_merger<std::int64_t>;
template class basic_merger<int128>;
template class basic_merger<wide_address>;

}  // namespace memosaic
