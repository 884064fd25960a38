#pragma once
// SPDX-License-Identifier: Apache-2.0

/// What `memosaic file COMMAND --help` says beyond the options. The tests see that every command has examples.
namespace memosaic::cli {

inline constexpr const char* file_exit_codes =
    "Exit codes:\n"
    "  0    yes: done, all of it\n"
    "  1    no: not all of it came into memory, or left it\n"
    "  2    wrong use, or of a file nothing could be told\n"
    "  3    a file is damaged\n"
    "  4    never given\n"
    "  130  interrupted by Ctrl-C\n";

inline constexpr const char* file_overview =
    "The system keeps the pages of files that were read in memory, once for all processes, and drops them when it "
    "needs\n"
    "the room. These commands tell which are there, bring them, and let go of them; they never change a file.\n\n"
    "`memosaic file COMMAND --help` explains a command, with examples.\n";

inline constexpr const char* file_info_help =
    "What the file is, where it is stored and whether it has holes, whether it can be mapped, and how much of it is "
    "in\n"
    "memory. Pipes and devices are described without being opened.\n\n"
    "Examples:\n"
    "  memosaic file info disk.img                    one file\n"
    "  memosaic file info disk.img --runs             also the parts that are stored, one in a line\n"
    "  memosaic file info *.db --json                 for programs\n";

inline constexpr const char* residency_help =
    "Each cell is a part of the file: full if all of it is in memory, a dot if nothing is. The system tells only "
    "those\n"
    "who may write the file.\n\n"
    "Examples:\n"
    "  memosaic file residency big.db                 all of the file, in 16 rows\n"
    "  memosaic file residency big.db --range 1G:+64M --rows 4\n"
    "  memosaic file residency big.db --ascii > map.txt\n"
    "  memosaic file residency big.db --json          the pages of each row and cell\n";

inline constexpr const char* warm_help =
    "Reads what is not in memory yet and waits for it, so that who needs it next does not wait. Holes are left out: "
    "they\n"
    "take nothing to read. What is brought may leave again when memory is short; then the exit code is 1.\n\n"
    "Examples:\n"
    "  memosaic file warm big.db                      all of it\n"
    "  memosaic file warm big.db --range :1G          its first GiB\n"
    "  memosaic file warm a.db b.db --no-wait         only ask the system to read, and go on\n";

inline constexpr const char* evict_help =
    "Pages that wait to be written stay, unless --flush has them written first, and so do pages that some process has\n"
    "mapped. Of a range, only the pages that lie wholly in it leave.\n\n"
    "Examples:\n"
    "  memosaic file evict big.db                     all of it\n"
    "  memosaic file evict big.db --flush             what was written a moment ago as well\n"
    "  memosaic file evict big.db --range 1G:         keep the first GiB\n";

}  // namespace memosaic::cli
