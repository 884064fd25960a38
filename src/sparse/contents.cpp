// SPDX-License-Identifier: Apache-2.0
#include "memosaic/sparse/contents.hpp"

#include <filesystem>
#include <system_error>
#include <vector>

#include "memosaic/buffer/io.hpp"
#include "memosaic/sparse/wide_address.hpp"
#include "sparse/messages.hpp"
#include "sparse/reader.hpp"

namespace memosaic {
namespace {

/// Gathers parts for one system call after the other.
class descriptor_sink {
 public:
  explicit descriptor_sink(int fd) : fd_(fd) { parts_.reserve(most_parts); }

  void take(bytes_view part) {
    parts_.push_back(part);
    gathered_ += part.size();
    if (parts_.size() == most_parts) flush();
  }

  std::uint64_t flush() {
    written_ += write_all(fd_, parts_);
    if (written_ != gathered_) {
      throw std::filesystem::filesystem_error("write_content: the descriptor takes no more now",
                                              std::make_error_code(std::errc::resource_unavailable_try_again));
    }
    parts_.clear();
    return written_;
  }

 private:
  static constexpr std::size_t most_parts = 1024;

  int fd_;
  std::vector<bytes_view> parts_;
  std::uint64_t gathered_ = 0;  ///< bytes given so far
  std::uint64_t written_ = 0;
};

/// The bytes that stand for holes, made when the first one comes.
class filler {
 public:
  explicit filler(std::byte value) : value_(value) {}

  template <typename Length, typename Take>
  void send(Length size, Take&& take) {
    if (bytes_.empty()) bytes_.assign(4096, value_);
    for (; size > bytes_.size(); size -= bytes_.size()) take(bytes_view(bytes_));
    take(bytes_view(bytes_).first(static_cast<std::size_t>(size)));
  }

 private:
  std::byte value_;
  std::vector<std::byte> bytes_;
};

template <memory_address Address, typename Take>
void send(const basic_sparse_memory<Address>& from, basic_address_range<Address> where, hole_rule holes, filler& fill,
          Take&& take) {
  if (where.empty()) return;
  Address expected = where.start;
  const auto hole_until = [&](Address stop) {
    if (expected == stop || holes.skips()) return;
    if (holes.refuses()) sparse_core::throw_hole(expected);
    fill.send(distance(expected, stop), take);
  };
  sparse_core::reader<Address>::visit(from, where, [&](Address at, bytes_view bytes) {
    hole_until(at);
    take(bytes);
    expected = static_cast<Address>(static_cast<address_length<Address>>(at) + bytes.size());
    return true;
  });
  hole_until(where.stop);
}

}  // namespace

template <memory_address Address>
void send_content(const basic_sparse_memory<Address>& from, basic_address_range<Address> where, hole_rule holes,
                  content_sink& to) {
  filler fill(holes.value());
  send(from, where, holes, fill, [&](bytes_view part) { to.take(part); });
}

template <memory_address Address>
std::uint64_t write_content(int fd, const basic_sparse_memory<Address>& from, basic_address_range<Address> where,
                            hole_rule holes) {
  descriptor_sink to(fd);
  filler fill(holes.value());  // lives until the last part is written
  send(from, where, holes, fill, [&](bytes_view part) { to.take(part); });
  return to.flush();
}

#define MEMOSAIC_CONTENTS_FOR(Address)                                                                         \
  template void send_content(const basic_sparse_memory<Address>&, basic_address_range<Address>, hole_rule,     \
                             content_sink&);                                                                   \
  template std::uint64_t write_content(int, const basic_sparse_memory<Address>&, basic_address_range<Address>, \
                                       hole_rule);

MEMOSAIC_CONTENTS_FOR(std::int64_t)
MEMOSAIC_CONTENTS_FOR(int128)
MEMOSAIC_CONTENTS_FOR(wide_address)

}  // namespace memosaic
