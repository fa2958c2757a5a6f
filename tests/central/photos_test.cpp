// Sealed photographs at central: who may bring one, who may open one, and how a month ends.
#include "central/photos.h"

#include <fstream>
#include <sstream>

#include "central/erasure.h"
#include "central/evidence_repository.h"
#include "central/projection.h"
#include "central/sides_repository.h"
#include "central/web_api.h"
#include "platform/file.h"
#include "tests/central/log_fixture.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_random.h"
#include "wire/photo.h"

namespace hadir::central::tests {
namespace {

const Officer kOfficer{filled<PersonId>(2), "rina"};
const PersonId kOnThePhoto = filled<PersonId>(7);
constexpr std::chrono::year_month kSeptember{std::chrono::year(2026), std::chrono::September};

class Photos : public WithLog {
protected:
    Photos() {
        clock.jump_wall(kNow);
        EXPECT_TRUE(store.keys.make(kNow, Zone::wib));
    }

    // A photograph sealed by the terminal, and a stored record that names it.
    Bytes brought(std::uint8_t mark = 1) {
        const auto this_month = store.keys.load(store.keys.all()->front());
        Bytes sealed =
            *wire::seal_photo({wire::FaceSeen::yes, 300, 120, Bytes(5000, mark)}, this_month->public_key());
        name(sealed);
        return sealed;
    }
    void name(const Bytes& sealed) {
        wire::Checkin checkin;
        checkin.badge = filled<BadgeId>(5);
        checkin.person = kOnThePhoto;
        checkin.evidence.push_back({wire::sha256(sealed), sealed.size()});
        terminal.append("checkin", wire::write_checkin(checkin));
        send(terminal.lines.size(), 1);
    }
    Result<PhotoTaken> take(const Bytes& sealed) {
        return take_as(terminal.dev, sealed, wire::sha256(sealed));
    }
    Result<PhotoTaken> take_as(const DeviceId& dev, const Bytes& sealed, const Hash& sha256) {
        const auto device =
            *database->read([&]() -> Result<Device> { return *DevicesRepository(*database).find(dev); });
        return take_photo(*database, store, device, sha256, sealed);
    }
    Result<wire::Photo> open(const Hash& sha256, const std::string& why = "two badges in one second") {
        return open_photo(*database, own, kOfficer, store, {sha256, why}, OpdScope::all());
    }
    auto expire(std::chrono::year_month before) {
        return expire_photos(*database, own, kOfficer, store, {before, "kept for a year"}, Zone::wib);
    }
    // Central's own records.
    std::vector<wire::Line> decisions() {
        const auto rows = *database->read([&]() -> Result<std::vector<StoredRecord>> {
            const auto device = DevicesRepository(*database).find(own.dev());
            if (!device) return std::vector<StoredRecord>{};
            return RecordsRepository(*database).page(device->id, 0, 100);
        });
        std::vector<wire::Line> lines;
        for (const StoredRecord& row : rows)
            lines.push_back(*wire::parse_line(row.line.line));
        return lines;
    }
    // What stands beside the first of them: by field, the account before the reason.
    std::vector<std::string> beside() {
        return *database->read([&]() -> Result<std::vector<std::string>> {
            const auto device = DevicesRepository(*database).find(own.dev());
            const auto rows = RecordsRepository(*database).page(device->id, 0, 1);
            std::vector<std::string> values;
            for (const StoredSide& stored : SidesRepository(*database).of_record(rows.at(0).id))
                values.push_back(stored.side.value().value);
            return values;
        });
    }
    std::filesystem::path file_of(const Bytes& sealed) const {
        return folder.path() / "photos" / "2026-09" / wire::sha256(sealed).hex();
    }

    wire::SigningKey key = wire::SigningKey::generate();
    hadir::tests::FakeClock clock;
    hadir::tests::FakeRandom random;
    OwnLedger own{key, clock, random};
    PhotoStore store{folder / "photos", PhotoKeys(folder / "keys")};
};

TEST_F(Photos, OnceStoredARepeatIsKnown) {
    const Bytes sealed = brought();
    EXPECT_EQ(*take(sealed), PhotoTaken::stored);
    EXPECT_EQ(*take(sealed), PhotoTaken::known);
    EXPECT_EQ(*platform::read_file(file_of(sealed), wire::kSealedPhotoBytesMax), sealed);
}

TEST_F(Photos, OnlyWhatARecordOfThisTerminalNamesIsTaken) {
    const Bytes sealed = brought();
    Terminal other(filled<DeviceId>(0x44));
    other.enrol(*database);
    EXPECT_EQ(take_as(other.dev, sealed, wire::sha256(sealed)).error().code, ErrorCode::malformed);
    EXPECT_EQ(take_as(terminal.dev, sealed, filled<Hash>(1)).error().code, ErrorCode::malformed);
    Bytes cut = sealed;
    cut.pop_back();
    EXPECT_EQ(take_as(terminal.dev, cut, wire::sha256(sealed)).error().code, ErrorCode::malformed);
    EXPECT_EQ(take(*wire::seal_photo({}, wire::PhotoKey::generate().public_key())).error().code,
              ErrorCode::malformed);
    EXPECT_FALSE(std::filesystem::exists(folder / "photos"));
}

TEST_F(Photos, NamedBytesThatAreNotSealedToUsAreRefused) {
    const Bytes foreign =
        *wire::seal_photo({wire::FaceSeen::no, 1, 1, Bytes(10)}, wire::PhotoKey::generate().public_key());
    const Bytes readable(16'384, 0xFF);
    name(foreign);
    name(readable);
    EXPECT_EQ(take(foreign).error().code, ErrorCode::malformed);
    EXPECT_EQ(take(readable).error().code, ErrorCode::malformed);
}

TEST_F(Photos, RebuildNamesTheSameOnes) {
    const Bytes sealed = brought();
    const auto named = [&] {
        return *database->read([&]() -> Result<std::optional<wire::LineId>> {
            return EvidenceRepository(*database).find(wire::sha256(sealed), OpdScope::all());
        });
    };
    EXPECT_EQ(named(), (wire::LineId{terminal.dev, 1, 1}));
    ASSERT_TRUE(database->transaction([&]() -> Result<void> {
        rebuild_projections(*database);
        return {};
    }));
    EXPECT_EQ(named(), (wire::LineId{terminal.dev, 1, 1}));
}

TEST_F(Photos, EachOpeningIsOnRecordWithItsReason) {
    const Bytes sealed = brought(7);
    ASSERT_TRUE(take(sealed));
    const auto photo = open(wire::sha256(sealed));
    ASSERT_TRUE(photo) << photo.error().message;
    EXPECT_EQ(photo->jpeg, Bytes(5000, 7));
    EXPECT_EQ(photo->brightness, 120);
    ASSERT_TRUE(open(wire::sha256(sealed), "again"));
    const auto records = decisions();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].head.kind, "photo-opened");
    EXPECT_EQ(*records[0].body.find("sha256")->text(), wire::sha256(sealed).hex());
    EXPECT_EQ(*records[0].body.find("dev")->text(), terminal.dev.hex());
    EXPECT_EQ(*records[0].body.find("seq")->integer(), 1);
    EXPECT_EQ(*records[0].body.find("by")->text(), kOfficer.person.hex());
    EXPECT_EQ(beside(), (std::vector<std::string>{"rina", "two badges in one second"}));
}

TEST_F(Photos, OfSomebodyWhoIsErasedAreRemovedAndTakenNoMore) {
    const Bytes sealed = brought();
    ASSERT_TRUE(take(sealed));
    EXPECT_EQ(forget_photos(*database, store).value(), 0U) << "the control: nobody is erased";
    ASSERT_TRUE(std::filesystem::exists(file_of(sealed)));
    ASSERT_TRUE(database->transaction([&]() -> Result<void> {
        forget_person(*database, {kOnThePhoto, kNow});
        return {};
    }));
    EXPECT_EQ(forget_photos(*database, store).value(), 1U);
    EXPECT_FALSE(std::filesystem::exists(file_of(sealed)));
    EXPECT_EQ(take(sealed).error().code, ErrorCode::expired) << "the terminal is told to give it up";
}

TEST_F(Photos, WithoutReasonOrPhotographNothingIsOpened) {
    const Bytes sealed = brought();
    EXPECT_EQ(open(wire::sha256(sealed)).error().code, ErrorCode::not_found) << "it has not come yet";
    ASSERT_TRUE(take(sealed));
    EXPECT_EQ(open(wire::sha256(sealed), "").error().code, ErrorCode::usage);
    EXPECT_EQ(open(filled<Hash>(9)).error().code, ErrorCode::not_found);
    EXPECT_TRUE(decisions().empty());
}

TEST_F(Photos, APhotographThatWasChangedAtRestIsNotShown) {
    const Bytes sealed = brought();
    ASSERT_TRUE(take(sealed));
    std::fstream(file_of(sealed), std::ios::in | std::ios::out | std::ios::binary)
        .seekp(2000)
        .write("changed!", 8);
    EXPECT_EQ(open(wire::sha256(sealed)).error().code, ErrorCode::bad_signature);
}

TEST_F(Photos, AMonthThatEndsTakesItsKeyAndItsPhotographsAlone) {
    const Bytes sealed = brought(1);
    const Bytes late = brought(2);
    ASSERT_TRUE(take(sealed));
    confirm_terminal();
    signed_note();
    const std::string proof = proof_text(1);
    ASSERT_EQ(verdict_on(proof), wire::ProofVerdict::valid);
    const auto month = store.keys.all()->front();
    const std::string secret = to_hex(store.keys.load(month)->secret());

    clock.advance(std::chrono::days(40));  // October
    const auto ended = expire({std::chrono::year(2026), std::chrono::October});
    ASSERT_TRUE(ended) << ended.error().message;
    EXPECT_EQ(*ended, std::vector<std::string>{"2026-09"});
    EXPECT_FALSE(std::filesystem::exists(file_of(sealed)));
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder.path())) {
        std::stringstream text;
        text << std::ifstream(file.path(), std::ios::binary).rdbuf();
        EXPECT_EQ(text.str().find(secret), std::string::npos) << file.path();
    }
    EXPECT_FALSE(store.keys.load(month));
    EXPECT_TRUE(store.keys.load(store.keys.all()->at(1))) << "the next month is not touched";
    EXPECT_FALSE(open(wire::sha256(sealed)));
    EXPECT_EQ(take(late).error().code, ErrorCode::expired) << "the terminal is told to give it up";

    EXPECT_EQ(verdict_on(proof), wire::ProofVerdict::valid);
    EXPECT_EQ(verdict_on(proof_text(1)), wire::ProofVerdict::valid) << "a proof that is asked for later";
    const auto records = decisions();
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].head.kind, "photos-expired");
    EXPECT_EQ(*records[0].body.find("before")->text(), "2026-10");
    EXPECT_EQ(beside().back(), "kept for a year");
    EXPECT_TRUE(expire({std::chrono::year(2026), std::chrono::October})->empty());
    EXPECT_EQ(decisions().size(), 1U) << "nothing more to destroy, nothing more to record";
}

TEST_F(Photos, TheMonthThatTerminalsSealToStays) {
    const Bytes sealed = brought();
    ASSERT_TRUE(take(sealed));
    EXPECT_TRUE(expire(kSeptember)->empty());
    EXPECT_EQ(expire(kSeptember + std::chrono::months(1)).error().code, ErrorCode::usage);
    EXPECT_TRUE(open(wire::sha256(sealed)));
}

TEST(PhotoKeysTest, AskTheRootForThisMonthAndAYearAhead) {
    const hadir::tests::TemporaryFolder folder;
    const PhotoKeys keys(folder / "keys");
    EXPECT_TRUE(keys.all()->empty());
    ASSERT_TRUE(keys.make(kNow, Zone::wib));
    const auto rows = *keys.rows(kNow, Zone::wib);
    ASSERT_EQ(rows.size(), 14U);
    EXPECT_EQ(format_at(rows[0].from), "2026-08-31T17:00:00.000Z") << "months are the province's";
    EXPECT_EQ(rows[0].until, rows[1].from);
    EXPECT_EQ(rows[0].alg, "x25519");
    const UnixMs later = kNow + std::chrono::days(40);
    ASSERT_TRUE(keys.make(later, Zone::wib));
    const auto then = *keys.rows(later, Zone::wib);
    ASSERT_EQ(then.size(), 14U);
    EXPECT_EQ(then[0].pub, rows[1].pub) << "a key that the root has listed stays";
    EXPECT_EQ(keys.all()->size(), 15U) << "the month before may still be opened";
}

TEST(PhotoKeysTest, MonthsAreReadStrictly) {
    EXPECT_EQ(format_month(*parse_month("2026-09")), "2026-09");
    for (const char* text : {"", "2026", "2026-9", "2026-13", "2026-00", "2026-09-01", "20x6-09"})
        EXPECT_FALSE(parse_month(text)) << text;
    EXPECT_EQ(format_month(month_of(UnixMs{1'793'466'000'000}, Zone::wib)), "2026-11");
    EXPECT_EQ(format_month(month_of(UnixMs{1'793'465'999'999}, Zone::wib)), "2026-10");
}

}  // namespace
}  // namespace hadir::central::tests
