// SPDX-License-Identifier: Apache-2.0
#include "work.hpp"

#include <atomic>

#include "memosaic/bytes/copy.hpp"

namespace memosaic::python {
namespace {

std::atomic<std::uint64_t> copied_total{0};

// A copy of 32 MiB and more may go past the cache, which it would not in smaller pieces.
constexpr std::size_t copied_at_once = std::size_t{64} << 20;

}  // namespace

void signal_watch::check() {
  const nb::gil_scoped_acquire locked;
  if (PyErr_CheckSignals() != 0) throw nb::python_error();
}

void copy_counter::add(std::size_t size) noexcept { copied_total.fetch_add(size, std::memory_order_relaxed); }

std::uint64_t copy_counter::total() noexcept { return copied_total.load(std::memory_order_relaxed); }

nb::bytes copied(bytes_view bytes) {
  auto result = nb::steal<nb::bytes>(PyBytes_FromStringAndSize(nullptr, static_cast<Py_ssize_t>(bytes.size())));
  if (!result.is_valid()) throw nb::python_error();
  copy_counted(bytes, {reinterpret_cast<std::byte*>(PyBytes_AsString(result.ptr())), bytes.size()});
  return result;
}

void copy_counted(bytes_view source, mutable_bytes_view target) {
  in_pieces(
      source.size(),
      [&](std::size_t start, std::size_t stop) {
        copy_to(source.subspan(start, stop - start), target.subspan(start, stop - start));
      },
      copied_at_once);
  copy_counter::add(source.size());
}

}  // namespace memosaic::python
