// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <span>

#include "fuzz/record_round_trip.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace memosaic;
  fuzzing::try_format(image_core::read_atmel_generic, image_core::write_atmel_generic,
                      std::as_bytes(std::span(data, size)));
  return 0;
}
