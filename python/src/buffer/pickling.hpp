#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <nanobind/nanobind.h>

namespace memosaic::python {

namespace nb = nanobind;

/// The bytes of an object as pickle is to have them: from protocol 5 on as a PickleBuffer, which travels out of band
/// without a copy if the pickler is asked to; before it as `bytes`, or as a bytearray if they are writable.
[[nodiscard]] nb::object picklable_bytes(nb::handle self, int protocol, bool writable);

/// What `__reduce_ex__` returns: how to make it, and the attributes that a subclass has given it.
[[nodiscard]] nb::tuple reduced(nb::handle self, nb::object maker, nb::tuple arguments);

}  // namespace memosaic::python
