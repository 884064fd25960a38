// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <system_error>
#include <vector>

#include "memosaic/buffer/buffer.hpp"
#include "memosaic/error.hpp"
#include "support/failing_calls.hpp"
#include "support/table_building.hpp"
#include "support/temporary_file.hpp"

/// A table appears whole or not at all, and opens wherever its bytes are.
namespace memosaic::table_file_test {

void add_some(table_builder& builder, int count) {
  for (int i = 0; i < count; ++i) builder.add(test::keyed_record("k" + std::to_string(i), i, true));
}

TEST(TableFile, OpensWhereItWasPublished) {
  const test::temporary_file file;
  table_builder builder(test::keyed_schema(field_type::text(), true),
                        {.user_metadata = std::vector<std::byte>(3, std::byte{7})});
  add_some(builder, 500);
  const container_header header = builder.finish(file.path());
  EXPECT_EQ(header.record_count, 500U);
  EXPECT_EQ(header.length, std::filesystem::file_size(file.path()));
  for (const auto level : {open_level::checked, open_level::verified, open_level::trusted}) {
    const table found = table::open(file.path(), level);
    EXPECT_EQ((*found.get("k77"))["n"].as_int64(), 77);
    EXPECT_EQ(found.user_metadata().size(), 3U);
    found.verify(2);
  }
  EXPECT_EQ(test::files_in(file.folder()), 1U);
  EXPECT_THROW(static_cast<void>(builder.finish(file.path())), std::logic_error);
}

TEST(TableFile, OpensInAPartOfABuffer) {
  table_builder builder(test::keyed_schema(field_type::text(), true));
  add_some(builder, 100);
  const auto bytes = test::finished(builder);
  for (const std::size_t offset : {1U, 64U, 1000U}) {
    std::vector<std::byte> longer(bytes.size() + 2000);
    std::copy(bytes.begin(), bytes.end(), longer.begin() + static_cast<std::ptrdiff_t>(offset));
    const buffer whole{bytes_view(longer)};
    const table found = table::open(whole.view().sub(offset, offset + bytes.size()), open_level::verified);
    EXPECT_EQ((*found.get("k99"))["n"].as_int64(), 99);
    EXPECT_FALSE(found.get("k100"));
  }
}

TEST(TableFile, ABuildThatFailsLeavesTheOldFile) {
  const std::string old = "the old table";
  bool failed = true;
  for (std::size_t number = 1; failed; ++number) {
    const test::temporary_file file(bytes_of(old));
    table_builder builder(test::keyed_schema(field_type::text(), true), {.memory_limit = 65536});
    {
      test::failing_calls calls(number, ENOSPC);
      try {
        add_some(builder, 1000);
        builder.finish(file.path());
      } catch (const std::filesystem::filesystem_error& error) {
        EXPECT_EQ(error.code().value(), ENOSPC);
      }
      failed = calls.failed();
    }
    const auto content = file.content();
    if (std::string(text_of(content)) != old) {
      EXPECT_EQ(table::open(file.path(), open_level::verified).size(), 1000U);
    }
    EXPECT_EQ(test::files_in(file.folder()), 1U) << number;
  }
}

class impatient final : public build_watcher {
 public:
  explicit impatient(build_stage stage) : stage_(stage) {}
  bool go_on(build_stage stage, std::uint64_t, std::uint64_t) override { return stage != stage_; }

 private:
  build_stage stage_;
};

TEST(TableFile, ABuildThatIsCancelledLeavesTheOldFile) {
  for (const auto stage : {build_stage::indexing, build_stage::ordering, build_stage::publishing}) {
    const test::temporary_file file(bytes_of(std::string("old")));
    impatient watcher(stage);
    table_builder builder(test::keyed_schema(field_type::text(), true), {.threads = 2, .watcher = &watcher});
    add_some(builder, 300);
    try {
      builder.finish(file.path());
      FAIL();
    } catch (const std::system_error& error) {
      EXPECT_EQ(error.code(), std::errc::operation_canceled);
    }
    EXPECT_EQ(file.content().size(), 3U);
    EXPECT_EQ(test::files_in(file.folder()), 1U);
  }
}

TEST(TableFile, RecordsThatDoNotFitAreNamedAndNotAdded) {
  table_builder builder(test::keyed_schema(field_type::fixed_text(4)));
  builder.add(test::keyed_record("a", 1));
  try {
    builder.add(test::keyed_record("too long", 2));
    FAIL();
  } catch (const std::out_of_range& error) {
    EXPECT_EQ(std::string(error.what()).rfind("record 1: key: ", 0), 0U) << error.what();
  }
  EXPECT_THROW(builder.add_packed(std::vector<std::byte>(3)), std::invalid_argument);
  builder.add(test::keyed_record("b", 3));
  const auto bytes = test::finished(builder);
  EXPECT_EQ(test::opened(bytes).size(), 2U);
}

TEST(TableFile, EqualRecordsMakeEqualFiles) {
  const auto build = [](unsigned threads, std::uint64_t memory, const char* last) {
    table_builder builder(test::keyed_schema(field_type::text(), true),
                          {.memory_limit = memory, .threads = threads, .reproducible = true});
    add_some(builder, 1000);
    builder.add(test::keyed_record(last, 5, true));
    return test::finished(builder);
  };
  const auto first = build(1, 1U << 28U, "z");
  EXPECT_EQ(first, build(3, 1U << 28U, "z"));
  const auto other = build(1, 1U << 28U, "y");
  EXPECT_NE(test::opened(first).container().header().hash_seed, test::opened(other).container().header().hash_seed);
}

}  // namespace memosaic::table_file_test
