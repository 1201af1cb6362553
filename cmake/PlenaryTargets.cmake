# How every target of the project is made: language level, warnings, sanitizers, and where programs land.

set(PLENARY_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")
# A third of the time of compiling went into three checks whose finds the address sanitizer reports as well (null, object-size) or
# that x86 does not mind (alignment): the preset asan leaves them out, the fuzzers have them.
set(PLENARY_SANITIZE_WITHOUT "" CACHE STRING "Checks to leave out, as for -fno-sanitize=")
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
  if(PLENARY_SANITIZE_WITHOUT)
    add_compile_options(-fno-sanitize=${PLENARY_SANITIZE_WITHOUT})
  endif()
endif()
if(PLENARY_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# A value that turned into anything by itself would also turn into an Error (protocol/json/value.hpp). For all targets, because
# the precompiled headers hold nlohmann's.
target_compile_definitions(plenary_options INTERFACE JSON_USE_IMPLICIT_CONVERSIONS=0)

# Reading the same headers was half of a cold build, so each preset reads them once. Only headers of the system belong here: one
# of ours would rebuild everything when it changes. A list instead of a file of includes, so that ccache sees the same text in
# every folder. A source still includes what it uses: clang-tidy compiles without precompiled headers.
set(plenary_production_headers
  <algorithm> <array> <atomic> <charconv> <chrono> <cmath> <condition_variable> <cstddef> <cstdint> <cstdlib> <cstring> <deque>
  <filesystem> <functional> <limits> <list> <map> <memory> <mutex> <optional> <set> <span> <string> <string_view> <thread> <tuple>
  <unordered_map> <unordered_set> <utility> <variant> <vector>
  <boost/smart_ptr/intrusive_ptr.hpp> <boost/system/result.hpp> <nlohmann/json.hpp>)
set(plenary_test_headers ${plenary_production_headers} <fstream> <gtest/gtest.h> <iostream> <random>)

# A build folder that was configured before keeps what it was configured with: remove it to get what the presets say now.
option(PLENARY_PRECOMPILE "Precompile the system's headers (all presets do)" OFF)
if(PLENARY_PRECOMPILE)
  # What ccache needs for hits: g++ names the precompiled header in what it preprocesses, clang leaves its time out.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess> "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endif()

# plenary_precompiled(NAME KIND LIBRARY …): lets the target NAME use the precompiled headers of this kind, which are made when the
# first target asks for them; they need these libraries.
function(plenary_precompiled name kind)
  if(NOT PLENARY_PRECOMPILE)
    return()
  endif()
  if(NOT TARGET plenary_${kind}_headers)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp CONTENT "")
    add_library(plenary_${kind}_headers OBJECT ${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp)
    # g++ wants the same macros where they are made and where they are used; GoogleTest defines one.
    target_link_libraries(plenary_${kind}_headers PRIVATE plenary_options ${ARGN})
    target_precompile_headers(plenary_${kind}_headers PRIVATE ${plenary_${kind}_headers})
  endif()
  target_precompile_headers(${name} REUSE_FROM plenary_${kind}_headers)
endfunction()

# Sources of a target that are compiled together read their headers, and make their instances of templates, once. So names in
# anonymous namespaces are unique in a target, and a source that cannot bear its neighbours sets SKIP_UNITY_BUILD_INCLUSION. The
# preset dev compiles each by itself, as does clang-tidy: the next build after a change is shorter, and a forgotten #include is seen.
option(PLENARY_UNITY "Compile the sources of a target together (presets that are mostly built whole do)" OFF)
set(plenary_unity_batch 0)
if(PLENARY_UNITY)
  # g++ takes every source for a header then, and sees types of anonymous namespaces in headers.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()

# plenary_unity(NAME): compiles the sources of the target NAME together where the preset says so.
function(plenary_unity name)
  if(PLENARY_UNITY)
    set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${plenary_unity_batch})
  endif()
endfunction()

# plenary_library(NAME SOURCES a.cpp … LINK target …)
function(plenary_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC plenary_options ${ARG_LINK})
  plenary_unity(${name})
  plenary_precompiled(${name} production)
endfunction()

# plenary_program(NAME SOURCES a.cpp … LINK target …): lands in build/PRESET/bin.
function(plenary_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE plenary_options ${ARG_LINK})
  plenary_unity(${name})
  plenary_precompiled(${name} production)
endfunction()

# plenary_test(NAME SOURCES a.cpp … LINK target … [LABELS concurrent …] [SECONDS 20]): a GoogleTest program that ctest runs as
# one test. Tests with the label `concurrent` also run under the thread sanitizer. SECONDS: about how long a test of ten or
# more takes, so that in a new build folder, too, the long ones start first and none runs alone at the end.
function(plenary_test name)
  cmake_parse_arguments(ARG "" "SECONDS" "SOURCES;LINK;LABELS" ${ARGN})
  if(PLENARY_FUZZ)
    return()
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE plenary_options ${ARG_LINK} GTest::gtest_main)
  plenary_unity(${name})
  plenary_precompiled(${name} test GTest::gtest)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  # What reads the folder of real documents also runs without it (./dev test).
  foreach(source IN LISTS ARG_SOURCES)
    file(STRINGS ${source} reads_shared REGEX PLENARY_SHARED)
    if(reads_shared)
      list(APPEND ARG_LABELS shared)
    endif()
  endforeach()
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 900
    ENVIRONMENT "TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/cmake/tsan.suppressions")
  if(ARG_SECONDS)
    set_tests_properties(${name} PROPERTIES COST ${ARG_SECONDS})
  endif()
  if("concurrent" IN_LIST ARG_LABELS)
    add_dependencies(concurrent_tests ${name})
  endif()
endfunction()

# plenary_variant(NAME OF library LINK target … DEFINES A=1 …): the sources of a library with other constants, for tests. They are
# compiled as one file: the headers are read once, and a change of one source is rare enough.
function(plenary_variant name)
  cmake_parse_arguments(ARG "" "OF" "LINK;DEFINES" ${ARGN})
  if(PLENARY_FUZZ)
    return()
  endif()
  get_target_property(sources ${ARG_OF} SOURCES)
  get_target_property(folder ${ARG_OF} SOURCE_DIR)
  list(TRANSFORM sources PREPEND ${folder}/)
  plenary_library(${name} SOURCES ${sources} LINK ${ARG_LINK})
  target_compile_definitions(${name} PUBLIC ${ARG_DEFINES})
  set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
endfunction()

# plenary_bench(NAME SOURCES a.cpp … LINK target …): a Google Benchmark program for `./dev bench`.
function(plenary_bench name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  if(PLENARY_FUZZ OR PLENARY_SANITIZE)
    return()
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE plenary_options ${ARG_LINK} benchmark::benchmark)
  plenary_unity(${name})
  plenary_precompiled(${name} production)
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
  plenary_precompiled(${name} production)
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
