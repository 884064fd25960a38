// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/hexdump.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "memosaic/sparse/alignment.hpp"
#include "memosaic/sparse/wide_address.hpp"
#include "sparse/messages.hpp"
#include "sparse/reader.hpp"

namespace memosaic {
namespace {

constexpr std::size_t most_columns = 4096;
constexpr unsigned most_digits = 128;
constexpr std::size_t batch = std::size_t{64} << 10;

/// What one place of a row shows.
enum class cell_kind : std::uint8_t { outside, hole, stored };

struct cell {
  cell_kind kind = cell_kind::outside;
  std::byte value{};
  friend bool operator==(const cell&, const cell&) = default;
};

/// Cuts a range into rows and writes those that say something new.
template <memory_address Address>
class dumper {
 public:
  using length = address_length<Address>;
  using range = basic_address_range<Address>;

  dumper(const basic_sparse_memory<Address>& from, range where, const hexdump_format& format, content_sink& to)
      : from_(from),
        format_(format),
        to_(to),
        digits_(format.upper ? "0123456789ABCDEF" : "0123456789abcdef"),
        where_(where),
        signed_(where.start < Address(0)) {
    address_digits_ = std::max({format.address_digits, digits_of(where.start), digits_of(where.stop)});
    row_.resize(format.columns);
  }

  void run() {
    Address at = where_.start;
    // Of the first row, the places before the range.
    auto lead = format_.aligned ? static_cast<std::size_t>(above_multiple<Address>(at, format_.columns)) : 0;
    std::vector<cell> before;
    bool starred = false;
    while (at < where_.stop) {
      const auto stop =
          std::min(checked_advance<Address>(at, format_.columns - lead).value_or(where_.stop), where_.stop);
      read_row({at, stop}, lead);
      if (format_.squeeze && row_ == before) {
        if (!starred) text_ += "*\n";
        starred = true;
        at = after_rows_like({at, stop});
      } else {
        write_row(at, lead);
        before = row_;
        starred = false;
        at = stop;
      }
      lead = 0;
      if (text_.size() >= batch) flush();
    }
    write_address(where_.stop);
    text_ += '\n';
    flush();
  }

 private:
  static unsigned digits_of(Address at) {
    const Address zero = 0;
    length rest = at < zero ? distance(at, zero) : distance(zero, at);
    unsigned digits = 1;
    for (rest >>= 4; rest != length{0}; rest >>= 4) ++digits;
    return digits;
  }

  void read_row(range row, std::size_t lead) {
    std::ranges::fill(row_, cell{});
    const auto size = static_cast<std::size_t>(row.size());
    std::fill_n(row_.begin() + static_cast<std::ptrdiff_t>(lead), size, cell{cell_kind::hole, {}});
    sparse_core::reader<Address>::visit(from_, row, [&](Address at, bytes_view bytes) {
      auto place = lead + static_cast<std::size_t>(distance(row.start, at));
      for (const std::byte value : bytes) row_[place++] = {cell_kind::stored, value};
      return true;
    });
  }

  /// A full row that repeats the one before: where the next one begins that may be different.
  [[nodiscard]] Address after_rows_like(range row) const {
    Address same = row.stop;  // up to here all is a hole, or one run
    sparse_core::path<Address> way;
    const auto& tree = sparse_core::reader<Address>::tree(from_);
    if (!way.seek_reaching(tree, row.start) || way.start() >= row.stop) {
      same = way.seek_reaching(tree, row.stop) ? way.start() : where_.stop;
    } else if (way.start() <= row.start && way.kind() == static_cast<std::uint8_t>(sparse_core::piece_kind::repeat)) {
      const auto period = sparse_core::piece_words<length>::pattern(way.body())->period();
      if (format_.columns % period == 0) same = way.stop();
    }
    same = std::min(same, where_.stop);
    if (same <= row.stop) return row.stop;
    const length columns = static_cast<length>(format_.columns);
    return *checked_advance<Address>(row.stop, distance(row.stop, same) / columns * columns);
  }

  void write_row(Address at, std::size_t lead) {
    // The multiple before a range that begins with the address space may be no address.
    const auto label = lead <= distance(lowest_address<Address>, at)
                           ? static_cast<Address>(static_cast<length>(at) - static_cast<length>(lead))
                           : at;
    write_address(label);
    for (std::size_t i = 0; i < row_.size(); ++i) {
      text_ += i % 8 == 0 ? "  " : " ";
      const auto value = std::to_integer<unsigned>(row_[i].value);
      switch (row_[i].kind) {
        case cell_kind::outside:
          text_ += "  ";
          break;
        case cell_kind::hole:
          text_ += "--";
          break;
        case cell_kind::stored:
          text_ += digits_[value >> 4];
          text_ += digits_[value & 15U];
          break;
      }
    }
    if (format_.characters) write_characters();
    text_.erase(text_.find_last_not_of(' ') + 1);
    text_ += '\n';
  }

  void write_characters() {
    text_ += "  |";
    std::size_t count = row_.size();
    while (row_[count - 1].kind == cell_kind::outside) --count;
    for (const cell& shown : std::span(row_).first(count)) {
      const auto value = std::to_integer<unsigned>(shown.value);
      const bool printable = value >= 0x20 && value < 0x7F;
      text_ += shown.kind != cell_kind::stored ? ' ' : printable ? static_cast<char>(value) : '.';
    }
    text_ += '|';
  }

  void write_address(Address at) {
    const Address zero = 0;
    if (signed_) text_ += at < zero ? '-' : ' ';
    length rest = at < zero ? distance(at, zero) : distance(zero, at);
    std::string shown(address_digits_, '0');
    for (auto place = shown.rbegin(); place != shown.rend(); ++place) {
      *place = digits_[static_cast<std::size_t>(rest & length{15})];
      rest >>= 4;
    }
    text_ += shown;
  }

  void flush() {
    to_.take(bytes_of(text_));
    text_.clear();
  }

  const basic_sparse_memory<Address>& from_;
  const hexdump_format& format_;
  content_sink& to_;
  std::string_view digits_;
  range where_;
  bool signed_;  ///< addresses have a place for their sign
  unsigned address_digits_ = 0;
  std::vector<cell> row_;
  std::string text_;  ///< not sent yet
};

}  // namespace

template <memory_address Address>
void send_hexdump(const basic_sparse_memory<Address>& from, basic_address_range<Address> where,
                  const hexdump_format& format, content_sink& to) {
  if (format.columns == 0 || format.columns > most_columns) {
    throw std::invalid_argument("a hexdump of " + std::to_string(format.columns) + " columns; it has 1 to 4096");
  }
  if (format.address_digits > most_digits) {
    throw std::invalid_argument("a hexdump with addresses of " + std::to_string(format.address_digits) +
                                " digits; they have at most 128");
  }
  if (!where.empty()) dumper<Address>(from, where, format, to).run();
}

template <memory_address Address>
std::string hexdump(const basic_sparse_memory<Address>& from, typename basic_sparse_memory<Address>::range where,
                    const hexdump_format& format) {
  struct string_sink final : content_sink {
    void take(bytes_view part) override { text += text_of(part); }
    std::string text;
  } whole;
  send_hexdump(from, where, format, static_cast<content_sink&>(whole));
  return std::move(whole.text);
}

#define MEMOSAIC_HEXDUMP_FOR(Address)                                                                                  \
  template void send_hexdump(const basic_sparse_memory<Address>&, basic_address_range<Address>, const hexdump_format&, \
                             content_sink&);                                                                           \
  template std::string hexdump(const basic_sparse_memory<Address>&, basic_address_range<Address>,                      \
                               const hexdump_format&);

MEMOSAIC_HEXDUMP_FOR(std::int64_t)
MEMOSAIC_HEXDUMP_FOR(int128)
MEMOSAIC_HEXDUMP_FOR(wide_address)

}  // namespace memosaic
