# A control proves that a test can fail: the same test is built with one fault planted, and must then see it.
# The fault is a patch in tests/plants; it is applied to a copy of one source file, so that the product has no
# switch for it.

# Puts the path of a patched copy of the source file into `variable`.
function(hadir_patched_copy variable name file patch)
    set(original ${PROJECT_SOURCE_DIR}/${file})
    set(planted ${CMAKE_CURRENT_BINARY_DIR}/${name}/${file})
    get_filename_component(planted_folder ${planted} DIRECTORY)
    add_custom_command(OUTPUT ${planted}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${planted_folder}
        COMMAND patch --quiet --output=${planted} ${original} ${PROJECT_SOURCE_DIR}/${patch}
        DEPENDS ${original} ${PROJECT_SOURCE_DIR}/${patch}
        VERBATIM)
    set(${variable} ${planted} PARENT_SCOPE)
endfunction()

# hadir_planted_program(NAME OF hadir-kiosk FILE device/kiosk_loop.cpp PATCH tests/plants/x.patch)
# The same program with the patched copy in front of the good one in its library: bin/planted/NAME.
function(hadir_planted_program name)
    cmake_parse_arguments(arg "" "OF;FILE;PATCH" "" ${ARGN})
    hadir_patched_copy(planted ${name} ${arg_FILE} ${arg_PATCH})
    add_executable(${name} $<TARGET_OBJECTS:${arg_OF}> ${planted})
    foreach(property INCLUDE_DIRECTORIES LINK_LIBRARIES COMPILE_DEFINITIONS)
        set_target_properties(${name} PROPERTIES ${property} "$<TARGET_PROPERTY:${arg_OF},${property}>")
    endforeach()
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin/planted)
endfunction()

# hadir_planted_test(NAME central_without_seq FILE central/ingest.cpp PATCH tests/plants/x.patch
#                    SOURCES control_test.cpp LINKS central FAILS IngestControl.KeepsEveryRecord)
# The patched copy is compiled into the test itself; the linker then takes nothing from the good one in its
# library. The ctest passes if and only if the test named by FAILS ran and failed; one that runs by seeds stops at the
# first that fails, and has a thousand, under the sanitizers too.
function(hadir_planted_test name)
    cmake_parse_arguments(arg "" "FILE;PATCH;FAILS" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    hadir_patched_copy(planted ${name} ${arg_FILE} ${arg_PATCH})
    add_executable(${name}_test ${arg_SOURCES} ${planted})
    target_include_directories(${name}_test PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name}_test PRIVATE hadir_warnings GTest::gtest_main ${arg_PRIVATE_LINKS})
    foreach(link ${arg_LINKS})
        target_link_libraries(${name}_test PRIVATE hadir_${link})
    endforeach()
    target_compile_definitions(${name}_test PRIVATE HADIR_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
        HADIR_BIN_DIR="${PROJECT_BINARY_DIR}/bin")
    hadir_precompile(${name}_test test <gtest/gtest.h>)
    add_test(NAME plant/${name} COMMAND ${name}_test --gtest_filter=${arg_FAILS} --seeds 1000)
    set_tests_properties(plant/${name} PROPERTIES TIMEOUT 600
        PASS_REGULAR_EXPRESSION "\\[  FAILED  \\] ${arg_FAILS}")
endfunction()
