#pragma once
// SPDX-License-Identifier: Apache-2.0

/// What `memosaic image COMMAND --help` says beyond the options. The tests see that every command has examples.
namespace memosaic::cli {

inline constexpr const char* image_exit_codes =
    "Exit codes:\n"
    "  0    yes: found, equal, done\n"
    "  1    no: not found, different\n"
    "  2    wrong use, or a file could not be read or written\n"
    "  3    a file is damaged\n"
    "  4    inputs conflict, a patch does not apply, or TARGET exists already\n"
    "  130  interrupted by Ctrl-C\n";

inline constexpr const char* image_number_help =
    "Numbers are decimal or hexadecimal (0x1f), with _ between digits, and K, M, G or T for powers of 1024; addresses\n"
    "may be negative and have up to 127 bits. Ranges are A:B (B not included), A:+LENGTH, A: or :B. VALUE and PATTERN\n"
    "are a byte (0xFF) or bytes (hex:DEAD, text:empty). What follows an @ says where.\n";

inline constexpr const char* image_overview =
    "Inputs may be Intel HEX, S-record, Tektronix extended, MOS, TI-TXT, ASCII-HEX, Atmel generic, Verilog VMEM, UF2,\n"
    "ELF and raw binary: their content decides, then their names, or --from. FILE@ADDRESS says where a raw file lies,\n"
    "- is standard input. Filters work in the order in which they are given, on all inputs put together.\n\n"
    "`memosaic image COMMAND --help` explains a command, with examples.\n";

inline constexpr const char* info_help =
    "Each block with its range, size and CRC-32; then all of it, the entry point and the header.\n\n"
    "Examples:\n"
    "  memosaic image info a.hex b.elf                   what is in both\n"
    "  memosaic image info a.bin@0x8000 --json           for programs\n"
    "  memosaic image info a.hex --unfill 0xFF,16        as if erased flash were not stored\n";

inline constexpr const char* convert_help =
    "The last file is the output, unless -o names it. A file that exists is replaced by -o or with --force.\n\n"
    "Examples:\n"
    "  memosaic image convert a.elf a.hex                the loaded segments as Intel HEX\n"
    "  memosaic image convert a.hex a.bin --fill 0xFF    raw, with 0xFF between the blocks\n"
    "  memosaic image convert boot.bin@0x8000 app.hex all.srec --address-bits 32\n";

inline constexpr const char* cat_help =
    "Examples:\n"
    "  memosaic image cat a.hex --crop 0x8000:+64K --fill 0xFF --crc32 0x17FFC -o out.bin\n"
    "                                                    64 KiB with their CRC-32 in the last word\n"
    "  memosaic image cat a.elf --to hexdump             look at it\n"
    "  memosaic image cat a.hex --write hex:CAFE@0x100 -o a.hex\n"
    "                                                    change two bytes in place\n";

inline constexpr const char* merge_help =
    "Each conflict is one line: the range, its size, the file that was there, the one that brought other bytes, and\n"
    "what became of it. If the policy refuses, nothing is written and the exit code is 4.\n\n"
    "Examples:\n"
    "  memosaic image merge boot.hex app.hex -o all.hex  refuses if they meet\n"
    "  memosaic image merge app.hex fix.hex -o all.hex --overlap replace\n"
    "                                                    fix.hex wins\n"
    "  memosaic image merge a.hex b.hex -o c.hex --overlap identical --entry-conflict keep --json\n";

inline constexpr const char* crop_help =
    "Fillings and checksums that follow, and name no range, are for all of the range, not only for what is stored.\n\n"
    "Examples:\n"
    "  memosaic image crop 0x8000:0x10000 a.hex -o b.hex\n"
    "  memosaic image crop 0x8000:+1K a.bin@0x8000 > b.bin\n";

inline constexpr const char* exclude_help =
    "Examples:\n"
    "  memosaic image exclude 0x8000:+256 a.hex -o b.hex\n"
    "  memosaic image exclude 0x1_0000_0000: a.hex -o b.hex\n";

inline constexpr const char* fill_help =
    "With a range, what is stored there is replaced. Without one only holes are filled, from the first byte to the "
    "last\n"
    "or in all of what --crop left open: else nothing of the image would remain.\n\n"
    "Examples:\n"
    "  memosaic image fill 0xFF a.hex -o a.bin           no holes between the blocks\n"
    "  memosaic image fill 0@0x100:0x200 a.hex -o b.hex  256 zeros, whatever was there\n"
    "  memosaic image fill hex:DEADBEEF@0:4K a.hex -o b.hex\n";

inline constexpr const char* flood_help =
    "Examples:\n"
    "  memosaic image flood 0xFF a.hex -o b.hex          the holes between the blocks\n"
    "  memosaic image flood 0xFF@0:64K a.hex -o b.hex    the holes of a range, at its ends too\n";

inline constexpr const char* unfill_help =
    "Examples:\n"
    "  memosaic image unfill 0xFF,64 a.bin -o a.hex      do not send what is erased anyway\n"
    "  memosaic image unfill 0@0x8000: a.hex -o b.hex    every zero there\n";

inline constexpr const char* shift_help =
    "The entry point moves too.\n\n"
    "Examples:\n"
    "  memosaic image shift 0x1000 a.hex -o b.hex        up\n"
    "  memosaic image shift -0x1000 a.hex -o b.hex       down\n"
    "  memosaic image cat a.hex --move-to 0x8000 -o b.hex\n";

inline constexpr const char* align_help =
    "Examples:\n"
    "  memosaic image align 16,0xFF a.hex -o b.hex       blocks begin and end at multiples of 16\n"
    "  memosaic image align 4K,0 a.elf -o a.hex\n";

inline constexpr const char* swap_help =
    "HOW is 2, 4 or 8, the bytes of a word, or bits, or nibbles. Words begin at multiples of their size.\n\n"
    "Examples:\n"
    "  memosaic image swap 4 a.bin -o b.bin              words of 32 bits in the other byte order\n"
    "  memosaic image swap bits@0x8000:0x9000 a.hex -o b.hex\n";

inline constexpr const char* split_help =
    "-o NAME must have {} in it, which stands for the start address of a part in hexadecimal digits, for the number "
    "of\n"
    "a stripe, or for even and odd.\n\n"
    "Examples:\n"
    "  memosaic image split a.hex --pages 4K -o page-{}.bin --align 4K,0xFF\n"
    "  memosaic image split a.hex --even-odd -o rom-{}.hex\n"
    "  memosaic image split a.hex --stripes 4 --group 2 -o chip{}.hex\n";

inline constexpr const char* join_help =
    "The files are the stripes, in their order.\n\n"
    "Examples:\n"
    "  memosaic image join rom-even.hex rom-odd.hex -o a.hex\n"
    "  memosaic image join chip0.hex chip1.hex --group 2 -o a.hex\n";

inline constexpr const char* diff_help =
    "A hole is not a zero: each line is a range that both store differently, or only one stores. Entry points are\n"
    "compared too, headers are not. With -o - the patch alone is printed.\n\n"
    "Examples:\n"
    "  memosaic image diff a.hex b.srec                  every range that differs\n"
    "  memosaic image diff a.elf a.hex --summary         only how much\n"
    "  memosaic image diff old.hex new.hex -o fix.patch  what changes old.hex into new.hex\n";

inline constexpr const char* patch_help =
    "A patch is applied only to what it was made from.\n\n"
    "Examples:\n"
    "  memosaic image patch old.hex fix.patch -o new.hex\n"
    "  memosaic image patch new.hex fix.patch --reverse -o old.hex\n";

inline constexpr const char* find_help =
    "NEEDLE is text, or bytes as hex:DEADBEEF; text:... takes the rest as it stands. A ? in a hex:\n"
    "needle stands for any digit. A match lies in one block, unless --holes says otherwise.\n\n"
    "Examples:\n"
    "  memosaic image find hex:DEADBEEF a.hex b.elf      path and address of each match\n"
    "  memosaic image find hex:DE??BE?F a.hex            any byte, any half of a byte\n"
    "  memosaic image find GNU a.elf --count\n"
    "  memosaic image find text:boot a.hex --crop 0x8000:0x9000\n";

inline constexpr const char* checksum_help =
    "Examples:\n"
    "  memosaic image checksum crc32 a.hex               of everything, which must have no holes\n"
    "  memosaic image checksum crc-16-modbus a.hex --range 0x8000:0xFFFE --holes 0xFF\n"
    "  memosaic image checksum crc32 a.bin --expect 0xcbf43926 && echo good\n"
    "  memosaic image checksum --list\n";

inline constexpr const char* map_help =
    "A row begins at a multiple of its size; where nothing is stored, one line says how much is left out.\n\n"
    "Examples:\n"
    "  memosaic image map a.hex                          as fine as fits 24 rows\n"
    "  memosaic image map a.hex b.hex --cell 256 --width 32\n"
    "  memosaic image map a.elf --ascii > map.txt\n";

}  // namespace memosaic::cli
