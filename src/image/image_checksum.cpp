// SPDX-License-Identifier: Apache-2.0
#include "memosaic/image/image_checksum.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

#include "memosaic/bytes/checksum.hpp"
#include "memosaic/bytes/crc_catalogue.hpp"
#include "memosaic/bytes/hash.hpp"

namespace memosaic {
namespace {

struct named_crc {
  image_checksum_facts facts;
  crc_parameters parameters;
};

constexpr std::array crcs{
    named_crc{{"crc-8-smbus", "CRC-8, SMBus", 1}, crc_8_smbus},
    named_crc{{"crc-16-arc", "CRC-16, CRC-IBM, LHA", 2}, crc_16_arc},
    named_crc{{"crc-16-ibm-3740", "CRC-16/CCITT-FALSE, AUTOSAR", 2}, crc_16_ibm_3740},
    named_crc{{"crc-16-xmodem", "CRC-16, XMODEM", 2}, crc_16_xmodem},
    named_crc{{"crc-16-kermit", "CRC-16, the true CCITT, Bluetooth", 2}, crc_16_kermit},
    named_crc{{"crc-16-modbus", "CRC-16, Modbus", 2}, crc_16_modbus},
    named_crc{{"crc-16-ibm-sdlc", "CRC-16, X-25, HDLC", 2}, crc_16_ibm_sdlc},
    named_crc{{"crc-16-usb", "CRC-16, USB", 2}, crc_16_usb},
    named_crc{{"crc-16-dnp", "CRC-16, DNP", 2}, crc_16_dnp},
    named_crc{{"crc-16-genibus", "CRC-16, EPC, GENIBUS", 2}, crc_16_genibus},
    named_crc{{"crc-16-mcrf4xx", "CRC-16, MCRF4XX", 2}, crc_16_mcrf4xx},
    named_crc{{"crc-16-spi-fujitsu", "CRC-16, AUG-CCITT", 2}, crc_16_spi_fujitsu},
    named_crc{{"crc-24-openpgp", "CRC-24, OpenPGP", 3}, crc_24_openpgp},
    named_crc{{"crc-32-iso-hdlc", "CRC-32, zip, PNG, Ethernet", 4}, crc_32_iso_hdlc},
    named_crc{{"crc-32-iscsi", "CRC-32C, Castagnoli", 4}, crc_32_iscsi},
    named_crc{{"crc-32-bzip2", "CRC-32, bzip2", 4}, crc_32_bzip2},
    named_crc{{"crc-32-cksum", "CRC-32, POSIX cksum", 4}, crc_32_cksum},
    named_crc{{"crc-32-mpeg-2", "CRC-32, MPEG-2, STM32", 4}, crc_32_mpeg_2},
    named_crc{{"crc-64-ecma-182", "CRC-64, ECMA", 8}, crc_64_ecma_182},
    named_crc{{"crc-64-xz", "CRC-64, xz", 8}, crc_64_xz},
};

/// How a sum of bytes is given.
enum class complement : std::uint8_t { none, ones, twos };

struct named_sum {
  image_checksum_facts facts;
  complement form;
};

constexpr std::array sums{
    named_sum{{"sum8", "sum of the bytes, modulo 2^8", 1}, complement::none},
    named_sum{{"sum16", "sum of the bytes, modulo 2^16", 2}, complement::none},
    named_sum{{"sum32", "sum of the bytes, modulo 2^32", 4}, complement::none},
    named_sum{{"sum8-inverted", "complement of sum8", 1}, complement::ones},
    named_sum{{"sum16-inverted", "complement of sum16", 2}, complement::ones},
    named_sum{{"sum32-inverted", "complement of sum32", 4}, complement::ones},
    named_sum{{"sum8-negative", "what makes the sum of all bytes 0 modulo 2^8", 1}, complement::twos},
    named_sum{{"sum16-negative", "0 - sum16", 2}, complement::twos},
    named_sum{{"sum32-negative", "0 - sum32", 4}, complement::twos},
};

constexpr std::array others{
    image_checksum_facts{"adler32", "Adler-32, zlib", 4},
    image_checksum_facts{"fletcher16", "Fletcher-16, of bytes", 2},
    image_checksum_facts{"fletcher32", "Fletcher-32, of little-endian words of 16 bits", 4},
    image_checksum_facts{"xxh3-64", "XXH3, 64 bits", 8},
    image_checksum_facts{"xxh3-128", "XXH3, 128 bits", 16},
};

constexpr auto all_checksums = [] {
  std::array<image_checksum_facts, crcs.size() + sums.size() + others.size()> all;
  std::size_t count = 0;
  for (const auto& each : crcs) all[count++] = each.facts;
  for (const auto& each : sums) all[count++] = each.facts;
  for (const auto& each : others) all[count++] = each;
  return all;
}();

struct short_form {
  std::string_view name;
  std::string_view stands_for;
};
constexpr std::array short_forms{
    short_form{"crc8", "crc-8-smbus"},
    short_form{"crc16", "crc-16-arc"},
    short_form{"crc16-ccitt", "crc-16-ibm-3740"},
    short_form{"crc24", "crc-24-openpgp"},
    short_form{"crc32", "crc-32-iso-hdlc"},
    short_form{"crc32c", "crc-32-iscsi"},
    short_form{"crc64", "crc-64-xz"},
    short_form{"stm32", "crc-32-mpeg-2"},
};

const image_checksum_facts& facts_of_checksum(std::string_view name) {
  if (const auto* const facts = image_checksum_named(name)) return *facts;
  throw std::invalid_argument("\"" + std::string(name) +
                              "\" is no checksum: give crc32, crc-16-modbus, sum8 or another");
}

class byte_sum {
 public:
  void update(bytes_view bytes) noexcept {
    for (const std::byte byte : bytes) total_ += std::to_integer<std::uint32_t>(byte);
  }
  [[nodiscard]] std::uint32_t value() const noexcept { return total_; }

 private:
  std::uint32_t total_ = 0;
};

/// The parts of a job's range: what lies before the target and what behind.
std::vector<image_range> summed_parts(const image_memory& memory, const image_checksum_job& job, unsigned size) {
  const image_range whole = job.range.value_or(memory.content_range());
  if (!job.target) return {whole};
  const auto stop = checked_advance(*job.target, uint128{size});
  if (!stop) throw std::out_of_range("the target " + address_text(*job.target) + " is at the end of addresses");
  return {{whole.start, std::min(whole.stop, *job.target)}, {std::max(whole.start, *stop), whole.stop}};
}

// By value it would not do: how g++ passes a hasher, which is aligned to 64 bytes, has changed once.
template <typename Sum>
const Sum& sum_of(Sum&& sum, const image_memory& memory, const std::vector<image_range>& parts, hole_rule holes) {
  for (const image_range& part : parts) {
    if (!part.empty()) visit_content(memory, part, holes, [&](bytes_view bytes) { sum.update(bytes); });
  }
  return sum;
}

void store_number(image_memory& memory, int128 target, uint128 value, unsigned size, std::endian order) {
  std::vector<std::byte> bytes(size);
  for (std::byte& byte : bytes) {
    byte = static_cast<std::byte>(value & 0xffU);
    value >>= 8U;
  }
  if (order == std::endian::big) std::ranges::reverse(bytes);
  memory.write(target, bytes);
}

}  // namespace

std::span<const image_checksum_facts> image_checksums() noexcept { return all_checksums; }

const image_checksum_facts* image_checksum_named(std::string_view name) noexcept {
  const auto shorter = std::ranges::find(short_forms, name, &short_form::name);
  if (shorter != short_forms.end()) name = shorter->stands_for;
  const auto found = std::ranges::find(all_checksums, name, &image_checksum_facts::name);
  return found == all_checksums.end() ? nullptr : &*found;
}

uint128 image_checksum(const image_memory& memory, const image_checksum_job& job) {
  const image_checksum_facts& facts = facts_of_checksum(job.algorithm);
  const auto parts = summed_parts(memory, job, facts.size);
  for (const named_crc& each : crcs) {
    if (each.facts.name != facts.name) continue;
    const crc_algorithm algorithm(each.parameters);
    return sum_of(crc(algorithm), memory, parts, job.holes).value();
  }
  for (const named_sum& each : sums) {
    if (each.facts.name != facts.name) continue;
    const std::uint32_t sum = sum_of(byte_sum(), memory, parts, job.holes).value();
    const std::uint32_t value = each.form == complement::none ? sum : each.form == complement::ones ? ~sum : 0U - sum;
    return value & (0xffffffffU >> (32 - 8 * facts.size));
  }
  if (facts.name == "adler32") return sum_of(adler32(), memory, parts, job.holes).value();
  if (facts.name == "fletcher16") return sum_of(fletcher16(), memory, parts, job.holes).value();
  if (facts.name == "fletcher32") return sum_of(fletcher32(), memory, parts, job.holes).value();
  hasher hash;
  sum_of(hash, memory, parts, job.holes);
  if (facts.size == 8) return hash.value_64();
  const hash128 value = hash.value_128();
  return uint128{value.high} << 64U | value.low;
}

uint128 store_image_checksum(image_memory& memory, const image_checksum_job& job) {
  if (!job.target) throw std::invalid_argument("there is no target to write at");
  const uint128 value = image_checksum(memory, job);
  store_number(memory, *job.target, value, facts_of_checksum(job.algorithm).size, job.order);
  return value;
}

uint128 store_image_measure(image_memory& memory, const image_measure_job& job) {
  if (job.size != 1 && job.size != 2 && job.size != 4 && job.size != 8) {
    throw std::invalid_argument("a number has 1, 2, 4 or 8 bytes, not " + std::to_string(job.size));
  }
  image_memory measured = memory.snapshot();
  if (job.target_counts) {
    store_number(measured, job.target, 0, job.size, job.order);
  } else if (const auto stop = checked_advance(job.target, uint128{job.size})) {
    measured.clear({job.target, *stop});
  }
  if (measured.empty()) throw std::invalid_argument("there is nothing to measure: the image is empty");
  const image_range content = measured.content_range();
  const uint128 value = job.what == image_measure::length    ? content.size()
                        : job.what == image_measure::minimum ? static_cast<uint128>(content.start)
                                                             : static_cast<uint128>(content.stop);
  if (value >> (8 * job.size) != 0) {
    throw std::invalid_argument(address_text(static_cast<int128>(value)) + " does not fit a number of " +
                                std::to_string(job.size) + " bytes");
  }
  store_number(memory, job.target, value, job.size, job.order);
  return value;
}

}  // namespace memosaic
