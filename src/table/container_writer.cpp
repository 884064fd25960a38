// SPDX-License-Identifier: Apache-2.0
#include "memosaic/table/container_writer.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <string>

#include "memosaic/bytes/checked.hpp"
#include "memosaic/bytes/copy.hpp"
#include "memosaic/bytes/endian.hpp"
#include "table/container_form.hpp"
#include "table/part_board.hpp"

namespace memosaic {

using namespace table_core;

void container_memory::append(bytes_view bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }

void container_memory::append_room(std::uint64_t size) {
  bytes_.resize(add_sizes(bytes_.size(), static_cast<std::size_t>(size)));
}

void container_memory::write_at(std::uint64_t offset, bytes_view bytes) {
  copy_to(bytes, bytes_, static_cast<std::size_t>(offset));
}

container_writer::container_writer(container_sink& to, const schema& types, const options& chosen)
    : to_(to), most_sections_(chosen.most_sections) {
  if (most_sections_ < 2 || most_sections_ > most_sections) {
    throw std::invalid_argument("a container has room for 2 to 4096 sections: found " + std::to_string(most_sections_));
  }
  header_.incompatible = chosen.width == reference_width::wide ? container_header::wide_references : 0;
  if (types.layout().numbers_size() != 0) header_.incompatible |= container_header::numbers_in_place;
  header_.hash_seed = chosen.hash_seed;
  header_.schema_fingerprint = types.fingerprint();
  put(std::vector<std::byte>(header_size + most_sections_ * entry_size));
  begin(section_type::schema);
  append(types.canonical_form());
  end(types.types().size());
}

container_writer::~container_writer() = default;

void container_writer::begin(section_type type, const section_options& chosen) {
  const bool user = type >= section_type::first_of_user;
  const bool twice =
      std::any_of(sections_.begin(), sections_.end(), [&](const auto& each) { return each.type == type; });
  // The last entry is kept for BLOCKSUMS.
  if (open_ || (twice && !user) || sections_.size() + 2 > most_sections_ || type == section_type::blocksums) {
    throw std::invalid_argument("section " + std::to_string(static_cast<std::uint32_t>(type)) +
                                (open_ ? ": the one before has not ended" : ": it is there already, or one too many"));
  }
  if (!std::has_single_bit(chosen.alignment) || chosen.alignment < 64 || chosen.alignment > most_alignment) {
    throw std::invalid_argument("the alignment of a section is a power of two from 64 to 2097152: found " +
                                std::to_string(chosen.alignment));
  }
  pad(chosen.alignment);
  section_entry entry;
  entry.type = type;
  entry.flags = (chosen.optional ? section_entry::optional : 0U) |
                (chosen.written_in_place ? section_entry::written_in_place : 0U);
  entry.offset = at_;
  entry.alignment = chosen.alignment;
  entry.parameters = chosen.parameters;
  if (chosen.written_in_place) header_.read_only |= container_header::mutable_sections;
  sections_.push_back(entry);
  first_sum_ = sums_.size();
  open_ = true;
}

void container_writer::append(bytes_view bytes) {
  if (!open_ || parts_) {
    throw std::invalid_argument(parts_ ? "a section that has parts consists of them" : "no section was begun");
  }
  const bool summed = !sections_.back().is_mutable();
  for (bytes_view rest = bytes; summed && !rest.empty();) {
    const auto part = rest.first(std::min(rest.size(), container_block_size - block_size_));
    block_.update(part);
    block_size_ += part.size();
    if (block_size_ == container_block_size) end_block();
    rest = rest.subspan(part.size());
  }
  put(bytes);
}

container_part container_writer::part(std::uint64_t size) {
  if (!open_ || (!parts_ && at_ != sections_.back().offset)) {
    throw std::invalid_argument(open_ ? "a section that has parts consists of them" : "no section was begun");
  }
  if (!parts_) parts_ = std::make_unique<part_board>(to_, at_, !sections_.back().is_mutable());
  const std::uint64_t start = parts_->size();
  parts_->append_room(size);
  at_ += size;
  return {*parts_, start, start + size};
}

void container_writer::end(std::uint64_t count) {
  if (!open_) throw std::invalid_argument("no section was begun");
  if (parts_) {
    const auto sums = parts_->finish();
    sums_.insert(sums_.end(), sums.begin(), sums.end());
    parts_.reset();
  }
  if (block_size_ != 0) end_block();
  section_entry& entry = sections_.back();
  entry.length = at_ - entry.offset;
  entry.count = count;
  if (!entry.is_mutable()) entry.checksum = checksum_of(std::span(sums_).subspan(first_sum_));
  open_ = false;
}

container_header container_writer::finish(std::uint64_t record_count) {
  if (open_) throw std::invalid_argument("the last section has not ended");
  write_sums();
  pad(64);
  header_.record_count = record_count;
  header_.content_id = content_id_of(sections_);
  header_.length = at_ + trailer_size;
  const auto entries = table_bytes(sections_);
  const whole_header whole{header_, header_size, static_cast<std::uint32_t>(sections_.size()), xxh3_64(entries)};
  auto front = header_bytes(whole);
  put(trailer_bytes(whole, load_little<std::uint64_t>(front, 120)));
  front.insert(front.end(), entries.begin(), entries.end());
  to_.write_at(0, front);
  return header_;
}

void container_writer::put(bytes_view bytes) {
  to_.append(bytes);
  at_ += bytes.size();
}

void container_writer::pad(std::uint64_t alignment) {
  const std::uint64_t over = at_ % alignment;
  if (over == 0) return;
  const std::vector<std::byte> zeros(static_cast<std::size_t>(std::min<std::uint64_t>(alignment - over, 65536)));
  for (std::uint64_t left = alignment - over; left != 0;) {
    const auto part = bytes_view(zeros).first(static_cast<std::size_t>(std::min<std::uint64_t>(left, zeros.size())));
    put(part);
    left -= part.size();
  }
}

void container_writer::end_block() {
  sums_.push_back(block_.value_64());
  block_.reset();
  block_size_ = 0;
}

void container_writer::write_sums() {
  pad(64);
  section_entry entry;
  entry.type = section_type::blocksums;
  entry.offset = at_;
  entry.count = sums_.size();
  std::vector<std::byte> bytes(sums_.size() * 8);
  for (std::size_t i = 0; i < sums_.size(); ++i) store_little(mutable_bytes_view(bytes), i * 8, sums_[i]);
  entry.length = bytes.size();
  first_sum_ = sums_.size();
  for (std::size_t at = 0; at < bytes.size(); at += container_block_size) {
    sums_.push_back(xxh3_64(bytes_view(bytes).subspan(at, std::min(container_block_size, bytes.size() - at))));
  }
  entry.checksum = checksum_of(std::span(sums_).subspan(first_sum_));
  sections_.push_back(entry);
  put(bytes);
}

}  // namespace memosaic
