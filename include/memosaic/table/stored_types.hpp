#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "memosaic/table/stored_collections.hpp"
#include "memosaic/table/stored_runs.hpp"
#include "memosaic/table/stored_scalars.hpp"
#include "memosaic/table/stored_structs.hpp"

/// What members of structs may be: the table is in stored.hpp.
