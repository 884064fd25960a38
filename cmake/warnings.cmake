# Warnings for our own targets only; a consumer never sees them.
add_library(memosaic_warnings INTERFACE)
target_compile_options(memosaic_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast -Wcast-align -Wformat=2
  -Wnon-virtual-dtor -Woverloaded-virtual)
if(MEMOSAIC_WARNINGS_AS_ERRORS)
  target_compile_options(memosaic_warnings INTERFACE -Werror)
endif()
