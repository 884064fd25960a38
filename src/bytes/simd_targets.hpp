#pragma once
// SPDX-License-Identifier: Apache-2.0

/// How Highway is used: header-only, compiled for the levels of simd.hpp and no others. Included by every
/// `*_simd.cpp` before Highway's own headers; nothing else includes those.
///
/// The static target of a plain x86-64 build has no vectors that we want, so those files leave it empty.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128)
#define HWY_COMPILE_ALL_ATTAINABLE

/// Highway's own assertions print, abort and need its library to be linked; in builds with sanitizers they are on.
#define HWY_IS_DEBUG_BUILD 0
