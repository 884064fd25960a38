// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <sstream>
#include <string>

#include "memosaic/table/record.hpp"
#include "memosaic/table/schema.hpp"
#include "support/table_values.hpp"

/// Any value of any schema comes back as it was.
namespace memosaic::table_round_trip_test {

/// What differs, or nothing.
std::string problem(const std::vector<std::uint8_t>& choices) {
  testing::table_values source(choices);
  const schema types = source.any_schema();
  if (schema::parse(types.canonical_form()).types() != types.types()) return "the schema reads back differently";
  const value object = source.record_of(types, 0);
  const auto packed = types.pack(object);
  if (types.pack(object) != packed) return "packed differently the second time";
  const value read = types.unpack_from(packed).materialise();
  if (!(read == object)) return object.to_text() + " came back as " + read.to_text();

  // In the middle of other bytes, at an odd place, and with a schema that was read from its own form.
  std::vector<std::byte> around(packed.size() + 13, std::byte{0xEE});
  if (types.pack_into(object, around, 3) != packed.size() + 3) return "pack_into ends elsewhere";
  const schema again = schema::parse(types.canonical_form());
  const value moved = again.unpack_from(around, 3).materialise();
  if (!(moved == object)) return object.to_text() + " came back from elsewhere as " + moved.to_text();
  if (types.pack(read) != packed && types.unpack_from(types.pack(read)).materialise() != object) return "not stable";
  return "";
}

TEST(TableRoundTrip, AnyValueOfAnySchema) {
  rc::detail::TestParams params;
  params.maxSuccess = 300;
  params.maxSize = 2000;
  params.seed = 20240229;
  const auto property = [](const std::vector<std::uint8_t>& choices) {
    const std::string found = problem(choices);
    if (!found.empty()) RC_FAIL(found);
  };
  const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata(), params);
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>()) << text.str();
}

}  // namespace memosaic::table_round_trip_test
