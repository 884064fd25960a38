// SPDX-License-Identifier: Apache-2.0
#include "data/keyed_rows.hpp"

#include <algorithm>
#include <numeric>
#include <random>

#include "data/random_bytes.hpp"
#include "memosaic/bytes/bytes_view.hpp"

namespace memosaic::bench {
namespace {

constexpr std::size_t tail_size = 14;

bytes_view tail_of(const row_value& value) { return bytes_of(std::string_view(value.tail, tail_size)); }

}  // namespace

row_key::row_key(std::uint64_t number) noexcept {
  for (std::size_t i = key_size; i-- > 1; number /= 10) text[i] = static_cast<char>('0' + number % 10);
  text[0] = 'u';
}

row_value value_of(std::uint64_t number) noexcept {
  row_value made;
  made.id = static_cast<std::int64_t>(number);
  made.score = static_cast<double>(number) / 2;
  made.first = static_cast<std::int32_t>(number % 1'000);
  made.second = static_cast<std::int32_t>(number % 7);
  return made;
}

keyed_row row_of(std::uint64_t number) {
  const row_value value = value_of(number);
  return {row_key(number).view(), value.id, value.score, value.first, value.second, tail_of(value)};
}

varying_row varying_row_of(std::uint64_t number) {
  const row_value value = value_of(number);
  const bytes_view tail = tail_of(value);
  return {std::string(row_key(number).view()), value.id, value.score, value.first, value.second,
          {tail.begin(), tail.end()}};
}

key_list::key_list(std::span<const std::uint64_t> numbers) {
  text_.resize(numbers.size() * (key_size + 1));
  views_.reserve(numbers.size());
  char* at = text_.data();
  for (const std::uint64_t number : numbers) {
    const row_key key(number);
    std::copy_n(key.text, key_size, at);
    views_.emplace_back(at, key_size);
    at += key_size + 1;
    sum_ += number;
  }
}

key_list key_list::ordered(std::size_t count) {
  std::vector<std::uint64_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), std::uint64_t{0});
  return key_list(numbers);
}

key_list key_list::shuffled(std::size_t count) {
  std::vector<std::uint64_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), std::uint64_t{0});
  std::shuffle(numbers.begin(), numbers.end(), std::mt19937_64(count));
  return key_list(numbers);
}

key_list key_list::drawn(std::size_t draws, std::size_t count) {
  random_numbers random(draws);
  std::vector<std::uint64_t> numbers(draws);
  for (std::uint64_t& each : numbers) each = random.below(count);
  return key_list(numbers);
}

key_list key_list::absent(std::size_t draws, std::size_t count) {
  key_list made = drawn(draws, count);
  for (std::size_t i = 0; i < draws; ++i) made.text_[i * (key_size + 1) + key_size - 1] = 'x';
  made.sum_ = 0;
  return made;
}

}  // namespace memosaic::bench
