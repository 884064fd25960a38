include(CMakePackageConfigHelpers)

set(memosaic_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/memosaic)
install(TARGETS memosaic EXPORT memosaic-targets FILE_SET HEADERS)
install(EXPORT memosaic-targets NAMESPACE memosaic:: DESTINATION ${memosaic_cmake_dir})
configure_package_config_file(cmake/memosaic-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/memosaic-config.cmake
                              INSTALL_DESTINATION ${memosaic_cmake_dir})
# Before 1.0 a minor version may change the API.
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/memosaic-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/memosaic-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/memosaic-config-version.cmake
        DESTINATION ${memosaic_cmake_dir})
# Relative to where the .pc file lies, so that an installed tree can be moved.
file(RELATIVE_PATH memosaic_pc_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/memosaic.pc.in ${CMAKE_CURRENT_BINARY_DIR}/memosaic.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/memosaic.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES LICENSE README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
