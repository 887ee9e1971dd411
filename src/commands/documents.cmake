# The manual page and bash's completion, which the program writes itself, and what else goes along
# with an installed program.
add_custom_command(TARGET primerank POST_BUILD
  COMMAND primerank help --format man > ${PROJECT_BINARY_DIR}/primerank.1
  COMMAND primerank help --format bash-completion > ${PROJECT_BINARY_DIR}/primerank.bash
  VERBATIM)

include(GNUInstallDirs)
install(FILES ${PROJECT_BINARY_DIR}/primerank.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${PROJECT_BINARY_DIR}/primerank.bash RENAME primerank
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/LICENSE
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/jobs DESTINATION ${CMAKE_INSTALL_DATADIR}/primerank
  USE_SOURCE_PERMISSIONS)
set(scripts ${PROJECT_SOURCE_DIR}/scripts)
install(PROGRAMS ${scripts}/layouts ${scripts}/scaling ${scripts}/plot ${scripts}/mpirun
  ${scripts}/install ${scripts}/measuring.py
  DESTINATION ${CMAKE_INSTALL_DATADIR}/primerank/scripts)
install(DIRECTORY ${scripts}/plots DESTINATION ${CMAKE_INSTALL_DATADIR}/primerank/scripts
  FILES_MATCHING PATTERN *.py)
