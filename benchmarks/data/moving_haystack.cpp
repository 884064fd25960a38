// SPDX-License-Identifier: Apache-2.0
#include "data/moving_haystack.hpp"

#include <cstring>

#include "data/pools.hpp"
#include "peers/naive.hpp"
#include "peers/roofs.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t not_yet_known = npos - 1;

// One pass leaves some of it outside the second-level cache, which does not simply drop what was used longest ago: the
// pass after it reads 70 GB/s where the third reads 134 (Sapphire Rapids).
constexpr int warming_passes = 2;

}  // namespace

moving_haystack::moving_haystack(mutable_bytes_view pool, std::size_t size, std::string needle)
    : pool_(pool),
      size_(size),
      needle_(std::move(needle)),
      front_answers_(pool.size() / size, not_yet_known),
      back_answers_(pool.size() / size, not_yet_known) {}

void moving_haystack::advance() {
  restore();
  part_ = (part_ + 1) % front_answers_.size();
}

sample moving_haystack::time_read() {
  const auto read = fastest_reader(bytes()).read;
  warm();
  return time_only([&] { keep(read(bytes())); });
}

void moving_haystack::plant(place where) {
  restore();
  planted_at_ = offset() + (where == place::front ? 0 : size_ - needle_.size());
  const mutable_bytes_view target = pool_.subspan(planted_at_, needle_.size());
  covered_ = text_of(target);
  std::memcpy(target.data(), needle_.data(), needle_.size());
}

void moving_haystack::restore() {
  if (planted_at_ == npos) return;
  std::memcpy(pool_.data() + planted_at_, covered_.data(), covered_.size());
  planted_at_ = npos;
}

void moving_haystack::warm() const {
  if (size_ > small_size) return;
  const auto read = fastest_reader(bytes()).read;
  for (int pass = 0; pass < warming_passes; ++pass) keep(read(bytes()));
}

std::size_t moving_haystack::naive_answer(place where) {
  plant(where);
  std::size_t& known = (where == place::front ? front_answers_ : back_answers_)[part_];
  if (known == not_yet_known) {
    known = where == place::front ? naive_rfind(bytes(), needle()) : naive_find(bytes(), needle());
  }
  return known;
}

}  // namespace memosaic::bench
