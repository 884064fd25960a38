# One case: it must compile with MEMOSAIC_SHOULD_COMPILE, and without it must be refused for the reason that its
# second line expects. Run as cmake -DCOMPILER=... -DCASE=... -DINCLUDE=... -P check_case.cmake
set(command ${COMPILER} -std=c++20 -fsyntax-only -Wall -Wextra -Wdangling -Werror -I${INCLUDE} ${CASE})

execute_process(COMMAND ${command} -DMEMOSAIC_SHOULD_COMPILE RESULT_VARIABLE result ERROR_VARIABLE output)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "the twin that should compile does not:\n${output}")
endif()

file(STRINGS ${CASE} expected REGEX "^// expect: ")
string(REPLACE "// expect: " "" expected "${expected}")
if(expected STREQUAL "")
  message(FATAL_ERROR "${CASE} does not say what to expect")
endif()

execute_process(COMMAND ${command} RESULT_VARIABLE result ERROR_VARIABLE output)
if(result EQUAL 0)
  message(FATAL_ERROR "it compiles")
endif()
string(REGEX MATCHALL "error: [^\n]*" errors "${output}")
if(NOT "${errors}" MATCHES "${expected}")
  message(FATAL_ERROR "refused, but not with '${expected}':\n${output}")
endif()
