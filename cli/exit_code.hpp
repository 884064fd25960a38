#pragma once
// SPDX-License-Identifier: Apache-2.0

namespace memosaic::cli {

/// What the command says to whoever called it. The numbers are a promise to scripts and are listed in every `--help`.
enum class exit_code : int {
  yes = 0,            ///< found, equal, done
  no = 1,             ///< not found, different
  trouble = 2,        ///< wrong use, or the system said no
  corrupt = 3,        ///< a file is damaged
  conflict = 4,       ///< something is there already, and nobody said what to do with it
  interrupted = 130,  ///< Ctrl-C
};

}  // namespace memosaic::cli
