# hadir_embed_sql(out.cpp function_name 001.sql 002.sql ...): the files' texts as
# `std::span<const std::string_view> function_name()` in namespace hadir::<folder>, in the order given.
function(hadir_embed_sql folder function)
    set(output "${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp")
    set(items "")
    foreach(file ${ARGN})
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
        file(READ "${CMAKE_CURRENT_SOURCE_DIR}/${file}" text)
        string(APPEND items "    R\"sql(${text})sql\",\n")
    endforeach()
    file(CONFIGURE OUTPUT "${output}" @ONLY CONTENT "#include <array>
#include <span>
#include <string_view>

namespace hadir::${folder} {

std::span<const std::string_view> ${function}();

std::span<const std::string_view> ${function}() {
    static constexpr auto kMigrations = std::to_array<std::string_view>({
${items}    });
    return kMigrations;
}

}  // namespace hadir::${folder}
")
    set(HADIR_EMBEDDED "${output}" PARENT_SCOPE)
endfunction()
