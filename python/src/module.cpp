// SPDX-License-Identifier: Apache-2.0
#include "bindings.hpp"
#include "memosaic/bytes/simd.hpp"
#include "memosaic/version.hpp"
#include "work.hpp"

namespace nb = nanobind;

NB_MODULE(_core, module) {
  using namespace memosaic::python;
  module.doc() = "The C++ library as Python sees it; use it as `memosaic`, which names what is public.";
  // Objects that live until the process ends, as those of a traceback, are no mistake of the program's.
  nb::set_leak_warnings(false);
  module.attr("__version__") = memosaic::version();
  module.def(
      "copied_bytes", [] { return copy_counter::total(); },
      "How many bytes the package has copied in this process, by whatever was asked of it.\n\n"
      "Take it before and after to see that something copies nothing.");
  module.def(
      "simd_level",
      [] {
        const auto name = memosaic::to_string(memosaic::active_simd_level());
        return nb::str(name.data(), name.size());
      },
      "The instruction set in use; the environment variable MEMOSAIC_SIMD names another.");

  bind_errors(module);
  bind_search(module);
  bind_comparison(module);
  bind_changes(module);
  bind_checksums(module);
  bind_hex(module);
  bind_view(module);
  bind_buffer(module);
  bind_slice(module);
  bind_chain(module);
  bind_array(module);
  bind_stream(module);
}
