#pragma once
// SPDX-License-Identifier: Apache-2.0

/// What `memosaic table COMMAND --help` says beyond the options. The tests see that every command has examples.
namespace memosaic::cli {

inline constexpr const char* table_exit_codes =
    "Exit codes:\n"
    "  0    yes: done, found, equal\n"
    "  1    no: a key is absent, the tables differ\n"
    "  2    wrong use, or a file could not be read or written, or is no table\n"
    "  3    a table or a row of a text is damaged\n"
    "  4    two rows have one key, or what the table would replace is no table and --force was not given\n"
    "  130  interrupted by Ctrl-C\n";

inline constexpr const char* table_number_help =
    "Numbers are decimal or hexadecimal (0x1f), with _ between digits, and K, M, G or T for powers of 1024.\n";

inline constexpr const char* table_overview =
    "A table is a file of typed records that any number of processes read where it lies. It is built once, from CSV, "
    "TSV\n"
    "or JSON lines, and replaced as a whole. `memosaic table COMMAND --help` explains a command, with examples.\n";

inline constexpr const char* table_build_help =
    "The extension of an INPUT says what it is (.csv, .tsv, .jsonl, .ndjson), or --from for all; - is standard input.\n"
    "Several inputs become one table, in their order. Without --schema, the types are found by reading every row once\n"
    "before; what comes through a pipe is kept in a temporary file beside the table for that. Texts of similar length\n"
    "become fixed_text, which lies in the record. TABLE appears whole or not at all. A TABLE that exists is replaced "
    "if it\n"
    "is a table; anything else only with --force.\n\n"
    "Examples:\n"
    "  memosaic table build trades.csv -o trades.table --key id\n"
    "  memosaic table build trades.csv -o trades.table --key id --field id:fixed_text[12] --field price:float32\n"
    "  memosaic table build 2023.csv 2024.csv -o all.table --key day --duplicates multi --sorted\n"
    "  gunzip -c log.jsonl.gz | memosaic table build - --from jsonl -o log.table\n"
    "  memosaic table build new.csv --schema old.table -o new.table       with the types and the key of old.table\n";

inline constexpr const char* table_info_help =
    "Examples:\n"
    "  memosaic table info trades.table\n"
    "  memosaic table info trades.table --schema > trades.schema          for table build --schema\n"
    "  memosaic table info *.table --json\n";

inline constexpr const char* table_get_help =
    "A KEY is written as in CSV: 42, 2024-02-29, ABC; bytes as hexadecimal digits, tuples and sets as JSON. Without a\n"
    "KEY, or for a KEY -, keys come from standard input, one in a line. The exit code is 1 if any key is absent.\n\n"
    "Examples:\n"
    "  memosaic table get trades.table ABC XYZ                            one JSON object in a line\n"
    "  memosaic table get trades.table ABC --field price                  the value alone\n"
    "  cut -d, -f1 orders.csv | memosaic table get trades.table - --csv   many keys, as a CSV file\n"
    "  find . -type f -print0 | memosaic table get files.table - -z --absent\n"
    "                                                                     keys with any characters; what is not "
    "there\n";

inline constexpr const char* table_scan_help =
    "Records come in the order in which they were added if the table keeps it, else as they lie; of a range or prefix\n"
    "of keys in the order of keys, for which the table must have been built with --sorted. --to is not included.\n\n"
    "Examples:\n"
    "  memosaic table scan trades.table --limit 10\n"
    "  memosaic table scan trades.table --prefix 2024-02 --csv\n"
    "  memosaic table scan days.table --from 2024-02-01 --to 2024-03-01 --field day --field price\n";

inline constexpr const char* table_export_help =
    "What table build reads back as equal records by the same schema. The extension of FILE says how rows are "
    "written,\n"
    "or --to; CSV if nothing does. Lists, dicts and records need JSON lines.\n\n"
    "Examples:\n"
    "  memosaic table export trades.table > trades.csv\n"
    "  memosaic table export trades.table -o trades.jsonl\n"
    "  memosaic table export trades.table --to tsv --key-order | less\n";

inline constexpr const char* table_verify_help =
    "Reads everything: every checksum, that nothing stands between sections, the structure of every record, and that "
    "each\n"
    "record is found by its key.\n\n"
    "Examples:\n"
    "  memosaic table verify trades.table\n"
    "  memosaic table verify *.table --threads 4 --json\n";

inline constexpr const char* table_diff_help =
    "Records of maps are compared by their keys, those of multimaps by their keys and their order, those of arrays by\n"
    "their numbers. Fields are matched by name. Each line is one record: - it was removed, + it was added, ~ it was\n"
    "changed.\n\n"
    "Examples:\n"
    "  memosaic table diff old.table new.table\n"
    "  memosaic table diff old.table new.table --summary\n"
    "  memosaic table diff old.table new.table --limit 100 --json\n";

inline constexpr const char* table_stats_help =
    "Examples:\n"
    "  memosaic table stats trades.table              the index, the sizes of sections and records, what pads them\n"
    "  memosaic table stats *.table --json\n";

}  // namespace memosaic::cli
