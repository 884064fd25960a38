# Debug builds compile several sources at once: most of the time goes into the same headers, so that a build with the
# sanitizers takes a third of it. Who does so needs file-local names that are unique in their room; the optimised build,
# file by file, finds missing includes. Files with compile options of their own stay alone.
function(memosaic_batch target)
  if(CMAKE_BUILD_TYPE STREQUAL "Debug" AND NOT MEMOSAIC_COVERAGE)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      # It takes the unnamed namespace of a source within a batch for that of a header.
      target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
    endif()
  endif()
endfunction()
