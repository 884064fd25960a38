// SPDX-License-Identifier: Apache-2.0
#undef NDEBUG
#include <cassert>

#include "memosaic/buffer/view.hpp"
#include "memosaic/table/masked_range.hpp"
#include "memosaic/table/table.hpp"
#include "memosaic/table/table_builder.hpp"

/// Objects that records share, masks, and tables without keys: quoted by docs/table.md.
namespace {

bool is_old(const memosaic::record& each) { return each["age"].as_int64() > 40; }

void sharing() {
  const memosaic::schema people({memosaic::record_type{"person",
                                                       {{1, "name", memosaic::field_type::text()},
                                                        {2, "age", memosaic::field_type::int32()},
                                                        {3, "city", memosaic::field_type::record(1)}},
                                                       1},
                                 memosaic::record_type{"city", {{1, "name", memosaic::field_type::text()}}}});
  memosaic::container_memory file;
  // [pool]
  using memosaic::value;
  memosaic::table_builder builder(people);
  const value rome = builder.pool().add(value::record("city", {{"name", "Rome"}}));  // packed now, and once
  builder.add(value::record({{"name", "Ada"}, {"age", 36}, {"city", rome}}));
  builder.add(value::record({{"name", "Ugo"}, {"age", 51}, {"city", rome}}));
  builder.finish_to(file);
  const auto table = memosaic::table::open(memosaic::view(file.bytes(), memosaic::unowned));
  assert((*table.get("Ada"))["city"].identity() == (*table.get("Ugo"))["city"].identity());
  assert((*table.get("Ada"))["city"].as_record()["name"].as_text() == "Rome");
  // [pool]
  // [mask]
  const auto records = table.records();
  const auto old = memosaic::record_mask::of(records, is_old);
  assert(old.count() == 1);
  for (const memosaic::record& each : memosaic::masked_range(records, old)) assert(each["name"].as_text() == "Ugo");
  // [mask]
}

}  // namespace

int main() { sharing(); }
