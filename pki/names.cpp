#include "pki/names.h"

#include <openssl/x509v3.h>

#include "pki/authority.h"
#include "pki/openssl.h"

namespace hadir::pki {
namespace {

constexpr std::string_view kDeviceUrn = "urn:hadir:dev:";
constexpr std::size_t kDnsNameBytesMax = 253;

// Nothing when the extension is missing, unreadable or there twice.
NamesPtr names_of(const x509_st* certificate) {
    return NamesPtr(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
}

std::string_view text_of_name(const GENERAL_NAME* name) {
    const ASN1_IA5STRING* text = name->d.uniformResourceIdentifier;
    return as_text({ASN1_STRING_get0_data(text), static_cast<std::size_t>(ASN1_STRING_length(text))});
}

using NamePtr = std::unique_ptr<GENERAL_NAME, decltype(&GENERAL_NAME_free)>;

// The list takes the name over.
bool add_name(GENERAL_NAMES* names, NamePtr name) {
    if (sk_GENERAL_NAME_push(names, name.get()) == 0) return false;
    [[maybe_unused]] const GENERAL_NAME* now_of_the_list = name.release();
    return true;
}

bool add_ia5_name(GENERAL_NAMES* names, int type, const std::string& text) {
    NamePtr name(GENERAL_NAME_new(), GENERAL_NAME_free);
    std::unique_ptr<ASN1_IA5STRING, decltype(&ASN1_IA5STRING_free)> value(ASN1_IA5STRING_new(),
                                                                          ASN1_IA5STRING_free);
    if (!name || !value || ASN1_STRING_set(value.get(), text.data(), static_cast<int>(text.size())) != 1) {
        return false;
    }
    GENERAL_NAME_set0_value(name.get(), type, value.release());
    return add_name(names, std::move(name));
}

bool add_address_name(GENERAL_NAMES* names, const std::string& text) {
    NamePtr name(GENERAL_NAME_new(), GENERAL_NAME_free);
    ASN1_OCTET_STRING* address = a2i_IPADDRESS(text.c_str());
    if (!name || address == nullptr) return false;
    GENERAL_NAME_set0_value(name.get(), GEN_IPADD, address);
    return add_name(names, std::move(name));
}

bool is_dns_name(std::string_view text) {
    if (text.empty() || text.size() > kDnsNameBytesMax) return false;
    if (text.front() == '.' || text.front() == '-' || text.back() == '.' || text.find("..") != text.npos) {
        return false;
    }
    // The last label of a host name is never a number: "10.0.0.999" is a mistyped address.
    const std::string_view last = text.substr(text.find_last_of('.') + 1);
    if (last.find_first_not_of("0123456789") == last.npos) return false;
    return std::all_of(text.begin(), text.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-' ||
               letter == '.';
    });
}

}  // namespace

void FreeNames::operator()(GENERAL_NAMES* names) const {
    GENERAL_NAMES_free(names);
}

Result<NamesPtr> device_names(const DeviceId& device) {
    NamesPtr names(GENERAL_NAMES_new());
    if (!names || !add_ia5_name(names.get(), GEN_URI, std::string(kDeviceUrn) + device.hex())) {
        return fail_openssl(ErrorCode::internal, "the terminal's name could not be set");
    }
    return names;
}

Result<NamesPtr> server_names(const std::vector<std::string>& texts) {
    if (texts.empty() || texts.size() > kServerNamesMax) {
        return fail(ErrorCode::usage, "a server's certificate needs 1 to " + std::to_string(kServerNamesMax) +
                                          " names; " + std::to_string(texts.size()) + " given");
    }
    NamesPtr names(GENERAL_NAMES_new());
    for (const std::string& text : texts) {
        const bool has_nul = text.find('\0') != std::string::npos;
        const bool added = !has_nul && (add_address_name(names.get(), text) ||
                                        (is_dns_name(text) && add_ia5_name(names.get(), GEN_DNS, text)));
        if (!added) {
            return fail_openssl(ErrorCode::usage,
                                "\"" + text + "\" is neither an IP address nor a lower-case host name");
        }
    }
    return names;
}

std::optional<DeviceId> device_named_by(const x509_st* certificate) {
    const NamesPtr names = names_of(certificate);
    if (!names || sk_GENERAL_NAME_num(names.get()) != 1) return std::nullopt;
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), 0);
    if (name->type != GEN_URI) return std::nullopt;
    const std::string_view uri = text_of_name(name);
    if (!uri.starts_with(kDeviceUrn)) return std::nullopt;
    return DeviceId::parse_hex(uri.substr(kDeviceUrn.size()));
}

bool names_only_hosts(const x509_st* certificate) {
    const NamesPtr names = names_of(certificate);
    if (!names || sk_GENERAL_NAME_num(names.get()) == 0) return false;
    for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const int type = sk_GENERAL_NAME_value(names.get(), i)->type;
        if (type != GEN_DNS && type != GEN_IPADD) return false;
    }
    return true;
}

}  // namespace hadir::pki
