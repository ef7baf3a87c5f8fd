# popcert_source(<name>) fetches a third-party source as pinned in third_party/sources.txt and sets <name>_SOURCE_DIR.
# An unpacked copy is used instead with -DFETCHCONTENT_SOURCE_DIR_<NAME>=<folder>; ./dev does that.

include(FetchContent)
if(POLICY CMP0135)
  cmake_policy(SET CMP0135 NEW)  # unpacked files are dated now, so that they are built when a pin changes
endif()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/third_party/sources.txt")

function(popcert_source name)
  file(STRINGS "${PROJECT_SOURCE_DIR}/third_party/sources.txt" pins REGEX "^${name} .* https://")
  list(LENGTH pins count)
  if(NOT count EQUAL 1 OR NOT pins MATCHES "([0-9a-f]+) +(https://.*)$")
    message(FATAL_ERROR "third_party/sources.txt has no pinned address for ${name}.")
  endif()
  # The subfolder does not exist on purpose: only unpack, never add the project's own CMakeLists.txt.
  FetchContent_Declare(${name} URL "${CMAKE_MATCH_2}" URL_HASH SHA256=${CMAKE_MATCH_1} SOURCE_SUBDIR nonexistent)
  FetchContent_MakeAvailable(${name})
  set(${name}_SOURCE_DIR "${${name}_SOURCE_DIR}" PARENT_SCOPE)
endfunction()
