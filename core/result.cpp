#include "core/result.h"

namespace hadir {

const char* name_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::malformed:
            return "MALFORMED";
        case ErrorCode::too_large:
            return "TOO_LARGE";
        case ErrorCode::bad_chain:
            return "BAD_CHAIN";
        case ErrorCode::bad_signature:
            return "BAD_SIGNATURE";
        case ErrorCode::wrong_device:
            return "WRONG_DEVICE";
        case ErrorCode::revoked:
            return "REVOKED";
        case ErrorCode::not_allowed:
            return "NOT_ALLOWED";
        case ErrorCode::gap:
            return "GAP";
        case ErrorCode::fork:
            return "FORK";
        case ErrorCode::conflict:
            return "CONFLICT";
        case ErrorCode::unknown_code:
            return "UNKNOWN_CODE";
        case ErrorCode::expired:
            return "EXPIRED";
        case ErrorCode::rate:
            return "RATE";
        case ErrorCode::internal:
            return "INTERNAL";
        case ErrorCode::not_found:
            return "NOT_FOUND";
        case ErrorCode::method:
            return "METHOD";
        case ErrorCode::timeout:
            return "TIMEOUT";
        case ErrorCode::headers:
            return "HEADERS";
        case ErrorCode::no_session:
            return "NO_SESSION";
        case ErrorCode::storage:
            return "STORAGE";
        case ErrorCode::unavailable:
            return "UNAVAILABLE";
        case ErrorCode::usage:
            return "USAGE";
    }
    return "INTERNAL";
}

}  // namespace hadir
