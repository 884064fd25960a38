// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

#include "cli/json_writer.hpp"
#include "cli/numbers.hpp"
#include "cli/output.hpp"
#include "memosaic/file/file.hpp"
#include "memosaic/file/mapping.hpp"
#include "support/temporary_file.hpp"

namespace addresses_test {
using memosaic::highest_stop;
using memosaic::image_memory;
using memosaic::image_range;
using memosaic::int128;
using memosaic::cli::hex_address;
using memosaic::cli::parse_address;
using memosaic::cli::parse_address_range;

std::string refusal(const char* text) {
  try {
    static_cast<void>(parse_address_range(text));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "nothing";
}

TEST(Addresses, HaveASignAndUpTo127Bits) {
  EXPECT_EQ(parse_address("0x8000"), 0x8000);
  EXPECT_EQ(parse_address("-4K"), -4096);
  EXPECT_EQ(parse_address("0xFFFF_FFFF_8000_0000"), int128{0xFFFFFFFF80000000});
  EXPECT_EQ(parse_address("0x1_0000_0000_0000_0000"), int128{1} << 64);
  EXPECT_EQ(parse_address("0x7fffffffffffffffffffffffffffffff"), highest_stop<int128>);
  for (const char* text : {"0x80000000000000000000000000000000", "0x100000000000000000000000000000000", "--1", "- 1",
                           "-", "+1", "0x", "1e3"}) {
    EXPECT_THROW(static_cast<void>(parse_address(text)), std::invalid_argument) << text;
  }
}

TEST(Addresses, AreWrittenAsTheyAreRead) {
  for (const int128 address : {int128{0}, int128{31}, int128{-31}, int128{1} << 64, (int128{5} << 64) + 7,
                               -(int128{1} << 100), highest_stop<int128>}) {
    EXPECT_EQ(parse_address(hex_address(address)), address);
  }
  EXPECT_EQ(hex_address((int128{1} << 64) + 1), "0x10000000000000001");
  EXPECT_EQ(hex_address(-255), "-0xff");
}

TEST(AddressRanges, ReachAsFarAsAddressesWithoutAnEnd) {
  EXPECT_EQ(parse_address_range("0x10:0x20"), (image_range{16, 32}));
  EXPECT_EQ(parse_address_range("-0x10:+4K"), (image_range{-16, 4080}));
  EXPECT_EQ(parse_address_range(":-1"), (image_range{image_memory::everywhere.start, -1}));
  EXPECT_EQ(parse_address_range("5:"), (image_range{5, highest_stop<int128>}));
  EXPECT_EQ(parse_address_range(":"), image_memory::everywhere);
  EXPECT_EQ(refusal("7"), "\"7\" is not a range: write A:B, A:+LENGTH, A: to the end, or :B from the beginning");
  EXPECT_EQ(refusal("7:3"), "\"7:3\" stops before it starts: write A:B with A not above B, or A:+LENGTH");
  EXPECT_EQ(refusal("1:+-1"), "\"1:+-1\" ends beyond the last address: write a shorter length");
  EXPECT_EQ(refusal("1:+0x7fffffffffffffffffffffffffffffff"),
            "\"1:+0x7fffffffffffffffffffffffffffffff\" ends beyond the last address: write a shorter length");
  EXPECT_EQ(refusal(":+4"), "\":+4\" has a length but no start: write A:+LENGTH");
}

TEST(Addresses, InJsonAreNumbersWhereReadersKeepTheirDigits) {
  const memosaic::test::temporary_file target;
  const int fd = ::open(target.path().c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_GE(fd, 0);
  memosaic::cli::output out(fd, "target");
  memosaic::cli::json_writer json(out);
  json.begin_object();
  json.address("a", -5);
  json.address("b", (int128{1} << 53) + 1);
  json.count("c", 7);
  json.count("d", memosaic::uint128{1} << 80);
  json.end_object();
  out.flush();
  ::close(fd);
  const auto written = memosaic::mapping(memosaic::file(target.path())).view();
  EXPECT_EQ(memosaic::text_of(written.bytes()),
            R"({"a":-5,"a_hex":"-0x5","b":null,"b_hex":"0x20000000000001","c":7,"d":null})");
}

}  // namespace addresses_test
