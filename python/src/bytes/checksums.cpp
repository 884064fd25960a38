// SPDX-License-Identifier: Apache-2.0
#include "memosaic/bytes/checksum.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "arguments.hpp"
#include "bindings.hpp"
#include "memosaic/bytes/crc.hpp"
#include "memosaic/bytes/crc_catalogue.hpp"
#include "memosaic/bytes/hash.hpp"
#include "work.hpp"

namespace memosaic::python {
namespace {

constexpr std::array catalogue{
    std::pair<std::string_view, crc_parameters>{"crc-8/smbus", crc_8_smbus},
    std::pair<std::string_view, crc_parameters>{"crc-16/arc", crc_16_arc},
    std::pair<std::string_view, crc_parameters>{"crc-16/ibm-3740", crc_16_ibm_3740},
    std::pair<std::string_view, crc_parameters>{"crc-16/xmodem", crc_16_xmodem},
    std::pair<std::string_view, crc_parameters>{"crc-16/kermit", crc_16_kermit},
    std::pair<std::string_view, crc_parameters>{"crc-16/modbus", crc_16_modbus},
    std::pair<std::string_view, crc_parameters>{"crc-16/ibm-sdlc", crc_16_ibm_sdlc},
    std::pair<std::string_view, crc_parameters>{"crc-16/usb", crc_16_usb},
    std::pair<std::string_view, crc_parameters>{"crc-16/dnp", crc_16_dnp},
    std::pair<std::string_view, crc_parameters>{"crc-16/genibus", crc_16_genibus},
    std::pair<std::string_view, crc_parameters>{"crc-16/mcrf4xx", crc_16_mcrf4xx},
    std::pair<std::string_view, crc_parameters>{"crc-16/spi-fujitsu", crc_16_spi_fujitsu},
    std::pair<std::string_view, crc_parameters>{"crc-24/openpgp", crc_24_openpgp},
    std::pair<std::string_view, crc_parameters>{"crc-32/iso-hdlc", crc_32_iso_hdlc},
    std::pair<std::string_view, crc_parameters>{"crc-32/iscsi", crc_32_iscsi},
    std::pair<std::string_view, crc_parameters>{"crc-32/bzip2", crc_32_bzip2},
    std::pair<std::string_view, crc_parameters>{"crc-32/cksum", crc_32_cksum},
    std::pair<std::string_view, crc_parameters>{"crc-32/mpeg-2", crc_32_mpeg_2},
    std::pair<std::string_view, crc_parameters>{"crc-64/ecma-182", crc_64_ecma_182},
    std::pair<std::string_view, crc_parameters>{"crc-64/xz", crc_64_xz},
};

const crc_parameters& parameters_of(std::string_view name) {
  for (const auto& [known, parameters] : catalogue)
    if (known == name) return parameters;
  std::string names;
  for (const auto& [known, parameters] : catalogue) names.append(names.empty() ? "" : ", ").append(known);
  throw std::invalid_argument("no CRC is named '" + std::string(name) + "'; there are " + names);
}

/// A sum that is fed: what all of these are in Python. `Sum` has update(bytes_view).
template <typename Sum>
void feed(Sum& sum, bytes_like argument) {
  const readable_bytes bytes(argument);
  in_pieces(bytes.size(),
            [&](std::size_t start, std::size_t stop) { sum.update(bytes.bytes().subspan(start, stop - start)); });
}

/// A sum that threads share. Bytes are taken in without the interpreter's lock, so it needs one of its own; nobody
/// waits for the interpreter while holding it.
template <typename Sum>
class locked_sum {
 public:
  explicit locked_sum(Sum sum) noexcept : sum_(std::move(sum)) {}
  locked_sum(const locked_sum& other) : sum_(other.now()) {}
  locked_sum& operator=(const locked_sum&) = delete;
  ~locked_sum() = default;

  void update(bytes_view bytes) noexcept {
    const std::lock_guard held(mutex_);
    sum_.update(bytes);
  }
  [[nodiscard]] Sum now() const noexcept {
    const std::lock_guard held(mutex_);
    return sum_;
  }
  void set(const Sum& sum) noexcept {
    const std::lock_guard held(mutex_);
    sum_ = sum;
  }

 private:
  mutable std::mutex mutex_;
  Sum sum_;
};

/// A CRC together with its tables.
class whole_crc {
 public:
  explicit whole_crc(const crc_parameters& parameters)
      : algorithm_(std::make_shared<const crc_algorithm>(parameters)), state_(*algorithm_) {}

  void update(bytes_view bytes) noexcept { state_.update(bytes); }
  [[nodiscard]] std::uint64_t value() const noexcept { return state_.value(); }
  void reset() noexcept { state_.reset(); }
  [[nodiscard]] unsigned width() const noexcept { return algorithm_->parameters().width; }

 private:
  std::shared_ptr<const crc_algorithm> algorithm_;
  crc state_;
};

using python_crc = locked_sum<whole_crc>;
using python_hasher = locked_sum<hasher>;

template <typename Sum>
auto sum_of(bytes_like argument, Sum sum = {}) {
  feed(sum, argument);
  return sum.value();
}

struct crc32_sum {
  std::uint32_t (*function)(bytes_view, std::uint32_t) noexcept;
  std::uint32_t value_so_far;
  void update(bytes_view bytes) noexcept { value_so_far = function(bytes, value_so_far); }
  [[nodiscard]] std::uint32_t value() const noexcept { return value_so_far; }
};

template <typename Number, Number (*function)(bytes_view) noexcept>
struct plain_sum {
  Number value_so_far = 0;
  void update(bytes_view bytes) noexcept { value_so_far = static_cast<Number>(value_so_far + function(bytes)); }
  [[nodiscard]] Number value() const noexcept { return value_so_far; }
};

nb::object number_of(const hash128& hash) {
  const nb::object high = nb::int_(hash.high);
  return high.attr("__lshift__")(64).attr("__or__")(nb::int_(hash.low));
}

}  // namespace

void bind_checksums(nb::module_& module) {
  using namespace nb::literals;
  module.def(
      "crc32",
      [](bytes_like bytes, std::uint32_t previous) {
        return sum_of(bytes, crc32_sum{memosaic::crc32, previous});
      },
      "bytes"_a, "previous"_a = 0, "CRC-32 as in zip, PNG and Ethernet; `previous` is the CRC of what came before.");
  module.def(
      "crc32c",
      [](bytes_like bytes, std::uint32_t previous) {
        return sum_of(bytes, crc32_sum{memosaic::crc32c, previous});
      },
      "bytes"_a, "previous"_a = 0, "CRC-32C as in iSCSI, ext4 and Btrfs; `previous` is the CRC of what came before.");
  module.def(
      "adler32", [](bytes_like bytes) { return sum_of<adler32>(bytes); }, "bytes"_a, "Adler-32 of RFC 1950.");
  module.def(
      "fletcher16", [](bytes_like bytes) { return sum_of<fletcher16>(bytes); }, "bytes"_a,
      "Fletcher-16 of bytes, modulo 255.");
  module.def(
      "fletcher32", [](bytes_like bytes) { return sum_of<fletcher32>(bytes); }, "bytes"_a,
      "Fletcher-32 of little-endian 16-bit words, modulo 65535.");
  module.def(
      "sum8", [](bytes_like bytes) { return sum_of<plain_sum<std::uint8_t, memosaic::sum8>>(bytes); }, "bytes"_a,
      "The sum of all bytes modulo 256.");
  module.def(
      "sum16", [](bytes_like bytes) { return sum_of<plain_sum<std::uint16_t, memosaic::sum16>>(bytes); }, "bytes"_a,
      "The sum of all bytes modulo 65536.");
  module.def(
      "xxh3_64",
      [](bytes_like argument, std::uint64_t seed) {
        const readable_bytes bytes(argument);
        if (bytes.size() <= piece_size) return unlocked(bytes.size(), [&] { return xxh3_64(bytes.bytes(), seed); });
        hasher state(seed);
        feed(state, argument);
        return state.value_64();
      },
      "bytes"_a, "seed"_a = 0, "XXH3, 64 bits; its output is frozen. No defence against those who choose the input.");
  module.def(
      "xxh3_128",
      [](bytes_like argument, std::uint64_t seed) {
        hasher state(seed);
        feed(state, argument);
        return number_of(state.value_128());
      },
      "bytes"_a, "seed"_a = 0, nb::sig("def xxh3_128(bytes: typing_extensions.Buffer, seed: int = 0) -> int"),
      "XXH3, 128 bits.");

  nb::class_<python_crc>(module, "Crc",
                         "A CRC by its name in the catalogue, as 'crc-16/modbus', or by its parameters.\n\n"
                         "Feed it with update(); `value` is that of all bytes so far.")
      .def(
          "__init__", [](python_crc* self, const char* name) { new (self) python_crc(whole_crc(parameters_of(name))); },
          "name"_a)
      .def(
          "__init__",
          [](python_crc* self, unsigned width, std::uint64_t polynomial, std::uint64_t initial, bool reflect_in,
             bool reflect_out, std::uint64_t final_xor) {
            const crc_parameters parameters{width, polynomial, initial, reflect_in, reflect_out, final_xor};
            new (self) python_crc(whole_crc(parameters));
          },
          nb::kw_only(), "width"_a, "polynomial"_a, "initial"_a = 0, "reflect_in"_a = false, "reflect_out"_a = false,
          "final_xor"_a = 0)
      .def("update", &feed<python_crc>, "bytes"_a, "Takes the next bytes in.")
      .def_prop_ro(
          "value", [](const python_crc& self) { return self.now().value(); }, "The CRC of all bytes so far.")
      .def_prop_ro(
          "width", [](const python_crc& self) { return self.now().width(); }, "In bits, 8 to 64.")
      .def(
          "reset",
          [](python_crc& self) {
            auto sum = self.now();
            sum.reset();
            self.set(sum);
          },
          "Starts again.")
      .def(
          "copy", [](const python_crc& self) { return self; }, "A second one that goes on from here.");

  nb::class_<python_hasher>(module, "Hasher",
                            "XXH3 of bytes that arrive in parts: the result is that of all parts at once.")
      .def(
          "__init__", [](python_hasher* self, std::uint64_t seed) { new (self) python_hasher(hasher(seed)); },
          "seed"_a = 0)
      .def("update", &feed<python_hasher>, "bytes"_a, "Takes the next bytes in.")
      .def_prop_ro(
          "value_64", [](const python_hasher& self) { return self.now().value_64(); },
          "The 64-bit hash of all bytes so far.")
      .def_prop_ro(
          "value_128", [](const python_hasher& self) { return number_of(self.now().value_128()); },
          nb::for_getter(nb::sig("def value_128(self) -> int")), "The 128-bit hash of all bytes so far.")
      .def(
          "reset", [](python_hasher& self, std::uint64_t seed) { self.set(hasher(seed)); }, "seed"_a = 0,
          "Starts again, with a seed of its own.")
      .def(
          "copy", [](const python_hasher& self) { return self; }, "A second one that goes on from here.");

  nb::list names;
  for (const auto& [name, parameters] : catalogue) names.append(nb::str(name.data(), name.size()));
  module.attr("crc_names") = nb::tuple(names);
}

}  // namespace memosaic::python
