#include <gtest/gtest.h>

#include "tests/wire/vectors.h"
#include "wire/chain.h"
#include "wire/encodings.h"
#include "wire/line.h"
#include "wire/records.h"

namespace hadir::wire {
namespace {

LineHead head_of(const boost::json::object& fields) {
    LineHead head;
    head.id = {fixed_at<DeviceId>(fields, "dev"), static_cast<std::uint32_t>(fields.at("inc").as_int64()),
               static_cast<std::uint64_t>(fields.at("seq").as_int64())};
    head.kind = text_at(fields, "kind");
    head.at = parse_at(text_at(fields, "at")).value();
    head.boot = fixed_at<BootId>(fields, "boot");
    head.up_ms = fields.at("up_ms").as_int64();
    const auto& clock = fields.at("clock").as_object();
    head.clock.state = clock_state_from(text_at(clock, "state")).value();
    if (clock.at("off_ms").is_int64()) head.clock.off_ms = clock.at("off_ms").as_int64();
    if (clock.at("unc_ms").is_int64()) head.clock.unc_ms = clock.at("unc_ms").as_int64();
    head.r = Salt::from(from_base64url(text_at(fields, "r")).value()).value();
    return head;
}

TEST(Line, WriterGivesExactlyTheVectorsTexts) {
    for (const auto& item : vectors("line").at("lines").as_array()) {
        const auto& fields = item.at("fields").as_object();
        const auto line = write_line(head_of(fields), boost::json::serialize(fields.at("body")));
        ASSERT_TRUE(line) << line.error().message;
        EXPECT_EQ(*line, text_of(item.as_object()));
    }
}

TEST(Line, ReaderTakesOtherOrdersUnknownKeysAndKinds) {
    for (const char* list : {"lines", "read"}) {
        for (const auto& item : vectors("line").at(list).as_array()) {
            const std::string text = text_of(item.as_object());
            const auto line = parse_line(text);
            EXPECT_TRUE(line) << text << "\n" << (line ? "" : line.error().message);
            const auto id = read_line_id(text);
            ASSERT_TRUE(id) << text;
            if (line) {
                EXPECT_EQ(*id, line->head.id);
            }
        }
    }
}

TEST(Line, BadLinesAreRefusedByTheReaderAndPlacedWhereTheyCanBe) {
    for (const auto& item : vectors("line").at("bad").as_array()) {
        const std::string text = text_of(item.as_object());
        EXPECT_FALSE(parse_line(text)) << item.at("reason");
        if (text.size() > kLineBytesMax) continue;  // refused by its size before anything is read
        const auto id = read_line_id(text);
        if (text_at(item.as_object(), "central") != "kept") {
            EXPECT_FALSE(id) << item.at("reason");
            continue;
        }
        ASSERT_TRUE(id) << item.at("reason") << ": " << id.error().message;
        const auto& identity = item.at("identity").as_object();
        EXPECT_EQ(id->dev.hex(), text_at(identity, "dev")) << item.at("reason");
        EXPECT_EQ(id->inc, identity.at("inc").as_int64()) << item.at("reason");
        EXPECT_EQ(id->seq, static_cast<std::uint64_t>(identity.at("seq").as_int64())) << item.at("reason");
    }
}

TEST(Line, AWriterNeverMakesALineThatCannotBeSent) {
    LineHead head;
    head.kind = "alarm";
    const std::string fits(kLineBytesMax - 400, 'x');
    EXPECT_TRUE(write_line(head, write_alarm("A", fits)));
    const auto line = write_line(head, write_alarm("A", std::string(kLineBytesMax, 'x')));
    ASSERT_FALSE(line);
    EXPECT_EQ(line.error().code, ErrorCode::too_large);
}

TEST(Line, IdReaderSurvivesDepthAndRubbish) {
    std::string deep = R"({"dev":"02647ead94e4579a25230c9efe524f82","inc":1,"seq":2,"body":)";
    deep += std::string(7000, '[') + std::string(7000, ']') + "}";
    EXPECT_TRUE(read_line_id(deep));
    EXPECT_FALSE(read_line_id(deep.substr(0, deep.size() - 2)));
    EXPECT_FALSE(read_line_id(std::string(16'384, '{')));
    EXPECT_FALSE(read_line_id(""));
}

TEST(Records, AShownPhoneKeyReadsBackWhatItWrote) {
    const PhoneKeyShown shown{41, Bytes(76, 5), {{Hash{{7}}, 65'536}}};
    const std::string body = write_phone_key(shown);
    const auto read = parse_phone_key(parse_json(body).value());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(write_phone_key(*read), body);
    for (const char* bad : {R"({"of":0,"phone_code":"","evidence":[]})", R"({"of":1,"evidence":[]})",
                            R"({"of":1,"phone_code":"AAAA","evidence":[]})"})
        EXPECT_FALSE(parse_phone_key(parse_json(bad).value())) << bad;
}

TEST(Records, CheckinReadsBackWhatItWrote) {
    Checkin checkin;
    checkin.badge = BadgeId{{1, 2, 3, 4, 5, 6, 7, 8}};
    checkin.person = PersonId{{9}};
    checkin.dir = "in";
    checkin.marks = {"clock", "roster_old"};
    checkin.roster = 812;
    checkin.evidence = {{Hash{{7}}, 65'536}};
    checkin.phone = PhoneKeyId{{4}};
    checkin.step = 179'547'966;
    checkin.phone_code = Bytes(76, 9);
    const std::string body = write_checkin(checkin);
    const auto read = parse_checkin(parse_json(body).value());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(write_checkin(*read), body);
}

TEST(Records, ACheckinByPinHasNoBadgeAndADigestOfWhatStandsBeside) {
    Checkin checkin;
    checkin.person = PersonId{{9}};
    checkin.method = "pin";
    checkin.marks = {"pin"};
    const Side side{"pin", Salt{{1}}, "sealed"};
    checkin.sides.push_back(side);
    const Json body = parse_json(write_checkin(checkin)).value();
    EXPECT_TRUE(body.find("badge")->is_null());
    EXPECT_EQ(side_digest_in(body, "pin"), digest_of(side));
    const auto read = parse_checkin(body);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->badge, BadgeId{});
    EXPECT_EQ(read->method, "pin");
    EXPECT_EQ(read->person, checkin.person);
}

TEST(Records, AWrongPinIsFoundAmongRefusals) {
    const WrongPin known{Hash{{7}}, PersonId{{9}}};
    const auto found = find_wrong_pin(*parse_json(write_wrong_pin(known)));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->who, known.who);
    EXPECT_EQ(found->person, known.person);
    EXPECT_FALSE(find_wrong_pin(*parse_json(write_wrong_pin({Hash{{7}}, std::nullopt})))->person);
    EXPECT_FALSE(find_wrong_pin(*parse_json(write_refused("BUKAN_LENCANA", 1, Hash{{7}}))));
    EXPECT_FALSE(find_wrong_pin(*parse_json(R"({"code":"PIN_SALAH"})"))) << "of a later version, perhaps";
}

TEST(Chain, AgreesWithTheVectors) {
    for (const auto& item : vectors("chain").at("chains").as_array()) {
        const auto& chain = item.as_object();
        const auto dev = fixed_at<DeviceId>(chain, "dev");
        const auto inc = static_cast<std::uint32_t>(chain.at("inc").as_int64());
        const auto key = SigningKey::from_seed(hex_at(chain, "seed")).value();
        EXPECT_EQ(key.public_key().hex(), text_at(chain, "pub"));
        Hash head = chain_genesis(dev, inc, key.public_key());
        EXPECT_EQ(head.hex(), text_at(chain, "h_0"));
        for (const auto& row_item : chain.at("rows").as_array()) {
            const auto& row = row_item.as_object();
            const LineId id{dev, inc, static_cast<std::uint64_t>(row.at("seq").as_int64())};
            head = chain_next(head, text_at(row, "line"));
            EXPECT_EQ(head.hex(), text_at(row, "hash"));
            EXPECT_EQ(to_hex(head_message(id, head)), text_at(row, "head_message"));
            EXPECT_EQ(signature_text(sign_head(key, id, head)), text_at(row, "sig"));
            EXPECT_TRUE(
                verify_head(key.public_key(), id, head, parse_signature(text_at(row, "sig")).value()));
        }
    }
}

}  // namespace
}  // namespace hadir::wire
