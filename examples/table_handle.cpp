// SPDX-License-Identifier: Apache-2.0
// A table is replaced while it is read.
#include "memosaic/memosaic.hpp"

#undef NDEBUG
#include <cassert>
#include <filesystem>

namespace {

const memosaic::schema prices({memosaic::record_type{
    "price", {{1, "symbol", memosaic::field_type::text()}, {2, "price", memosaic::field_type::float64()}}, 1}});

void publish(const std::filesystem::path& path, double price) {
  memosaic::table_builder builder(prices);
  builder.add(memosaic::value::record({{"symbol", "ABC"}, {"price", price}}));
  builder.finish(path);
}

double price_of(const memosaic::table& from) { return from.get("ABC")->operator[]("price").as_float64(); }

}  // namespace

int main() {
  const auto path = std::filesystem::temp_directory_path() / "memosaic-example-handle.table";
  publish(path, 1.5);

  // [swap]
  memosaic::table_handle handle(path);
  memosaic::table_reader reader(handle);  // each thread has its own
  const memosaic::table old = handle.current();
  assert(price_of(reader.current()) == 1.5);

  publish(path, 2.5);        // by this process or another one
  assert(handle.refresh());  // one system call if there is nothing new
  assert(!handle.refresh());
  assert(price_of(reader.current()) == 2.5);
  assert(price_of(old) == 1.5);  // whoever has a table keeps it, whole
  // [swap]

  // [trouble]
  std::filesystem::remove(path);
  try {
    handle.refresh();
    assert(false);
  } catch (const std::filesystem::filesystem_error& error) {
    assert(error.code() == std::errc::no_such_file_or_directory);
  }
  assert(price_of(handle.current()) == 2.5);  // the table stays
  // [trouble]
}
