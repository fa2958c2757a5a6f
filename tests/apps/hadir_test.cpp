// The program itself, as an operator's script calls it.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>

#include "platform/file.h"
#include "tests/temporary_folder.h"
#include "wire/keys_file.h"
#include "wire/keys_request.h"

namespace hadir {
namespace {

using tests::TemporaryFolder;

struct Outcome {
    int status;
    std::string text;  // stdout and stderr
};

class HadirProgram : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(wire::start_crypto());
        put("pass", "satu dua tiga empat\n");
    }
    void put(const std::string& name, std::string_view text) const {
        ASSERT_TRUE(platform::write_private_file(folder_ / name, as_bytes(text)));
    }
    [[nodiscard]] std::string get(const std::string& name) const {
        const auto bytes = platform::read_file(folder_ / name, 1 << 20);
        EXPECT_TRUE(bytes) << bytes.error().message;
        return bytes ? std::string(as_text(*bytes)) : std::string();
    }
    // Words are this test's own: no quoting is needed.
    [[nodiscard]] Outcome run(const std::string& words) const {
        const std::string line = "cd '" + folder_.path().string() + "' && '" HADIR_BIN_DIR "/hadir' " +
                                 words + " 2>&1 < /dev/null";
        FILE* out = ::popen(line.c_str(), "r");
        std::string text;
        for (int letter = std::fgetc(out); letter != EOF; letter = std::fgetc(out))
            text.push_back(static_cast<char>(letter));
        return {WEXITSTATUS(::pclose(out)), text};
    }

    TemporaryFolder folder_;
};

TEST_F(HadirProgram, LeadsFromARootToPrintedBadges) {
    const Outcome made = run("keys init --dir keys --passphrase-file pass");
    ASSERT_EQ(made.status, 0) << made.text;
    ASSERT_TRUE(made.text.starts_with("root "));
    const auto root = PublicKey::parse_hex(made.text.substr(5, 64));
    ASSERT_TRUE(root);

    const auto roster = wire::SigningKey::generate();
    const ByteView pub = roster.public_key().view();
    put("request", wire::write_keys_request({{"roster",
                                              wire::key_id_of(pub),
                                              "ed25519",
                                              Bytes(pub.begin(), pub.end()),
                                              UnixMs{0},
                                              UnixMs{4'000'000'000'000},
                                              {},
                                              {}}}));
    const Outcome signed_file = run("keys sign request --dir keys --out signed --passphrase-file pass");
    ASSERT_EQ(signed_file.status, 0) << signed_file.text;
    const auto file = wire::open_keys_file(get("signed"), *root);
    ASSERT_TRUE(file);
    EXPECT_EQ(file->rows.size(), 2U);
    EXPECT_EQ(run("keys show signed --root " + root->hex()).status, 0);

    put("people.csv", "person,number,name,opd,unit,kantor\n00112233445566aa,20417,Siti,Dinas,Unit,Serang\n");
    std::filesystem::remove(folder_ / "keys/root.key");  // printing needs no root
    const Outcome printed = run(
        "badge issue --dir keys --people people.csv --expires 2190-12-31 --out out --passphrase-file pass");
    ASSERT_EQ(printed.status, 0) << printed.text;
    EXPECT_TRUE(get("out/badges.csv").ends_with(",00112233445566aa,1,2190-12-31\n"));
    EXPECT_TRUE(std::filesystem::exists(folder_ / "out/20417.png"));
}

TEST_F(HadirProgram, SaysWhatIsWrongAndChangesNothing) {
    ASSERT_EQ(run("keys init --dir keys --passphrase-file pass").status, 0);
    put("bad.csv", "person,number,name,opd,unit,kantor\n00112233445566aa,2041,Siti,D,U,S\n");
    put("people.csv", "person,number,name,opd,unit,kantor\n00112233445566aa,20417,Siti,D,U,S\n");
    put("wrong", "not the passphrase\n");
    put("request", "{\"v\":1}");
    const std::string issue = "badge issue --dir keys --out out ";
    struct Row {
        std::string words;
        int status;
        const char* says;
    };
    for (const Row& row : std::initializer_list<Row>{
             {issue + "--people bad.csv --expires 2190-01-01 --passphrase-file pass", 1,
              "bad.csv: line 2: number"},
             {issue + "--people none.csv --expires 2190-01-01 --passphrase-file pass", 1,
              "none.csv: cannot open"},
             {issue + "--people people.csv --expires 2190-02-30 --passphrase-file pass", 2, "YYYY-MM-DD"},
             {issue + "--people people.csv --expires 2020-01-01 --passphrase-file pass", 2, "over already"},
             {issue + "--people people.csv --expires 2250-01-01 --passphrase-file pass", 2, "2199"},
             {issue + "--people people.csv --expires 2190-01-01 --passphrase-file wrong", 1, "does not open"},
             {issue + "--people people.csv --expires 2190-01-01", 2, "--passphrase-file"},
             {issue + "--people people.csv --person 00112233445566aa --number 20417 --name S --expires "
                      "2190-01-01",
              2, "not both"},
             {issue + "--expires 2190-01-01 --passphrase-file pass", 2, "--people FILE"},
             {"keys init --dir keys --passphrase-file pass", 2, "there already"},
             {"keys init --dir keys2 --passphrase-file none", 1, "none: cannot open"},
             {"keys sign request --dir keys --out signed --passphrase-file pass", 1, "request: "},
             {"keys sign --dir keys --out signed", 2, "one request file"},
             {"keys show keys/keys --root " + std::string(64, 'a'), 1, "keys/keys"},
             {"keys burn", 2, "one of init"},
             {"keys init --dir", 2, "needs a value"},
             {"nothing", 2, "not a command"},
             {"", 2, "no command"},
         }) {
        const Outcome outcome = run(row.words);
        EXPECT_EQ(outcome.status, row.status) << row.words << "\n" << outcome.text;
        EXPECT_NE(outcome.text.find(row.says), std::string::npos) << row.words << "\n" << outcome.text;
    }
    EXPECT_FALSE(std::filesystem::exists(folder_ / "out/badges.csv"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "signed"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "keys2"));
}

TEST_F(HadirProgram, ExplainsItself) {
    for (const char* words : {"--help", "keys --help", "badge issue --help", "read --help", "--version"}) {
        const Outcome outcome = run(words);
        EXPECT_EQ(outcome.status, 0) << words;
        EXPECT_TRUE(outcome.text.starts_with("hadir")) << words;
    }
}

}  // namespace
}  // namespace hadir
