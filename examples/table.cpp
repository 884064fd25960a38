// SPDX-License-Identifier: Apache-2.0
// Records with a schema: packed, read in place, by name and as a struct of C++; a container around them.
#include "memosaic/memosaic.hpp"

#undef NDEBUG
#include <cassert>
#include <filesystem>

// [described]
struct Trade {
  memosaic::fixed_text<12> symbol;
  double price = 0;
  std::int64_t volume = 0;
  std::optional<std::string> note;
  std::vector<std::int32_t> lots;
};

template <>
struct memosaic::description<Trade> {
  static constexpr auto fields = memosaic::fields(
      "trade", memosaic::field(1, "symbol", &Trade::symbol).key(), memosaic::field(2, "price", &Trade::price),
      memosaic::field(3, "volume", &Trade::volume).otherwise(0), memosaic::field(4, "note", &Trade::note),
      memosaic::field(5, "lots", &Trade::lots));
};
// [described]

int main() {
  // [struct]
  const auto trades = memosaic::describe<Trade>();
  const std::vector<std::byte> packed = trades.pack({"ABC", 1.5, 700, "first", {300, 400}});

  const auto row = trades.unpack_from(packed);  // nothing is decoded
  assert(row[&Trade::price] == 1.5);            // one load from a fixed place
  assert(row[&Trade::symbol] == "ABC");         // a std::string_view into the bytes
  assert(row[&Trade::lots].size() == 2 && row[&Trade::lots][1] == 400);
  // [struct]

  // [names]
  const auto schema = memosaic::schema::parse(trades.canonical_form());  // as it stands in a file
  const memosaic::record same = schema.unpack_from(packed);
  assert(same["price"].as_float64() == 1.5);
  assert(same["note"].as_text() == "first");
  const memosaic::value copy = same.materialise();  // owns all it consists of
  assert(copy.find("lots")->items().back() == memosaic::value(400));
  assert(schema.pack(copy) == packed);
  // [names]

  // [container]
  memosaic::container_memory file;
  memosaic::container_writer writer(file, schema);
  writer.begin(memosaic::section_type::usermeta);
  writer.append(memosaic::bytes_of(std::string_view("nightly build")));
  writer.end(1);
  writer.finish(0);

  const memosaic::view bytes(file.bytes(), memosaic::unowned);
  const auto opened = memosaic::container::open(bytes, memosaic::open_level::verified);
  assert(opened.schema() == schema);
  assert(memosaic::text_of(opened.bytes(memosaic::section_type::usermeta)) == "nightly build");
  // [container]

  // [build]
  const auto path = std::filesystem::temp_directory_path() / "memosaic-example.table";
  memosaic::table_builder_of<Trade> builder({.duplicates = memosaic::duplicate_policy::last});
  builder.add({"ABC", 1.5, 700, "first", {300, 400}});
  builder.add({"XYZ", 9.0, 10, std::nullopt, {}});
  builder.add({"ABC", 2.5, 800, std::nullopt, {}});
  builder.finish(path);  // the path names the whole old or the whole new table, at every moment
  // [build]

  // [lookup]
  const memosaic::table_of<Trade> found(memosaic::table::open(path));
  assert(found.size() == 2);
  assert((*found.get("ABC"))[&Trade::price] == 2.5);  // read where it lies in the mapped file
  assert(!found.get("DEF"));
  for (const memosaic::record each : found.table()) assert(each["volume"].as_int64() > 0);  // by names
  // [lookup]
  std::filesystem::remove(path);
}
