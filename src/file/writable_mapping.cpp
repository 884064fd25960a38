// SPDX-License-Identifier: Apache-2.0
#include "memosaic/file/writable_mapping.hpp"

#include <limits>
#include <stdexcept>
#include <string>

#include "file/mapping_maker.hpp"
#include "file/mapping_owner.hpp"
#include "memosaic/bytes/checked.hpp"
#include "os/calls.hpp"
#include "os/errors.hpp"

namespace memosaic {
namespace {

std::string in_file(const writable_file& target, const std::string& what) {
  return target.path().string() + ": " + what;
}

}  // namespace

writable_mapping::writable_mapping(writable_file& target, disk_room room)
    : writable_mapping(target, 0, mappable_size(target.source()), room) {}

writable_mapping::writable_mapping(writable_file& target, std::uint64_t offset, std::size_t length, disk_room room)
    : writable_mapping(target, offset, length, length, room) {}

writable_mapping::writable_mapping(writable_file& target, std::uint64_t offset, std::size_t length,
                                   std::size_t capacity, disk_room room)
    : pages_(mapping_maker::make(target.source(), offset, length, capacity, os::map_access::write)),
      capacity_(capacity) {
  if (room == disk_room::now) target.allocate(offset, length);
}

writable_mapping writable_mapping::reserve(writable_file& target, std::size_t capacity, disk_room room) {
  const std::size_t size = mappable_size(target.source());
  if (size > capacity) {
    throw std::invalid_argument(in_file(target, std::to_string(size) + " bytes are more than a capacity of " +
                                                    std::to_string(capacity) + ": reserve more"));
  }
  return {target, 0, size, capacity, room};
}

mutable_bytes_view writable_mapping::mutable_bytes() noexcept {
  if (empty()) return {};
  return {pages_.owner()->data(), size()};
}

mutable_view writable_mapping::mutable_view(std::size_t start, std::size_t stop) {
  return whole_mutable_view(pages_).sub(start, stop);
}

void writable_mapping::grow(writable_file& target, std::size_t size, disk_room room) {
  if (size > capacity_) {
    throw std::length_error(in_file(target, std::to_string(size) + " bytes are more than the " +
                                                std::to_string(capacity_) +
                                                " that were reserved for the mapping: map it anew"));
  }
  if (size < this->size()) throw std::invalid_argument(in_file(target, "a mapping cannot become smaller"));
  if (pages_.owner() == nullptr) return;  // of no capacity
  const mapped_part& part = pages_.owner()->part();
  if (!part.is_of(target.source().identity())) {
    throw std::invalid_argument(part.name + ": mapped from another file than " + target.path().string());
  }
  check();
  const std::size_t old_size = this->size();
  const auto offset = checked_add(part.offset, old_size);
  const auto stop = checked_add(part.offset, size);
  if (!offset || !stop) os::throw_error(EFBIG, "cannot grow", target.path());
  if (room == disk_room::now) {
    target.allocate(*offset, size - old_size);
  } else if (target.refresh(); target.size() < *stop) {
    target.resize(*stop);
  }
  mapping_maker::grow(pages_, size);
}

void writable_mapping::flush(std::size_t start, std::size_t stop) const {
  if (stop == npos) stop = size();
  require_range(start, stop, size());
  if (start == stop) return;
  const page_run pages(bytes().data(), start, stop);
  const auto flushed = os::retried([&] { return os::current().flush_pages(pages.address, pages.size); });
  if (flushed.failed()) os::throw_error(flushed.error, "cannot flush the mapping of", pages_.owner()->part().name);
  check();
}

}  // namespace memosaic
