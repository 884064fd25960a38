// SPDX-License-Identifier: Apache-2.0
#include "buffer/pickling.hpp"

#include <utility>

#include "arguments.hpp"
#include "work.hpp"

namespace memosaic::python {

nb::object picklable_bytes(nb::handle self, int protocol, bool writable) {
  if (protocol >= 5) return nb::module_::import_("pickle").attr("PickleBuffer")(self);
  if (writable) {
    nb::object made = nb::module_::import_("builtins").attr("bytearray")(self);
    copy_counter::add(nb::len(made));
    return made;
  }
  const readable_bytes bytes(bytes_like{self.ptr()});
  return copied(bytes.bytes());
}

nb::tuple reduced(nb::handle self, nb::object maker, nb::tuple arguments) {
  nb::object state = nb::getattr(self, "__dict__", nb::none());
  if (!state.is_none() && nb::len(state) != 0) {
    return nb::make_tuple(std::move(maker), std::move(arguments), std::move(state));
  }
  return nb::make_tuple(std::move(maker), std::move(arguments));
}

}  // namespace memosaic::python
