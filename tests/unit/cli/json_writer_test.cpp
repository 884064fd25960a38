// SPDX-License-Identifier: Apache-2.0
#include "cli/json_writer.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "support/captured_console.hpp"

namespace json_writer_test {
using memosaic::bytes_of;
using memosaic::cli::json_writer;
using memosaic::test::captured_output;
using nlohmann::json;

TEST(JsonWriter, WritesWhatAParserReads) {
  captured_output captured;
  json_writer writer(captured.out());
  writer.begin_object();
  writer.member("text", "a \"b\" \\ \x01\x7f\n\xc3\xbc");
  writer.member("number", std::uint64_t{42});
  writer.member("yes", true);
  writer.null_member("none");
  writer.key("empty");
  writer.begin_array();
  writer.end_array();
  writer.key("list");
  writer.begin_array();
  writer.value(std::uint64_t{1});
  writer.begin_object();
  writer.end_object();
  writer.value(false);
  writer.end_array();
  writer.key("bytes");
  writer.hex(bytes_of(std::string_view("\x00\xffz", 3)));
  writer.end_object();
  const json expected{{"text", "a \"b\" \\ \x01\x7f\n\xc3\xbc"},
                      {"number", 42},
                      {"yes", true},
                      {"none", nullptr},
                      {"empty", json::array()},
                      {"list", json::array({1, json::object(), false})},
                      {"bytes", "00ff7a"}};
  EXPECT_EQ(json::parse(captured.text()), expected);
}

TEST(JsonWriter, BytesMayComeRunByRun) {
  captured_output captured;
  json_writer writer(captured.out());
  writer.begin_array();
  writer.begin_hex();
  writer.more_hex(bytes_of(std::string_view("ab")));
  writer.more_hex({});
  writer.more_hex(bytes_of(std::string_view("c")));
  writer.end_hex();
  writer.begin_hex();
  writer.end_hex();
  writer.end_array();
  EXPECT_EQ(captured.text(), R"(["616263",""])");
}

TEST(JsonWriter, OffsetsAreNumbersOnlyAsLongAsReadersKeepThemExact) {
  captured_output captured;
  json_writer writer(captured.out());
  writer.begin_object();
  writer.offset("small", std::uint64_t{1} << 53);
  writer.offset("big", (std::uint64_t{1} << 53) + 1);
  writer.end_object();
  EXPECT_EQ(captured.text(),
            R"({"small":9007199254740992,"small_hex":"0x20000000000000","big":null,"big_hex":"0x20000000000001"})");
}

TEST(JsonWriter, APathThatIsNotUnicodeKeepsItsBytes) {
  captured_output captured;
  json_writer writer(captured.out());
  writer.begin_object();
  writer.path("path", "a\xff");
  writer.path("other", "b");
  writer.end_object();
  const json read = json::parse(captured.text());
  EXPECT_EQ(read, (json{{"path", "a\xef\xbf\xbd"}, {"path_hex", "61ff"}, {"other", "b"}}));
}

TEST(JsonWriter, AnyBytesMakeADocumentWithoutControlCharacters) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 2000; ++i) {
    std::string text(random() % 30, '\0');
    for (char& character : text) character = static_cast<char>(random());
    captured_output captured;
    json_writer(captured.out()).value(text);
    const std::string document = captured.text();
    EXPECT_TRUE(json::accept(document)) << document;
    for (const char character : document) EXPECT_GE(static_cast<unsigned char>(character), 0x20);
  }
}

}  // namespace json_writer_test
