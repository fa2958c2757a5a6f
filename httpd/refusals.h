// The server's own refusals, word for word. Private to httpd.
#pragma once

#include "httpd/response.h"
#include "httpd/site.h"

namespace hadir::httpd {

[[nodiscard]] Problem bad_head(const Error& error);
[[nodiscard]] Problem headers_too_long(std::size_t bytes_max);
[[nodiscard]] Problem head_too_late();
[[nodiscard]] Problem body_too_late();
[[nodiscard]] Problem body_ended_early();
[[nodiscard]] Problem bad_body(const Error& error);
[[nodiscard]] Problem no_body_taken();
[[nodiscard]] Problem foreign_host();
[[nodiscard]] Problem foreign_origin();
[[nodiscard]] Problem wrong_type(const Route& route);
[[nodiscard]] Problem nothing_here();
[[nodiscard]] Problem not_a_socket();
[[nodiscard]] Problem failed();
[[nodiscard]] Response wrong_method(const RequestHead& head, const std::string& allow);
[[nodiscard]] Response too_many_listen(const RequestHead& head);

}  // namespace hadir::httpd
