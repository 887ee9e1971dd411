# `cmake --install build --component library`: headers, archive, and how CMake and pkg-config find
# them. What is written is relative, so that it holds for whatever prefix is given then.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/primerank)
install(TARGETS primerank_archive EXPORT primerank COMPONENT library
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES ${promised} COMPONENT library
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/primerank)
install(FILES README.md RENAME library.md COMPONENT library DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE COMPONENT library DESTINATION ${CMAKE_INSTALL_DOCDIR})

install(EXPORT primerank NAMESPACE primerank:: COMPONENT library
  FILE primerank-targets.cmake DESTINATION ${package_folder})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/primerank-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES primerank-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/primerank-config-version.cmake
  COMPONENT library DESTINATION ${package_folder})

file(RELATIVE_PATH prefix_from_pkgconfig ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig
  ${CMAKE_INSTALL_PREFIX})
file(RELATIVE_PATH libdir_from_prefix ${CMAKE_INSTALL_PREFIX} ${CMAKE_INSTALL_FULL_LIBDIR})
file(RELATIVE_PATH includedir_from_prefix ${CMAKE_INSTALL_PREFIX} ${CMAKE_INSTALL_FULL_INCLUDEDIR})
configure_file(primerank.pc.in primerank.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/primerank.pc COMPONENT library
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
