// SPDX-License-Identifier: Apache-2.0
#include "peers/flat_rows.hpp"

#if __has_include(<flatbuffers/flatbuffers.h>)
#include <flatbuffers/flatbuffers.h>
#define MEMOSAIC_HAS_FLATBUFFERS 1
#endif

#include <cstring>
#include <map>
#include <stdexcept>
#include <vector>

#include "data/keyed_rows.hpp"

namespace memosaic::bench {

#ifdef MEMOSAIC_HAS_FLATBUFFERS
namespace {

// Where the fields of a table are told in its vtable: the first at 4, each 2 bytes behind the one before.
constexpr flatbuffers::voffset_t key_place = 4;
constexpr flatbuffers::voffset_t id_place = 6;
constexpr flatbuffers::voffset_t score_place = 8;
constexpr flatbuffers::voffset_t first_place = 10;
constexpr flatbuffers::voffset_t second_place = 12;
constexpr flatbuffers::voffset_t tail_place = 14;

// What the library asks of a table with a key, by the names it asks for. It is never made: a pointer to bytes of the
// buffer is seen as one.
class flat_row : private flatbuffers::Table {
 public:
  [[nodiscard]] const flatbuffers::String* key() const { return GetPointer<const flatbuffers::String*>(key_place); }
  [[nodiscard]] std::int64_t id() const { return GetField<std::int64_t>(id_place, 0); }

  bool KeyCompareLessThan(const flat_row* other) const { return *key() < *other->key(); }
  int KeyCompareWithValue(const char* wanted) const { return std::strcmp(key()->c_str(), wanted); }

  bool Verify(flatbuffers::Verifier& verifier) const {
    return VerifyTableStart(verifier) && VerifyOffsetRequired(verifier, key_place) && verifier.VerifyString(key()) &&
           VerifyField<std::int64_t>(verifier, id_place, sizeof(std::int64_t)) &&
           VerifyField<double>(verifier, score_place, sizeof(double)) &&
           VerifyField<std::int32_t>(verifier, first_place, sizeof(std::int32_t)) &&
           VerifyField<std::int32_t>(verifier, second_place, sizeof(std::int32_t)) &&
           VerifyOffset(verifier, tail_place) &&
           verifier.VerifyVector(GetPointer<const flatbuffers::Vector<std::uint8_t>*>(tail_place)) &&
           verifier.EndTable();
  }
};

using flat_vector = flatbuffers::Vector<flatbuffers::Offset<flat_row>>;

class flat_root : private flatbuffers::Table {
 public:
  [[nodiscard]] const flat_vector* rows() const { return GetPointer<const flat_vector*>(key_place); }

  bool Verify(flatbuffers::Verifier& verifier) const {
    return VerifyTableStart(verifier) && VerifyOffsetRequired(verifier, key_place) && verifier.VerifyVector(rows()) &&
           verifier.VerifyVectorOfTables(rows()) && verifier.EndTable();
  }
};

flatbuffers::Offset<flat_row> add_row(flatbuffers::FlatBufferBuilder& builder, std::uint64_t number) {
  constexpr std::size_t tail_size = 14;
  const row_key key(number);
  const row_value value = value_of(number);
  const auto text = builder.CreateString(key.text, key_size);
  const auto tail = builder.CreateVector(reinterpret_cast<const std::uint8_t*>(value.tail), tail_size);
  const auto start = builder.StartTable();
  builder.AddElement<std::int64_t>(id_place, value.id, -1);
  builder.AddElement<double>(score_place, value.score, -1);
  builder.AddOffset(tail_place, tail);
  builder.AddElement<std::int32_t>(second_place, value.second, -1);
  builder.AddElement<std::int32_t>(first_place, value.first, -1);
  builder.AddOffset(key_place, text);
  return {builder.EndTable(start)};
}

}  // namespace

struct flat_rows::parts {
  flatbuffers::FlatBufferBuilder builder;
  const flat_vector* rows = nullptr;
};

flat_rows::flat_rows(std::size_t count) : parts_(std::make_unique<parts>()) {
  flatbuffers::FlatBufferBuilder& builder = parts_->builder;
  std::vector<flatbuffers::Offset<flat_row>> rows;
  rows.reserve(count);
  for (std::size_t i = 0; i < count; ++i) rows.push_back(add_row(builder, i));
  const auto sorted = builder.CreateVectorOfSortedTables(&rows);
  const auto start = builder.StartTable();
  builder.AddOffset(key_place, sorted);
  builder.Finish(flatbuffers::Offset<flat_root>(builder.EndTable(start)));
  parts_->rows = flatbuffers::GetRoot<flat_root>(builder.GetBufferPointer())->rows();
}

flat_rows::~flat_rows() = default;

std::uint64_t flat_rows::sum(std::span<const std::string_view> keys) const {
  std::uint64_t sum = 0;
  for (const std::string_view key : keys) {
    const flat_row* const found = parts_->rows->LookupByKey(key.data());
    sum += found == nullptr ? 0 : static_cast<std::uint64_t>(found->id());
  }
  return sum;
}

std::uint64_t flat_rows::sum_of_fields(std::size_t records, std::size_t times) const {
  std::vector<const flat_row*> rows;
  for (std::size_t i = 0; i < records; ++i) {
    rows.push_back(parts_->rows->Get(static_cast<flatbuffers::uoffset_t>(i)));
  }
  std::uint64_t sum = 0;
  for (std::size_t time = 0; time < times; ++time) {
    for (const flat_row* const each : rows) sum += static_cast<std::uint64_t>(each->id());
  }
  return sum;
}

std::size_t flat_rows::bytes() const { return parts_->builder.GetSize(); }

bool flat_rows::verify() const {
  constexpr flatbuffers::uoffset_t deepest = 16;
  flatbuffers::Verifier verifier(parts_->builder.GetBufferPointer(), bytes(), deepest, 1'000'000'000);
  return verifier.VerifyBuffer<flat_root>();
}

#else

struct flat_rows::parts {};

flat_rows::flat_rows(std::size_t) {
  throw std::runtime_error("flatbuffers/flatbuffers.h was not there when this was built");
}
flat_rows::~flat_rows() = default;
std::uint64_t flat_rows::sum(std::span<const std::string_view>) const { return 0; }
std::uint64_t flat_rows::sum_of_fields(std::size_t, std::size_t) const { return 0; }
std::size_t flat_rows::bytes() const { return 0; }
bool flat_rows::verify() const { return false; }

#endif

const flat_rows& shared_flat_rows(std::size_t count) {
  static std::map<std::size_t, std::unique_ptr<flat_rows>> all;
  std::unique_ptr<flat_rows>& made = all[count];
  if (!made) made = std::make_unique<flat_rows>(count);
  return *made;
}

}  // namespace memosaic::bench
