// SPDX-License-Identifier: Apache-2.0
// Numbers of a finished table: counted up in place, seen by everybody who has the file mapped.
#include "memosaic/memosaic.hpp"

#undef NDEBUG
#include <cassert>
#include <filesystem>

// [described]
struct Page {
  std::string name;
  std::int64_t hits = 0;
  float rating = 0;
};

template <>
struct memosaic::description<Page> {
  static constexpr auto fields = memosaic::fields("page", memosaic::field(1, "name", &Page::name).key(),
                                                  memosaic::field(2, "hits", &Page::hits).in_place(),
                                                  memosaic::field(3, "rating", &Page::rating).in_place());
};
// [described]

int main() {
  const auto path = std::filesystem::temp_directory_path() / "memosaic-example-numbers.table";
  memosaic::table_builder_of<Page> builder;
  builder.add({"/", 1000, 4.5F});
  builder.add({"/help", 0, 0});
  builder.finish(path);

  // [write]
  const memosaic::table_of<Page> pages(memosaic::table::open(path));  // here or in any other process

  const memosaic::table_numbers numbers(path);
  const auto row = numbers.table().get("/help");
  const auto hits = numbers.at<std::int64_t>(*row, "hits");
  assert(hits.add(1) == 0);  // what was there before
  assert(pages.get("/help")->operator[](&Page::hits) == 1);

  std::int64_t expected = 1;
  while (!hits.compare_exchange(expected, expected * 2)) {}
  numbers.at<float>(*row, "rating").store(3.5F);
  assert((*row)["hits"].as_int64() == 2 && (*row)["rating"].as_float64() == 3.5);
  numbers.flush();  // on the device, too
  // [write]

  // [rebuild]
  memosaic::table_builder_of<Page> next;
  for (const memosaic::record old : numbers.table()) {
    next.add({std::string(old["name"].as_text()), old["hits"].as_int64(), 0});
  }
  next.finish(path);  // a new file: what is counted in the old one from here on is lost
  // [rebuild]
  const memosaic::table_of<Page> rebuilt(memosaic::table::open(path));
  assert(rebuilt.get("/help")->operator[](&Page::hits) == 2);
  std::filesystem::remove(path);
}
