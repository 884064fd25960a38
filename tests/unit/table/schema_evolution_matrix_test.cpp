// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "memosaic/table/table_of.hpp"
#include "support/table_building.hpp"

namespace memosaic::schema_evolution_matrix_test {

/// A struct of one field.
template <typename Member>
struct box {
  Member x{};
};

struct first_version {
  std::int32_t id = 0;
  std::string name;
  double gone = 0;
};

struct second_version {
  std::int64_t id = 0;
  std::string title;
  std::int32_t lots = 0;
  std::optional<std::string> note;
  std::optional<double> bonus;
};

}  // namespace memosaic::schema_evolution_matrix_test

template <typename Member>
struct memosaic::description<memosaic::schema_evolution_matrix_test::box<Member>> {
  using box = memosaic::schema_evolution_matrix_test::box<Member>;
  static constexpr auto fields = memosaic::fields("box", memosaic::field(1, "x", &box::x));
};

template <>
struct memosaic::description<memosaic::schema_evolution_matrix_test::first_version> {
  using version = memosaic::schema_evolution_matrix_test::first_version;
  static constexpr auto fields =
      memosaic::fields("version", memosaic::field(1, "id", &version::id).key(),
                       memosaic::field(2, "name", &version::name), memosaic::field(3, "gone", &version::gone));
};

template <>
struct memosaic::description<memosaic::schema_evolution_matrix_test::second_version> {
  using version = memosaic::schema_evolution_matrix_test::second_version;
  static constexpr auto fields = memosaic::fields(
      "version", memosaic::field(1, "id", &version::id).key(), memosaic::field(2, "title", &version::title),
      memosaic::field(4, "lots", &version::lots).otherwise(7), memosaic::field(5, "note", &version::note),
      memosaic::field(6, "bonus", &version::bonus).or_missing());
};

/// Tables of every old writer are read by every new reader, and the other way round: the same values, or a refusal.
namespace memosaic::schema_evolution_matrix_test {

template <typename Member>
std::vector<std::byte> table_with(const std::vector<Member>& all) {
  table_builder_of<box<Member>> builder;
  for (const Member& each : all) builder.add({each});
  container_memory sink;
  builder.finish_to(sink);
  return sink.take();
}

/// Whether the reader takes the table; if so, all of it is as `same` says.
template <typename To, typename From, typename Same>
bool is_read(const std::vector<From>& all, const Same& same) {
  const auto bytes = table_with(all);
  std::optional<table_of<box<To>>> found;
  try {
    found.emplace(test::opened(bytes));
  } catch (const std::invalid_argument&) {
    return false;
  }
  EXPECT_EQ(found->size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_TRUE(same((*found)[i][&box<To>::x], all[i])) << i;
  return true;
}

template <typename From, typename To>
constexpr bool widens_number() {
  if constexpr (std::is_floating_point_v<From>) {
    return std::is_floating_point_v<To> && sizeof(From) <= sizeof(To);
  } else if constexpr (std::is_floating_point_v<To>) {
    return std::numeric_limits<From>::digits <= std::numeric_limits<To>::digits;
  } else {
    return std::in_range<To>(std::numeric_limits<From>::min()) && std::in_range<To>(std::numeric_limits<From>::max());
  }
}

template <typename From, typename To>
void try_numbers() {
  using limits = std::numeric_limits<From>;
  const std::vector<From> edges{limits::min(), limits::max(), limits::lowest(), From(0), From(1), From(100)};
  const auto same = [](To read, From written) {
    if constexpr (widens_number<From, To>()) return read == static_cast<To>(written);
    return false;
  };
  EXPECT_EQ((is_read<To>(edges, same)), (widens_number<From, To>()))
      << name_of(kind_of_number<From>()) << " as " << name_of(kind_of_number<To>());
}

template <typename From, typename... To>
void try_row() {
  (try_numbers<From, To>(), ...);
}

template <typename... Numbers>
void try_all() {
  (try_row<Numbers, Numbers...>(), ...);
}

TEST(SchemaEvolutionMatrix, EveryNumberAsEveryNumber) {
  try_all<std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t, std::uint32_t,
          std::uint64_t, float, double>();
}

TEST(SchemaEvolutionMatrix, Texts) {
  const auto texts = [](auto longest) { return std::vector<decltype(longest)>{"", "a", longest}; };
  using shorter = fixed_text<5>;
  using longer = fixed_text<300>;
  const auto view_of = [](std::string_view read, const auto& written) {
    if constexpr (requires { written.text(); })
      return read == written.text();
    else
      return read == std::string_view(written);
  };
  EXPECT_TRUE((is_read<shorter>(texts(shorter("12345")), view_of)));
  EXPECT_TRUE((is_read<longer>(texts(shorter("12345")), view_of)));
  EXPECT_TRUE((is_read<std::string>(texts(shorter("12345")), view_of)));
  EXPECT_TRUE((is_read<std::string>(texts(longer("caf\xC3\xA9")), view_of)));
  EXPECT_TRUE((is_read<std::string>(texts(std::string(70'000, 'x')), view_of)));
  EXPECT_FALSE((is_read<shorter>(texts(longer("12345")), view_of)));
  EXPECT_FALSE((is_read<shorter>(texts(std::string("12345")), view_of)));
  EXPECT_FALSE((is_read<longer>(texts(std::string("12345")), view_of)));
}

TEST(SchemaEvolutionMatrix, NullsWidenAndDoNotNarrow) {
  using some = std::optional<std::int16_t>;
  using more = std::optional<std::int64_t>;
  const auto same = [](const auto& read, const auto& written) {
    const more a = read;
    const more b = written;
    return a == b;
  };
  EXPECT_TRUE((is_read<more>(std::vector<some>{std::int16_t{-5}, std::nullopt}, same)));
  EXPECT_TRUE((is_read<more>(std::vector<std::int16_t>{-5, 0}, same)));
  EXPECT_FALSE((is_read<std::int64_t>(std::vector<some>{std::int16_t{-5}, std::nullopt}, same)));
  EXPECT_FALSE((is_read<some>(std::vector<more>{std::int64_t{-5}}, same)));
}

TEST(SchemaEvolutionMatrix, ElementsWidenAsTheirTypesDo) {
  const auto same = [](const auto& read, const auto& written) {
    std::vector<std::int64_t> numbers;
    for (const auto each : read) numbers.push_back(each);
    return numbers == std::vector<std::int64_t>(written.begin(), written.end());
  };
  using shorts = std::vector<std::int16_t>;
  using longs = std::vector<std::int64_t>;
  EXPECT_TRUE((is_read<longs>(std::vector<shorts>{{}, {1, -2, 3}, shorts(1000, 9)}, same)));
  EXPECT_FALSE((is_read<shorts>(std::vector<longs>{{}, {1}}, same)));
}

TEST(SchemaEvolutionMatrix, FieldsComeAndGoBothWays) {
  table_builder_of<first_version> old_writer;
  table_builder_of<second_version> new_writer;
  for (std::int32_t i = 0; i < 200; ++i) {
    old_writer.add({i * 1000, "n" + std::to_string(i), 0.5});
    new_writer.add({i * 1000, "n" + std::to_string(i), i, "note", std::nullopt});
  }
  container_memory old_file;
  container_memory new_file;
  old_writer.finish_to(old_file);
  new_writer.finish_to(new_file);
  const table_of<second_version> from_old(test::opened(old_file.bytes()));
  for (std::int32_t i = 0; i < 200; ++i) {
    const auto row = from_old.get(i * 1000);
    ASSERT_TRUE(row);
    EXPECT_EQ((*row)[&second_version::id], i * 1000);
    EXPECT_EQ((*row)[&second_version::title], "n" + std::to_string(i));
    EXPECT_EQ((*row)[&second_version::lots], 7);
    EXPECT_FALSE((*row)[&second_version::note]);
    EXPECT_TRUE(row->is_missing(&second_version::bonus));
  }
  // Back: the id has become wider and the old field is gone, so an old program refuses the file when it opens it.
  EXPECT_THROW(table_of<first_version>(test::opened(new_file.bytes())), std::invalid_argument);
}

}  // namespace memosaic::schema_evolution_matrix_test
