# One target a folder, one test program a tested folder, and the warnings in one place.

# The same standard and warnings in every build type; each warning found a real fault somewhere before.
add_library(hadir_warnings INTERFACE)
target_compile_features(hadir_warnings INTERFACE cxx_std_23)
target_compile_options(hadir_warnings INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Werror
    -Wshadow              # a name that hides another
    -Wconversion          # a value that does not fit silently
    -Wold-style-cast      # casts must say what they do
    -Wsuggest-override    # a renamed virtual stops overriding
    -Wnon-virtual-dtor>)  # deleting through a base
# g++ 12 sees overruns in its own std::vector and std::string that are none, once it inlines more than at -O1.
target_compile_options(hadir_warnings INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread -Wno-restrict>)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(HADIR_CCACHE ccache)
if(HADIR_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${HADIR_CCACHE})
    set(ENV{CCACHE_SLOPPINESS} pch_defines,time_macros)
endif()

# Standard headers, precompiled once and shared by every target that asks for them.
set(HADIR_PCH <algorithm> <array> <chrono> <cstdint> <expected> <functional> <map> <memory> <optional> <span>
    <string> <string_view> <utility> <variant> <vector>)

# Asks for the headers that the first such target of this kind has precompiled; only flags of that kind may differ.
function(hadir_precompile target kind)
    get_property(first GLOBAL PROPERTY HADIR_PCH_${kind})
    if(first)
        target_precompile_headers(${target} REUSE_FROM ${first})
    else()
        target_precompile_headers(${target} PRIVATE ${HADIR_PCH} ${ARGN})
        set_property(GLOBAL PROPERTY HADIR_PCH_${kind} ${target})
    endif()
endfunction()

# hadir_library(NAME SOURCES a.cpp HEADERS a.h LINKS core wire PRIVATE_LINKS ZXing::ZXing)
# LINKS are our own folders; PRIVATE_LINKS third parties, whose headers stay in .cpp files.
function(hadir_library name)
    cmake_parse_arguments(arg "" "" "SOURCES;HEADERS;LINKS;PRIVATE_LINKS" ${ARGN})
    add_library(hadir_${name} STATIC ${arg_SOURCES})
    target_sources(hadir_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${arg_HEADERS})
    target_include_directories(hadir_${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(hadir_${name} PRIVATE hadir_warnings)
    foreach(link ${arg_LINKS})
        target_link_libraries(hadir_${name} PUBLIC hadir_${link})
    endforeach()
    target_link_libraries(hadir_${name} PRIVATE ${arg_PRIVATE_LINKS})
    hadir_precompile(hadir_${name} library)
endfunction()

# hadir_program(hadir-verify SOURCES ... LINKS core wire PRIVATE_LINKS ...)
function(hadir_program name)
    cmake_parse_arguments(arg "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE hadir_warnings ${arg_PRIVATE_LINKS})
    foreach(link ${arg_LINKS})
        target_link_libraries(${name} PRIVATE hadir_${link})
    endforeach()
    target_compile_definitions(${name} PRIVATE HADIR_VERSION="${PROJECT_VERSION}")
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
    install(TARGETS ${name} RUNTIME DESTINATION bin)
endfunction()

# hadir_test(wire SOURCES ... LINKS wire PRIVATE_LINKS rapidcheck LABELS slow): a program <name>_test, each case a ctest.
# SOAK LongRun.*: those of its cases that script/soak runs longer.
function(hadir_test name)
    cmake_parse_arguments(arg "" "SOAK" "SOURCES;LINKS;PRIVATE_LINKS;LABELS" ${ARGN})
    add_executable(${name}_test ${arg_SOURCES})
    target_include_directories(${name}_test PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name}_test PRIVATE hadir_warnings GTest::gtest_main ${arg_PRIVATE_LINKS})
    foreach(link ${arg_LINKS})
        target_link_libraries(${name}_test PRIVATE hadir_${link})
    endforeach()
    target_compile_definitions(${name}_test PRIVATE HADIR_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
        HADIR_BIN_DIR="${PROJECT_BINARY_DIR}/bin")
    hadir_precompile(${name}_test test <gtest/gtest.h>)
    set(labels "")
    set(seconds 600)
    set(soak_seconds 7200)  # of script/soak; in script/test they are as short as the others
    if(arg_LABELS)
        set(labels LABELS "${arg_LABELS}")
    endif()
    if("soak" IN_LIST arg_LABELS)
        set(seconds ${soak_seconds})
    endif()
    if(arg_SOAK)
        gtest_discover_tests(${name}_test DISCOVERY_MODE PRE_TEST TEST_PREFIX "${name}/" TEST_FILTER "${arg_SOAK}"
            PROPERTIES TIMEOUT ${soak_seconds} LABELS soak)
        set(others TEST_FILTER "-${arg_SOAK}")
    endif()
    gtest_discover_tests(${name}_test DISCOVERY_MODE PRE_TEST TEST_PREFIX "${name}/" ${others}
        PROPERTIES TIMEOUT ${seconds} ${labels})
endfunction()
