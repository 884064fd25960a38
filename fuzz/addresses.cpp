// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "memosaic/sparse/wide_address.hpp"

// Any text as an address of each type: what one reads, those with more bits read too, and what is read comes back.
namespace {

using namespace memosaic;

void require(bool condition) {
  if (!condition) std::abort();
}

enum class outcome : std::uint8_t { read, beyond, no_address };

template <memory_address Address>
outcome read(std::string_view text, std::optional<Address>& address) {
  try {
    address = parse_address<Address>(text);
  } catch (const std::out_of_range&) {
    return outcome::beyond;
  } catch (const std::invalid_argument&) {
    return outcome::no_address;
  }
  require(parse_address<Address>(address_text(*address)) == *address);
  require(parse_address<Address>(decimal_text(*address)) == *address);
  return outcome::read;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 400) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::optional<std::int64_t> narrow;
  std::optional<int128> middle;
  std::optional<wide_address> wide;
  const auto in_64 = read(text, narrow);
  const auto in_128 = read(text, middle);
  const auto in_512 = read(text, wide);
  require((in_64 == outcome::no_address) == (in_512 == outcome::no_address));
  require((in_128 == outcome::no_address) == (in_512 == outcome::no_address));
  if (in_512 == outcome::read) {
    const bool fits_64 = wide_address(INT64_MIN) <= *wide && *wide <= wide_address(INT64_MAX);
    const bool fits_128 = wide_address(lowest_address<int128>) <= *wide && *wide <= wide_address(highest_stop<int128>);
    require(fits_64 == (in_64 == outcome::read) && fits_128 == (in_128 == outcome::read));
  }
  require(!narrow || wide == wide_address(*narrow));
  require(!middle || wide == wide_address(*middle));
  return 0;
}
