#pragma once
// SPDX-License-Identifier: Apache-2.0

#include <nanobind/nanobind.h>

/// What module.cpp calls, in this order: one function per file that binds something.
namespace memosaic::python {

namespace nb = nanobind;

void bind_errors(nb::module_& module);

// Room bytes.
void bind_search(nb::module_& module);
void bind_comparison(nb::module_& module);
void bind_changes(nb::module_& module);
void bind_checksums(nb::module_& module);
void bind_hex(nb::module_& module);

// Room buffer.
void bind_view(nb::module_& module);
void bind_buffer(nb::module_& module);
void bind_slice(nb::module_& module);
void bind_chain(nb::module_& module);
void bind_array(nb::module_& module);
void bind_stream(nb::module_& module);

}  // namespace memosaic::python
