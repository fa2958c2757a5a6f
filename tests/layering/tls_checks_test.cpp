// No certificate check may be switched off, not even "for now": over every line of the programs and scripts.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

namespace hadir {
namespace {

namespace fs = std::filesystem;

struct Ban {
    const char* pattern;
    const char* why;
};
// Whatever a switch is set to must be what is written here, so that a variable or a cast is found, too.
const Ban kBans[] = {
    {R"(CURLOPT_(PROXY_|DOH_)?SSL_VERIFYPEER\s*,(?!\s*1L\s*\)))", "VERIFYPEER is 1L, or not set"},
    {R"(CURLOPT_(PROXY_|DOH_)?SSL_VERIFYHOST\s*,(?!\s*2L\s*\)))", "VERIFYHOST is 2L, or not set"},
    {R"(verify_none|SSL_VERIFY_NONE)", "a peer is always verified"},
    {R"(X509_V_FLAG_NO_CHECK_TIME)", "dates are held against the floor, not ignored"},
    {R"(X509_V_FLAG_PARTIAL_CHAIN)", "a chain ends at the pinned CA"},
    {R"(curl\s[^\n]*(\s-k\b|--insecure))", "scripts verify, too"},
    {R"(ignoreHTTPSErrors|ignore-certificate-errors|NODE_TLS_REJECT_UNAUTHORIZED|rejectUnauthorized\s*:\s*false)",
     "browsers verify, too"},
};

std::vector<std::string> faults_in(const std::string& text) {
    std::vector<std::string> faults;
    for (const Ban& ban : kBans)
        if (std::regex_search(text, std::regex(ban.pattern))) faults.emplace_back(ban.why);
    return faults;
}

bool is_read(const fs::path& file) {
    static const std::vector<std::string> kinds = {".h",  ".cpp", ".cmake",   ".ts", ".svelte",
                                                   ".js", ".mjs", ".service", ""};
    return std::ranges::find(kinds, file.extension().string()) != kinds.end();
}

std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

// What is delivered or run: all folders but tests, benches and what is made.
std::vector<fs::path> files() {
    std::vector<fs::path> found;
    for (const auto& top : fs::directory_iterator(HADIR_SOURCE_DIR)) {
        const std::string name = top.path().filename().string();
        if (!top.is_directory() || name.starts_with(".git") || name.starts_with("build") || name == "tests")
            continue;
        for (auto entry = fs::recursive_directory_iterator(top); entry != fs::recursive_directory_iterator();
             ++entry) {
            const auto folder = entry->path().filename();
            if (folder == "node_modules" || folder == "dist") entry.disable_recursion_pending();
            if (entry->is_regular_file() && is_read(entry->path())) found.push_back(entry->path());
        }
    }
    return found;
}

TEST(TlsChecks, AreSwitchedOffNowhere) {
    const auto all = files();
    EXPECT_GT(all.size(), 200U);
    int set = 0;
    for (const fs::path& file : all) {
        const std::string text = text_of(file);
        set += text.contains("CURLOPT_SSL_VERIFYPEER, 1L") && text.contains("CURLOPT_SSL_VERIFYHOST, 2L");
        for (const std::string& fault : faults_in(text))
            ADD_FAILURE() << file.string() << ": " << fault;
    }
    EXPECT_EQ(set, 1) << "the one client of the terminal sets both";
}

// The control: each of these must be found.
TEST(TlsChecks, PlantedSwitchIsFound) {
    for (const char* text :
         {"curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);",
          "curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER,\n  verify);",
          "curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0);",
          "curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 1L);",
          "context.set_verify_mode(asio::ssl::verify_none);",
          "SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr);",
          "X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_NO_CHECK_TIME);", "curl -sS -k https://bkd.example",
          "curl --insecure https://bkd.example", "use: { ignoreHTTPSErrors: true }"})
        EXPECT_EQ(faults_in(text).size(), 1U) << text;
    EXPECT_TRUE(faults_in("curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);").empty());
    EXPECT_TRUE(faults_in("context.set_verify_mode(asio::ssl::verify_peer, error);").empty());
}

}  // namespace
}  // namespace hadir
