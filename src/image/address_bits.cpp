// SPDX-License-Identifier: Apache-2.0
#include "image/address_bits.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "image/record_addresses.hpp"

namespace memosaic::image_core {
namespace {

[[noreturn]] void refuse_width(unsigned bits, std::initializer_list<unsigned> widths, std::string_view title) {
  std::string message = std::string(title).append(": addresses have ");
  for (auto width = widths.begin(); width != widths.end(); ++width) {
    if (width != widths.begin()) message += width + 1 == widths.end() ? " or " : ", ";
    message += std::to_string(*width);
  }
  throw std::invalid_argument(message + " bits, not " + std::to_string(bits));
}

}  // namespace

unsigned chosen_address_bits(const image& from, const write_image_options& options, bool entry,
                             std::initializer_list<unsigned> widths, std::string_view title) {
  const unsigned widest = *(widths.end() - 1);
  if (options.address_bits && std::find(widths.begin(), widths.end(), *options.address_bits) == widths.end()) {
    refuse_width(*options.address_bits, widths, title);
  }
  const auto* const fitting =
      std::find_if(widths.begin(), widths.end(), [&](unsigned bits) { return addresses_fit(from, entry, bits); });
  const unsigned bits = options.address_bits.value_or(fitting == widths.end() ? widest : *fitting);
  require_addresses(from, entry, bits, title,
                    bits < widest ? std::to_string(widest) + " bits have room for more"
                    : widest < 64 ? "tektronix-extended and verilog-vmem have wider addresses"
                                  : "no file format has such addresses: shift the image");
  return bits;
}

}  // namespace memosaic::image_core
