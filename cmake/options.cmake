# What every target is compiled with.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

# Reproducible: no path of the building machine enters a binary. The build folder comes last, since the last match wins.
add_compile_options("-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=" "-ffile-prefix-map=${PROJECT_BINARY_DIR}/=build/")

if(EMSCRIPTEN)
  # -Os is the only level at which this compiler keeps BearSSL's constant-time masks free of branches, and it is as fast.
  set(CMAKE_C_FLAGS_RELEASE "-Os -DNDEBUG")
  # Our own code calls it and is not hot. em++ adds -fno-inline-functions when it is asked for small code, which leaves every
  # accessor a call through memory: a tenth larger. -flto takes another twentieth; BearSSL is C and stays out of it.
  set(CMAKE_CXX_FLAGS_RELEASE "-Oz -finline-functions -flto -DNDEBUG")
else()
  set(CMAKE_C_FLAGS_RELEASE "-O2")  # assertions stay: natively there are only tests
  set(CMAKE_CXX_FLAGS_RELEASE "-O2")
endif()

if(POPCERT_SANITIZE)
  add_compile_options(-fsanitize=${POPCERT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${POPCERT_SANITIZE})
endif()
if(POPCERT_FUZZ)
  # BearSSL too: without its edges libFuzzer is blind inside the decoders that call it.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# The warnings of our own targets.
add_library(popcert_warnings INTERFACE)
target_compile_options(popcert_warnings INTERFACE -Wall -Wextra $<$<BOOL:${POPCERT_DEV}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(popcert_warnings INTERFACE -Wno-restrict)  # wrong about "text" + std::string: GCC bug 105651
endif()
