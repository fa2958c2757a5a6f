# SOCI on Debian has no CMake package file.
add_library(hadir_soci INTERFACE)
add_library(Hadir::Soci ALIAS hadir_soci)
find_path(SOCI_INCLUDE_DIR soci/soci.h REQUIRED)
find_library(SOCI_CORE_LIBRARY soci_core REQUIRED)
find_library(SOCI_SQLITE3_LIBRARY soci_sqlite3 REQUIRED)
target_include_directories(hadir_soci SYSTEM INTERFACE ${SOCI_INCLUDE_DIR})
target_link_libraries(hadir_soci INTERFACE ${SOCI_SQLITE3_LIBRARY} ${SOCI_CORE_LIBRARY})
# The sanitizer's check of virtual tables asks for type names that Debian's library keeps to itself.
target_compile_options(hadir_soci INTERFACE -fno-sanitize=vptr)
