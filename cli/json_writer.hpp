#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "memosaic/bytes/bytes_view.hpp"
#include "memosaic/bytes/endian.hpp"

namespace memosaic::cli {

class output;

/// Writes one JSON document (RFC 8259) as it goes: nothing is kept but how deep it is nested.
///
/// The caller keeps keys and values in step: a `member` inside an object, a plain value inside an array.
class json_writer {
 public:
  explicit json_writer(output& target) : target_(target) {}

  void begin_object();
  void end_object();
  void begin_array();
  void end_array();

  void key(std::string_view name);
  void value(std::string_view text);
  void value(const char* text) { value(std::string_view(text)); }
  void value(bool answer);
  void value(std::uint64_t number);
  void null();
  /// A value that is written as JSON already.
  void raw(std::string_view document);

  /// The bytes as a string of lower-case hexadecimal digits.
  void hex(bytes_view bytes);

  /// The same for bytes that come run by run.
  void begin_hex();
  void more_hex(bytes_view bytes);
  void end_hex();

  template <typename Value>
  void member(std::string_view name, const Value& what) {
    key(name);
    value(what);
  }

  /// A file's path. JSON holds Unicode only: a path that is not has U+FFFD for each wrong byte, and a second member
  /// `<name>_hex` with its true bytes.
  void path(std::string_view name, std::string_view path);

  /// An offset or address twice: as a number, null above 2^53 where readers lose digits, and as `<name>_hex`: "0x...".
  void offset(std::string_view name, std::uint64_t offset);

  /// The same for an address of an image, which may be negative or have more than 64 bits.
  void address(std::string_view name, int128 address);

  /// A count of bytes: a number, null above 2^53.
  void count(uint128 size);
  void count(std::string_view name, uint128 size);

  void null_member(std::string_view name) {
    key(name);
    null();
  }

 private:
  void separate();
  void open(char bracket);
  void close(char bracket);

  output& target_;
  std::vector<bool> filled_;  ///< per open bracket: whether it holds something, so that a comma is due
  bool after_key_ = false;
};

}  // namespace memosaic::cli
