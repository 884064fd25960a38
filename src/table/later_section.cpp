// SPDX-License-Identifier: Apache-2.0
#include "table/later_section.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace memosaic::table_core {

later_section::later_section(std::uint64_t memory_limit, std::filesystem::path folder)
    : most_pieces_(static_cast<std::size_t>(std::max<std::uint64_t>(1, memory_limit / piece_size))),
      folder_(std::move(folder)) {}

void later_section::append(bytes_view bytes) {
  while (!bytes.empty()) {
    if (used_ == most_pieces_ * piece_size) spill();
    if (used_ == pieces_.size() * piece_size)
      pieces_.push_back(std::make_unique_for_overwrite<std::byte[]>(piece_size));
    const std::size_t at = used_ % piece_size;
    const std::size_t count = std::min(bytes.size(), piece_size - at);
    std::memcpy(pieces_[used_ / piece_size].get() + at, bytes.data(), count);
    used_ += count;
    size_ += count;
    bytes = bytes.subspan(count);
  }
}

void later_section::spill() {
  if (!file_) file_.emplace(folder_);
  std::vector<::iovec> parts;
  for (std::size_t at = 0; at < used_; at += piece_size) {
    parts.push_back({pieces_[at / piece_size].get(), std::min(piece_size, used_ - at)});
  }
  file_->append(parts);
  used_ = 0;
}

void later_section::write(container_writer& writer) const {
  const std::uint64_t in_file = file_ ? file_->size() : 0;
  std::vector<std::byte> read(static_cast<std::size_t>(std::min<std::uint64_t>(in_file, 4 * piece_size)));
  for (std::uint64_t at = 0; at < in_file;) {
    const auto piece =
        mutable_bytes_view(read).first(static_cast<std::size_t>(std::min<std::uint64_t>(read.size(), in_file - at)));
    file_->read(at, piece);
    writer.append(piece);
    at += piece.size();
  }
  for (std::size_t at = 0; at < used_; at += piece_size) {
    writer.append({pieces_[at / piece_size].get(), std::min(piece_size, used_ - at)});
  }
}

}  // namespace memosaic::table_core
