// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/masked_search.hpp"

#include "memosaic/sparse/wide_address.hpp"
#include "sparse/block_search.hpp"
#include "sparse/hole_search.hpp"

namespace memosaic {
namespace {

/// A masked needle as `block_search` takes one.
class masked_reference {
 public:
  masked_reference(const masked_needle& needle) noexcept : needle_(&needle) {}

  [[nodiscard]] std::size_t size() const noexcept { return needle_->size(); }
  [[nodiscard]] std::optional<std::size_t> find(bytes_view bytes) const { return needle_->find(bytes); }
  [[nodiscard]] std::optional<std::size_t> rfind(bytes_view bytes) const { return needle_->rfind(bytes); }

 private:
  const masked_needle* needle_;
};

/// Calls `use(search)` with what finds the needle by the rule for holes.
template <memory_address Address, typename Use>
auto with_search(const basic_sparse_memory<Address>& memory, const masked_needle& needle, hole_match holes, Use&& use) {
  if (holes.matches_wildcards()) {
    sparse_core::hole_search<Address> search(memory, needle);
    return use(search);
  }
  const auto value = holes.value();
  sparse_core::block_search<Address, masked_reference> search(memory, needle,
                                                              holes.reads_as_value() ? &value : nullptr);
  return use(search);
}

template <memory_address Address, typename Report>
void visit_all(const basic_sparse_memory<Address>& memory, const masked_needle& needle, overlap overlapping,
               basic_address_range<Address> where, hole_match holes, Report&& report) {
  with_search(memory, needle, holes, [&](auto& search) {
    while (const auto found = where.empty() ? std::nullopt : search.first(where)) {
      report(*found);
      // The match lies in the range, so neither goes beyond its stop.
      const auto step = overlapping == overlap::yes ? 1 : needle.size();
      where.start = static_cast<Address>(static_cast<address_length<Address>>(*found) + step);
    }
  });
}

}  // namespace

template <memory_address Address>
std::optional<Address> find(const basic_sparse_memory<Address>& memory, const masked_needle& needle,
                            typename basic_sparse_memory<Address>::range where, hole_match holes) {
  if (where.empty()) return std::nullopt;
  return with_search(memory, needle, holes, [&](auto& search) { return search.first(where); });
}

template <memory_address Address>
std::optional<Address> rfind(const basic_sparse_memory<Address>& memory, const masked_needle& needle,
                             typename basic_sparse_memory<Address>::range where, hole_match holes) {
  if (where.empty()) return std::nullopt;
  return with_search(memory, needle, holes, [&](auto& search) { return search.last(where); });
}

template <memory_address Address>
std::vector<Address> find_all(const basic_sparse_memory<Address>& memory, const masked_needle& needle,
                              overlap overlapping, typename basic_sparse_memory<Address>::range where,
                              hole_match holes) {
  std::vector<Address> found;
  visit_all(memory, needle, overlapping, where, holes, [&](Address at) { found.push_back(at); });
  return found;
}

template <memory_address Address>
address_length<Address> count(const basic_sparse_memory<Address>& memory, const masked_needle& needle,
                              overlap overlapping, typename basic_sparse_memory<Address>::range where,
                              hole_match holes) {
  address_length<Address> found = 0;
  visit_all(memory, needle, overlapping, where, holes, [&](Address) { ++found; });
  return found;
}

#define MEMOSAIC_MASKED_SEARCH_FOR(Address)                                                                  \
  template std::optional<Address> find(const basic_sparse_memory<Address>&, const masked_needle&,            \
                                       basic_address_range<Address>, hole_match);                            \
  template std::optional<Address> rfind(const basic_sparse_memory<Address>&, const masked_needle&,           \
                                        basic_address_range<Address>, hole_match);                           \
  template std::vector<Address> find_all(const basic_sparse_memory<Address>&, const masked_needle&, overlap, \
                                         basic_address_range<Address>, hole_match);                          \
  template address_length<Address> count(const basic_sparse_memory<Address>&, const masked_needle&, overlap, \
                                         basic_address_range<Address>, hole_match);

MEMOSAIC_MASKED_SEARCH_FOR(std::int64_t)
MEMOSAIC_MASKED_SEARCH_FOR(int128)
MEMOSAIC_MASKED_SEARCH_FOR(wide_address)

}  // namespace memosaic
