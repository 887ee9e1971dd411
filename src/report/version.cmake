# Run by every build: writes version.cpp anew when the description of the source has changed.
# Needs SOURCE_DIR, INPUT, OUTPUT, GIT (may be empty), PROJECT_VERSION and COMPILER.

set(PRIMERANK_SOURCE_VERSION unknown)
if(EXISTS ${SOURCE_DIR}/.git) # and not a repository around an unpacked archive
  if(GIT)
    execute_process(
      COMMAND ${GIT} describe --always --dirty
      WORKING_DIRECTORY ${SOURCE_DIR}
      OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  endif()
elseif(EXISTS ${SOURCE_DIR}/.tarball-version)
  file(STRINGS ${SOURCE_DIR}/.tarball-version described LIMIT_COUNT 1)
endif()
if("${described}" MATCHES "^[-+.~_A-Za-z0-9]+$")
  set(PRIMERANK_SOURCE_VERSION ${described})
endif()
configure_file(${INPUT} ${OUTPUT} @ONLY)
