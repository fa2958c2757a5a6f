// Inside pki/ only: subject alternative names, written and read in one place.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"

struct stack_st_GENERAL_NAME;
struct x509_st;

namespace hadir::pki {

struct FreeNames {
    void operator()(stack_st_GENERAL_NAME* names) const;
};
using NamesPtr = std::unique_ptr<stack_st_GENERAL_NAME, FreeNames>;

[[nodiscard]] Result<NamesPtr> device_names(const DeviceId& device);
[[nodiscard]] Result<NamesPtr> server_names(const std::vector<std::string>& texts);

// The device, if the certificate names exactly that and nothing else.
[[nodiscard]] std::optional<DeviceId> device_named_by(const x509_st* certificate);
[[nodiscard]] bool names_only_hosts(const x509_st* certificate);  // at least one

}  // namespace hadir::pki
