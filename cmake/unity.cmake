# Many files of tests as one: cmake -DFROM=<file|file ...> -DTO=<file> -P unity.cmake
# What they include is compiled once then, and what they instantiate. CMake's own unity builds put the files behind one another as they
# are, and small helpers of the same name clash: here each file's content, below what it includes, gets a namespace of its own.
cmake_minimum_required(VERSION 3.22)

string(REPLACE "|" ";" files "${FROM}")
set(made "// Made by cmake/unity.cmake.\n")
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${file}" text)
  # Lines keep their numbers. A file whose tests are inside a namespace of the core stays in it.
  if(text MATCHES "\n(namespace popcert[a-z_0-9:]*) {\n")
    set(inside "${CMAKE_MATCH_1}")
    string(REPLACE "\n${inside} {\n" "\n${inside} { namespace ${name} {\n" text "${text}")
    string(REPLACE "\n}  // ${inside}\n" "\n}}  // ${inside}\n" text "${text}")
  else()
    string(REGEX REPLACE "^(.*\n#include [^\n]*\n)(.*)$" "\\1namespace ${name} {\\2}  // namespace ${name}\n" text "${text}")
  endif()
  string(APPEND made "#line 1 \"${file}\"\n${text}")
endforeach()
file(WRITE "${TO}" "${made}")
