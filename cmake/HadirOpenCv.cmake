# OpenCV's own package file comes only with libopencv-dev, 325 MB more than the modules we use.
add_library(hadir_opencv INTERFACE)
add_library(Hadir::OpenCv ALIAS hadir_opencv)
find_path(OPENCV_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
target_include_directories(hadir_opencv SYSTEM INTERFACE ${OPENCV_INCLUDE_DIR})
foreach(module core imgproc imgcodecs objdetect videoio)
    find_library(OPENCV_${module}_LIBRARY opencv_${module} REQUIRED)
    target_link_libraries(hadir_opencv INTERFACE ${OPENCV_${module}_LIBRARY})
endforeach()
