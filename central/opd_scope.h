// Whose rows a query may give: those of one OPD, or of all. Every repository function behind a page takes
// one, so that nobody's page decides what its query finds.
#pragma once

#include <string>
#include <utility>

#include "core/result.h"

namespace hadir::central {

class OpdScope {
public:
    [[nodiscard]] static OpdScope all() { return OpdScope(1, {}); }
    [[nodiscard]] static OpdScope only(std::string opd) { return OpdScope(0, std::move(opd)); }

    [[nodiscard]] bool is_all() const { return all_ != 0; }
    [[nodiscard]] bool covers(const std::string& opd) const { return is_all() || opd == opd_; }

    // The part of it that was asked for, empty for the whole of it. NOT_ALLOWED outside of it.
    [[nodiscard]] Result<OpdScope> narrowed_to(const std::string& opd) const {
        if (opd.empty()) return *this;
        if (!covers(opd)) return fail(ErrorCode::not_allowed, "this account sees " + opd_ + " only");
        return only(opd);
    }

    // For `(:all = 1 OR <a row's opd> = :opd)`; the scope outlives the query.
    [[nodiscard]] const long long& all_flag() const { return all_; }
    [[nodiscard]] const std::string& opd() const { return opd_; }

    bool operator==(const OpdScope&) const = default;

private:
    OpdScope(long long all, std::string opd) : all_(all), opd_(std::move(opd)) {}

    long long all_;  // 1 or 0, as SQL reads it
    std::string opd_;
};

}  // namespace hadir::central
