// Who may include whom: docs/architecture.md, "Folders", against every #include of the tree. One include root
// for all folders lets a sideways include compile, so this test is the only guard.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "tests/temporary_folder.h"

namespace hadir {
namespace {

namespace fs = std::filesystem;

struct Rule {
    std::set<std::string> folders;  // that may be included, with the own one
    std::set<std::string> headers;  // of third parties, in .cpp files: "sodium", "boost/json"
};
using Table = std::map<std::string, Rule>;

// Folders that the table leaves out: they see everything.
const std::set<std::string> kUnruled = {"tests", "bench"};
// Folders without fmt and spdlog.
const std::set<std::string> kSilent = {"core", "wire"};
// TLS servers are central's alone: a terminal serves loopback only.
const std::string kTlsListener = "httpd/tls_listener.h";
const std::set<std::string> kTlsServers = {"httpd", "central", "apps"};

const std::set<std::string> kSystemFolders = {"arpa", "asm", "linux", "net", "netinet", "sys"};
const std::set<std::string> kSystemHeaders = {
    "aio.h",     "assert.h", "ctype.h",   "dirent.h", "dlfcn.h",   "endian.h",   "errno.h",  "fcntl.h",
    "fnmatch.h", "getopt.h", "glob.h",    "grp.h",    "ifaddrs.h", "inttypes.h", "limits.h", "locale.h",
    "malloc.h",  "math.h",   "netdb.h",   "poll.h",   "pthread.h", "pwd.h",      "sched.h",  "semaphore.h",
    "signal.h",  "spawn.h",  "stdarg.h",  "stddef.h", "stdint.h",  "stdio.h",    "stdlib.h", "string.h",
    "strings.h", "syslog.h", "termios.h", "time.h",   "unistd.h",  "utime.h",    "wchar.h"};

std::set<std::string> words_of(const std::string& cell) {
    std::set<std::string> words;
    std::istringstream in(cell);
    for (std::string word; in >> word;) {
        while (word.ends_with(','))
            word.pop_back();
        if (word != "-" && !word.empty()) words.insert(word);
    }
    return words;
}

std::vector<std::string> cells_of(const std::string& row) {
    std::vector<std::string> cells;
    std::istringstream in(row.substr(1));
    for (std::string cell; std::getline(in, cell, '|');)
        cells.push_back(cell);
    return cells;
}

Table read_table(const fs::path& root) {
    std::ifstream in(root / "docs/architecture.md");
    Table table;
    bool inside = false;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("## ")) inside = line == "## Folders";
        const auto cells = inside && line.starts_with("|") ? cells_of(line) : std::vector<std::string>{};
        if (cells.size() < 4) continue;
        const auto name = words_of(cells[0]);
        if (name.size() != 1 || !name.begin()->ends_with('/')) continue;
        const std::string folder = name.begin()->substr(0, name.begin()->size() - 1);
        table[folder] = {words_of(cells[2]), words_of(cells[3])};
        table[folder].folders.insert(folder);
    }
    for (auto& [folder, rule] : table) {
        if (!rule.folders.contains("all")) continue;
        for (const auto& [other, unused] : table)
            rule.folders.insert(other);
    }
    return table;
}

struct Include {
    std::string path;
    bool quoted;
};

std::vector<Include> includes_of(const fs::path& file) {
    std::vector<Include> includes;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        const auto hash = line.find_first_not_of(" \t");
        if (hash == line.npos || line[hash] != '#') continue;
        const auto word = line.find_first_not_of(" \t", hash + 1);
        if (word == line.npos || !line.substr(word).starts_with("include")) continue;
        const auto open = line.find_first_of("<\"", word);
        const auto close = open == line.npos ? open : line.find_first_of(">\"", open + 1);
        // a macro for a name could hide anything
        if (close == line.npos) {
            includes.push_back({line, true});
        } else {
            includes.push_back({line.substr(open + 1, close - open - 1), line[open] == '"'});
        }
    }
    return includes;
}

// "zstd" is zstd.h and zstd_errors.h; "boost/json" is boost/json.hpp and all of boost/json/.
bool is_of(const std::string& path, const std::string& library) {
    return path == library + ".h" || path == library + ".hpp" || path.starts_with(library + "/") ||
           path.starts_with(library + "_");
}

bool is_standard(const std::string& path) {
    return path.find_first_of("./") == path.npos;
}

bool is_system(const std::string& path) {
    return kSystemHeaders.contains(path) || kSystemFolders.contains(path.substr(0, path.find('/')));
}

// Why this include is wrong, or empty.
std::string fault_of(const std::string& folder, const Rule& rule, bool is_header, const Include& include) {
    const auto& path = include.path;
    if (include.quoted) {
        if (path == kTlsListener && !kTlsServers.contains(folder)) return "is for central and apps only";
        const auto slash = path.find('/');
        const bool allowed =
            slash != path.npos && !path.contains("..") && rule.folders.contains(path.substr(0, slash));
        return allowed ? "" : "is not in what " + folder + "/ may include";
    }
    if (is_standard(path)) return "";
    if (is_system(path)) return folder == "core" ? "is not of the C++ standard library" : "";
    const bool logs = is_of(path, "fmt") || is_of(path, "spdlog");
    const bool listed =
        std::ranges::any_of(rule.headers, [&](const auto& library) { return is_of(path, library); });
    if (!listed && !(logs && !kSilent.contains(folder))) return "is not in what " + folder + "/ may use";
    return is_header ? "is a third party's and belongs in a .cpp file" : "";
}

bool is_source(const fs::path& file) {
    return file.extension() == ".h" || file.extension() == ".cpp";
}

std::vector<fs::path> sources_of(const fs::path& folder) {
    std::vector<fs::path> files;
    for (auto entry = fs::recursive_directory_iterator(folder); entry != fs::recursive_directory_iterator();
         ++entry) {
        if (entry->path().filename() == "node_modules") entry.disable_recursion_pending();
        if (entry->is_regular_file() && is_source(entry->path())) files.push_back(entry->path());
    }
    return files;
}

// The folders at the top, without hidden ones and build trees.
std::vector<std::string> folders_of(const fs::path& root) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(root)) {
        const std::string name = entry.path().filename().string();
        if (entry.is_directory() && !name.starts_with('.') && !name.starts_with("build"))
            names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
}

std::vector<std::string> faults_of(const fs::path& root) {
    const auto table = read_table(root);
    std::vector<std::string> faults;
    for (const auto& folder : folders_of(root)) {
        if (kUnruled.contains(folder)) continue;
        for (const auto& file : sources_of(root / folder)) {
            const std::string name = fs::relative(file, root).string();
            const auto rule = table.find(folder);
            if (rule == table.end()) {
                faults.push_back(name + ": " + folder + "/ has no row in docs/architecture.md");
                continue;
            }
            for (const auto& include : includes_of(file)) {
                const auto fault = fault_of(folder, rule->second, file.extension() == ".h", include);
                if (!fault.empty()) faults.push_back(name + ": " + include.path + " " + fault);
            }
        }
    }
    return faults;
}

// A copy of the table and of all sources, to plant faults in.
class Copy {
public:
    Copy() {
        const fs::path source = HADIR_SOURCE_DIR;
        add(source / "docs/architecture.md", "docs/architecture.md");
        for (const auto& folder : folders_of(source)) {
            for (const auto& file : sources_of(source / folder))
                add(file, fs::relative(file, source));
        }
    }

    // What the check says of this one file.
    std::vector<std::string> faults_with(const std::string& name, const std::string& text) {
        fs::create_directories((folder_.path() / name).parent_path());
        std::ofstream(folder_.path() / name) << text;
        auto faults = faults_of(folder_.path());
        std::erase_if(faults, [&](const auto& fault) { return !fault.starts_with(name + ": "); });
        fs::remove(folder_.path() / name);
        return faults;
    }

private:
    void add(const fs::path& file, const fs::path& name) {
        fs::create_directories((folder_.path() / name).parent_path());
        fs::copy_file(file, folder_.path() / name);
    }
    tests::TemporaryFolder folder_;
};

TEST(Layering, TableHasEveryFolder) {
    const auto table = read_table(HADIR_SOURCE_DIR);
    EXPECT_GE(table.size(), 13U);
    ASSERT_TRUE(table.contains("core"));
    EXPECT_EQ(table.at("core").folders, std::set<std::string>{"core"});
    EXPECT_TRUE(table.at("core").headers.empty());
    EXPECT_FALSE(table.at("device").folders.contains("sync"));
    EXPECT_FALSE(table.at("sync").folders.contains("central"));
}

TEST(Layering, EveryIncludeObeysTheTable) {
    ASSERT_FALSE(sources_of(fs::path(HADIR_SOURCE_DIR) / "core").empty());
    for (const auto& fault : faults_of(HADIR_SOURCE_DIR))
        ADD_FAILURE() << fault;
}

// The control: what the check would miss here, it would miss in the tree.
TEST(Layering, PlantedIncludeIsFound) {
    const std::vector<std::pair<std::string, std::string>> plants = {
        {"device/planted.cpp", "#include \"sync/uploader.h\"\n"},
        {"sync/deep/planted.h", "  #  include \"central/ingest.h\"\n"},
        {"core/planted.h", "#include \"wire/line.h\"\n"},
        {"core/planted.h", "#include \"core/../wire/line.h\"\n"},
        {"core/planted.cpp", "#include <unistd.h>\n"},
        {"core/planted.cpp", "#include <fmt/format.h>\n"},
        {"wire/planted.cpp", "#include <spdlog/spdlog.h>\n"},
        {"sync/planted.h", "#include <spdlog/spdlog.h>\n"},
        {"store/planted.h", "#include <SQLiteCpp/Database.h>\n"},
        {"pki/planted.cpp", "#include <sodium.h>\n"},
        {"wire/planted.cpp", "#include <boost/asio.hpp>\n"},
        {"device/planted.cpp", "#include \"httpd/tls_listener.h\"\n"},
        {"qr/planted.cpp", "#include \"png.h\"\n"},
        {"qr/planted.cpp", "#include HEADER\n"},
        {"util/planted.h", "#pragma once\n"},
    };
    Copy copy;
    for (const auto& [name, text] : plants)
        EXPECT_EQ(copy.faults_with(name, text).size(), 1U) << name << ": " << text;
}

TEST(Layering, AllowedIncludeIsLeftAlone) {
    const std::vector<std::pair<std::string, std::string>> good = {
        {"core/planted.cpp", "#include <vector>\n#include \"core/time.h\"\n"},
        {"wire/planted.cpp",
         "#include <sodium.h>\n#include <zstd_errors.h>\n#include <boost/json.hpp>\n#include "
         "<boost/json/src.hpp>\n"},
        {"central/planted.cpp",
         "#include \"httpd/tls_listener.h\"\n#include <soci/soci.h>\n#include <fmt/format.h>\n"},
        {"platform/planted.cpp", "#include <sys/stat.h>\n#include <unistd.h>\n"},
        {"apps/planted.cpp", "#include \"device/camera.h\"\n#include \"central/ingest.h\"\n"},
        {"tests/planted.cpp", "#include \"device/camera.h\"\n#include <sodium.h>\n"},
    };
    Copy copy;
    for (const auto& [name, text] : good)
        EXPECT_TRUE(copy.faults_with(name, text).empty()) << name << ": " << text;
}

}  // namespace
}  // namespace hadir
