// SPDX-License-Identifier: Apache-2.0
#include "memosaic/buffer/memory_streambuf.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

#include "memosaic/bytes/checked.hpp"

namespace memosaic {
namespace {

/// Where a distance leads to, if not before the start.
std::optional<std::uint64_t> moved(std::uint64_t base, std::streamoff distance) noexcept {
  if (distance >= 0) return checked_add(base, static_cast<std::uint64_t>(distance));
  const auto back = 0 - static_cast<std::uint64_t>(distance);
  return back <= base ? std::optional(base - back) : std::nullopt;
}

}  // namespace

std::size_t memory_streambuf::read_position() const noexcept {
  return eback() == nullptr ? in_ : static_cast<std::size_t>(gptr() - eback());
}

void memory_streambuf::unpin() noexcept {
  in_ = read_position();
  setg(nullptr, nullptr, nullptr);
  get_area_.release();
}

memory_streambuf::int_type memory_streambuf::underflow() {
  if (gptr() < egptr()) return traits_type::to_int_type(*gptr());
  unpin();
  if (in_ >= out_.size()) return traits_type::eof();
  get_area_ = out_.bytes().view();
  // The base class never writes into a get area, it only points there.
  auto* const start = const_cast<char*>(text_of(get_area_.bytes()).data());
  setg(start, start + in_, start + get_area_.size());
  return traits_type::to_int_type(*gptr());
}

std::streamsize memory_streambuf::xsputn(const char* text, std::streamsize size) {
  if (size <= 0) return 0;
  const std::string_view bytes(text, static_cast<std::size_t>(size));
  const auto stop = checked_add(out_.tell(), bytes.size());
  if (!stop || *stop > out_.size()) unpin();
  out_.write(bytes_of(bytes));
  return size;
}

memory_streambuf::int_type memory_streambuf::overflow(int_type character) {
  if (traits_type::eq_int_type(character, traits_type::eof())) return traits_type::not_eof(character);
  const char byte = traits_type::to_char_type(character);
  xsputn(&byte, 1);
  return character;
}

memory_streambuf::int_type memory_streambuf::pbackfail(int_type character) {
  unpin();
  const auto bytes = text_of(out_.bytes().bytes());
  if (in_ == 0 || in_ > bytes.size()) return traits_type::eof();
  const auto before = traits_type::to_int_type(bytes[in_ - 1]);
  if (!traits_type::eq_int_type(character, traits_type::eof()) && character != before) return traits_type::eof();
  --in_;
  return before;
}

std::streamsize memory_streambuf::showmanyc() {
  const auto size = out_.size();
  return read_position() < size ? static_cast<std::streamsize>(size - read_position()) : -1;
}

memory_streambuf::pos_type memory_streambuf::seekoff(off_type distance, std::ios_base::seekdir from,
                                                     std::ios_base::openmode which) {
  const bool in = (which & std::ios_base::in) != 0;
  const bool out = (which & std::ios_base::out) != 0;
  const pos_type failed(off_type(-1));
  // Two positions have no common "here".
  if ((!in && !out) || (in && out && from == std::ios_base::cur)) return failed;
  std::uint64_t base = 0;
  if (from == std::ios_base::cur) base = in ? read_position() : out_.tell();
  if (from == std::ios_base::end) base = out_.size();
  const auto target = moved(base, distance);
  if (!target || *target > static_cast<std::uint64_t>(INT64_MAX)) return failed;
  if (in && *target > out_.size()) return failed;
  if (in && *target != read_position()) {
    unpin();
    in_ = static_cast<std::size_t>(*target);
  }
  if (out) out_.seek(static_cast<std::int64_t>(*target));
  return pos_type(static_cast<off_type>(*target));
}

memory_streambuf::pos_type memory_streambuf::seekpos(pos_type position, std::ios_base::openmode which) {
  return seekoff(off_type(position), std::ios_base::beg, which);
}

int memory_streambuf::sync() {
  unpin();
  return 0;
}

}  // namespace memosaic
