# A control proves that a test can fail: the same test is built with one fault planted, and must then see it.
# The fault is a patch in tests/plants; it is applied to a copy of one source file, so that the product has no
# switch for it.

# hadir_planted_test(NAME central_without_seq FILE central/ingest.cpp PATCH tests/plants/x.patch
#                    SOURCES control_test.cpp LINKS central FAILS IngestControl.KeepsEveryRecord)
# The patched copy is compiled into the test itself; the linker then takes nothing from the good one in its
# library. The ctest passes if and only if the test named by FAILS ran and failed.
function(hadir_planted_test name)
    cmake_parse_arguments(arg "" "FILE;PATCH;FAILS" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    set(original ${PROJECT_SOURCE_DIR}/${arg_FILE})
    set(patch ${PROJECT_SOURCE_DIR}/${arg_PATCH})
    set(planted ${CMAKE_CURRENT_BINARY_DIR}/${name}/${arg_FILE})
    get_filename_component(planted_folder ${planted} DIRECTORY)
    add_custom_command(OUTPUT ${planted}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${planted_folder}
        COMMAND patch --quiet --output=${planted} ${original} ${patch}
        DEPENDS ${original} ${patch}
        VERBATIM)
    add_executable(${name}_test ${arg_SOURCES} ${planted})
    target_include_directories(${name}_test PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name}_test PRIVATE hadir_warnings GTest::gtest_main ${arg_PRIVATE_LINKS})
    foreach(link ${arg_LINKS})
        target_link_libraries(${name}_test PRIVATE hadir_${link})
    endforeach()
    target_precompile_headers(${name}_test PRIVATE ${HADIR_PCH} <gtest/gtest.h>)
    add_test(NAME plant/${name} COMMAND ${name}_test --gtest_filter=${arg_FAILS})
    set_tests_properties(plant/${name} PROPERTIES TIMEOUT 600
        PASS_REGULAR_EXPRESSION "\\[  FAILED  \\] ${arg_FAILS}")
endfunction()
