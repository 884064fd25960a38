#pragma once
// SPDX-License-Identifier: Apache-2.0

#include "harness/session.hpp"

namespace memosaic::bench {

/// All figures, in the order of the report. The ones that must be measured while the process has a single thread come
/// before those that start one.
void run_figures(session& now);

// One function per source file.
void buffer_views(session& now);
void bytes_find(session& now);
void bytes_rfind(session& now);
void bytes_step(session& now);
void bytes_count(session& now);
void bytes_mismatch(session& now);
void bytes_fill(session& now);
void bytes_copy(session& now);
void bytes_adversarial(session& now);
void bytes_latency(session& now);
void buffer_io(session& now);
void python_peers(session& now);

}  // namespace memosaic::bench
