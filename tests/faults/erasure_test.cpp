// A person is erased from a whole small BKD of real programs: every file that central and the terminal keep
// is searched byte by byte, before and after.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/faults/bkd.h"
#include "tests/temporary_folder.h"
#include "wire/csv.h"
#include "wire/key_change.h"

namespace hadir::tests {
namespace {

const std::string kOfficer = "0000000000000002";

class ErasedFromBkd : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(bkd.set_up(3));
        ASSERT_TRUE(bkd.start_central());
        ASSERT_TRUE(bkd.enrol());
        confirm();
        const auto pictures = bkd.photograph(1);
        ASSERT_TRUE(pictures) << pictures.error().message;
        const auto heard = bkd.play(*pictures);
        ASSERT_TRUE(heard) << heard.error().message;
        send();
        find_person();
    }

    void confirm() {
        const auto identity = bkd.identity();
        ASSERT_TRUE(identity);
        dev = identity->dev.hex();
        central({"device", "confirm", dev, "--fingerprint",
                 wire::fingerprint_text(identity->ledger_key.public_key()), "--by", kOfficer, "--why",
                 "compared at the door"});
        send();
    }
    void central(std::vector<std::string> words) {
        const Finished finished = bkd.central(std::move(words));
        EXPECT_EQ(finished.status, 0) << finished.output;
        said = finished.output;
    }
    void send() {
        const Finished finished = bkd.sync({"send"});
        EXPECT_EQ(finished.status, 0) << finished.output;
    }
    // Whose badge was shown: the last row of what the badge office got.
    void find_person() {
        const auto rows = wire::parse_csv(text_of(bkd.folder() / "holders.csv"),
                                          {"person", "number", "name", "opd", "unit", "kantor"});
        ASSERT_TRUE(rows);
        person = rows->back().fields[0];
        name = rows->back().fields[2];
        const std::string people = text_of(bkd.people_csv());
        const std::size_t at = people.find(',' + name + ',');
        ASSERT_NE(at, std::string::npos);
        nip = people.substr(at - 18, 18);
        shown = "Orang " + name.substr(name.rfind(' ') + 1) + '.';
    }
    // What central and the terminal keep, logs too; not the files that officers wrote for others.
    std::vector<std::string> naming_files() {
        std::vector<std::filesystem::path> files{bkd.folder() / "central.log"};
        for (const auto& kept : {bkd.folder() / "central", bkd.terminal()}) {
            for (const auto& entry : std::filesystem::recursive_directory_iterator(kept)) {
                if (entry.is_regular_file()) files.push_back(entry.path());
            }
        }
        std::vector<std::string> found;
        for (const auto& file : files) {
            const std::string bytes = text_of(file);
            for (const std::string& text : {name, nip, shown}) {
                if (bytes.contains(text)) found.push_back(file.filename().string() + ": " + text);
            }
        }
        return found;
    }
    std::string proof_verdict(const std::string& file) {
        const Finished verdict =
            run({"hadir-verify", file, "--keys", bkd.keys_file().string(), "--root", bkd.root()});
        return verdict.output;
    }
    std::string checkin_seq() {
        const auto file = bkd.exported();
        EXPECT_TRUE(file);
        const std::string lines = text_of(*file);
        const std::size_t at = lines.find("\"kind\":\"checkin\"");
        const std::size_t from = lines.rfind("\"seq\":", at) + 6;
        return lines.substr(from, lines.find(',', from) - from);
    }

    TemporaryFolder folder;
    Bkd bkd{folder / "bkd"};
    std::string dev, person, name, nip, shown, said;
};

TEST_F(ErasedFromBkd, LeavesNoByteAndEveryProofValid) {
    const auto before = naming_files();
    for (const auto& [file, text] :
         {std::pair("central.db", name), {"central.db", nip}, {"sync.db", shown}}) {
        EXPECT_TRUE(std::ranges::any_of(
            before,
            [&](const std::string& found) { return found.starts_with(file) && found.ends_with(text); }))
            << file << " does not hold " << text << " before the erasure, so the search proves nothing";
    }
    const auto backup = (bkd.folder() / "before.db").string();
    central({"backup", backup});
    central({"log", "checkpoint"});
    const std::string proof = (bkd.folder() / "proof").string();
    central({"proof", dev, "1", checkin_seq(), proof});
    EXPECT_TRUE(proof_verdict(proof).contains("VALID")) << proof_verdict(proof);

    central({"erase", person, "--by", kOfficer, "--why", "asked for it in writing"});
    EXPECT_FALSE(said.contains(name)) << said;
    central({"erase", "--status"});
    EXPECT_TRUE(said.contains("0 of 1")) << said;
    send();  // the receipt names the new roster, which is fetched
    send();  // and is told of
    central({"erase", "--status"});
    EXPECT_TRUE(said.contains("1 of 1")) << said;
    central({"backup", (bkd.folder() / "central/after.db").string()});
    central({"people", "export", (bkd.folder() / "central/people.csv").string()});
    central({"export", "--dev", dev, (bkd.folder() / "central/exported.db").string()});
    const auto after = naming_files();
    EXPECT_TRUE(after.empty()) << testing::PrintToString(after);
    EXPECT_TRUE(proof_verdict(proof).contains("VALID"));

    // A backup from before brings nobody back.
    bkd.stop_central();
    central({"restore", backup});
    central({"people", "export", (bkd.folder() / "central/again.csv").string()});
    const auto restored = naming_files();
    EXPECT_TRUE(restored.empty()) << testing::PrintToString(restored);
}

// The control: on a new machine without erased.list the same restore shows the name.
TEST_F(ErasedFromBkd, ComesBackWithARestoredBackupWhereTheListIsLost) {
    const auto backup = (bkd.folder() / "before.db").string();
    central({"backup", backup});
    central({"erase", person, "--by", kOfficer, "--why", "asked for it in writing"});
    bkd.stop_central();
    const auto list = bkd.folder() / "central/erased.list";
    EXPECT_TRUE(text_of(list).contains(person));
    std::filesystem::remove(list);
    for (const char* file : {"central.db", "central.db-wal", "central.db-shm"})
        std::filesystem::remove(bkd.folder() / "central" / file);
    central({"restore", backup});
    EXPECT_FALSE(naming_files().empty());
}

// Put back by hand, past `restore`: whatever opens it next forgets first, the server too.
TEST_F(ErasedFromBkd, StaysErasedWhenTheFileIsPutBackByHand) {
    const auto backup = (bkd.folder() / "before.db").string();
    central({"backup", backup});
    central({"erase", person, "--by", kOfficer, "--why", "asked for it in writing"});
    send();
    bkd.stop_central();
    const auto database = bkd.folder() / "central/central.db";
    for (const char* more : {"-wal", "-shm"})
        std::filesystem::remove(database.string() + more);
    std::filesystem::copy_file(backup, database, std::filesystem::copy_options::overwrite_existing);
    EXPECT_FALSE(naming_files().empty());
    ASSERT_TRUE(bkd.start_central());
    EXPECT_TRUE(naming_files().empty());
}

}  // namespace
}  // namespace hadir::tests
