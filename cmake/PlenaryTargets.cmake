# How every target of the project is made: language level, warnings, sanitizers, and where programs land.

set(PLENARY_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")
option(PLENARY_FUZZ "Build the libFuzzer targets (needs clang)" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(PLENARY_MOLD mold)
if(PLENARY_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(plenary_options INTERFACE)
target_include_directories(plenary_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(plenary_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Asio fences with atomic_thread_fence, which g++'s thread sanitizer does not model; g++ 12 also sees overflows
  # and uninitialised reads in inlined libstdc++ strings and regexes that are not there.
  target_compile_options(plenary_options INTERFACE -Wno-tsan -Wno-restrict -Wno-stringop-overflow
    -Wno-stringop-overread -Wno-array-bounds -Wno-maybe-uninitialized)
endif()
if(PLENARY_SANITIZE)
  add_compile_options(-fsanitize=${PLENARY_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${PLENARY_SANITIZE})
  if(PLENARY_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()
if(PLENARY_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# plenary_library(NAME SOURCES a.cpp … LINK target …)
function(plenary_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC plenary_options ${ARG_LINK})
endfunction()

# plenary_program(NAME SOURCES a.cpp … LINK target …): lands in build/PRESET/bin.
function(plenary_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE plenary_options ${ARG_LINK})
endfunction()

# plenary_test(NAME SOURCES a.cpp … LINK target … [LABELS concurrent …]): a GoogleTest program that ctest runs as one test.
# Tests with the label `concurrent` also run under the thread sanitizer.
function(plenary_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;LABELS" ${ARGN})
  if(PLENARY_FUZZ)
    return()
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE plenary_options ${ARG_LINK} GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 900
    ENVIRONMENT "TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/cmake/tsan.suppressions")
  if("concurrent" IN_LIST ARG_LABELS)
    add_dependencies(concurrent_tests ${name})
  endif()
endfunction()

# plenary_bench(NAME SOURCES a.cpp … LINK target …): a Google Benchmark program for `./dev bench`.
function(plenary_bench name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  if(PLENARY_FUZZ OR PLENARY_SANITIZE)
    return()
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE plenary_options ${ARG_LINK} benchmark::benchmark)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
endfunction()

# plenary_fuzz(NAME SOURCES a.cpp … LINK target …): a libFuzzer target, only in the fuzz preset.
function(plenary_fuzz name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  if(NOT PLENARY_FUZZ)
    return()
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE plenary_options ${ARG_LINK})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
endfunction()

# Adds every folder below the current one that has a CMakeLists.txt of its own.
function(plenary_add_rooms)
  file(GLOB rooms CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} */CMakeLists.txt)
  foreach(room IN LISTS rooms)
    get_filename_component(folder ${room} DIRECTORY)
    add_subdirectory(${folder})
  endforeach()
endfunction()
