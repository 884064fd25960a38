# Warnings for our own targets only; a consumer never sees them.
add_library(memosaic_warnings INTERFACE)
target_compile_options(memosaic_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast -Wcast-align -Wformat=2
  -Wnon-virtual-dtor -Woverloaded-virtual)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 sees an overlap in `"literal" + std::string` at -O3 that is not there (GCC bug 105651).
  target_compile_options(memosaic_warnings INTERFACE -Wno-restrict)
endif()
if(MEMOSAIC_WARNINGS_AS_ERRORS)
  target_compile_options(memosaic_warnings INTERFACE -Werror)
endif()
