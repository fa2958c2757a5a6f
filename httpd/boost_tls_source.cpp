// The non-template part of Asio's TLS, compiled once (see CMakeLists.txt).
#include <boost/asio/ssl/impl/src.hpp>
