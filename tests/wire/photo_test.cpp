#include "wire/photo.h"

#include <gtest/gtest.h>

#include "tests/wire/vectors.h"
#include "wire/encodings.h"

namespace hadir::wire {
namespace {

constexpr UnixMs kNovember{1'793'466'000'000};  // 2026-11-01 00:00 at Jakarta
constexpr UnixMs kDecember{1'796'058'000'000};

class PhotoTest : public testing::Test {
protected:
    PhotoTest() { EXPECT_TRUE(start_crypto()); }

    static Photo photo(std::size_t bytes) {
        Photo made{FaceSeen::yes, 1234, 97, Bytes(bytes)};
        for (std::size_t i = 0; i < bytes; ++i)
            made.jpeg[i] = static_cast<std::uint8_t>(i * 31);
        return made;
    }

    PhotoKey key = PhotoKey::generate();
};

TEST_F(PhotoTest, OnlyTheMonthsKeyOpensIt) {
    const Photo taken = photo(50'000);
    const auto sealed = seal_photo(taken, key.public_key());
    ASSERT_TRUE(sealed);
    EXPECT_EQ(sealed_to(*sealed), key_id_of(key.public_key().bytes));
    const auto opened = open_photo(*sealed, *PhotoKey::from_secret(key.secret()));
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened->face, FaceSeen::yes);
    EXPECT_EQ(opened->sharpness, 1234);
    EXPECT_EQ(opened->brightness, 97);
    EXPECT_EQ(opened->jpeg, taken.jpeg);
    EXPECT_EQ(open_photo(*sealed, PhotoKey::generate()).error().code, ErrorCode::bad_signature);
}

// Sealed by the second implementation.
TEST_F(PhotoTest, OpensWhatAnotherImplementationSealed) {
    const auto& row = vectors("photo");
    const auto month = PhotoKey::from_secret(hex_at(row, "secret"));
    ASSERT_TRUE(month);
    EXPECT_EQ(month->public_key().hex(), text_at(row, "pub"));
    const Bytes sealed = *from_base64(text_at(row, "sealed"));
    EXPECT_EQ(sealed_to(sealed), fixed_at<KeyId>(row, "key_id"));
    const auto photo = open_photo(sealed, *month);
    ASSERT_TRUE(photo) << photo.error().message;
    EXPECT_EQ(static_cast<int>(photo->face), row.at("face").as_int64());
    EXPECT_EQ(photo->sharpness, row.at("sharpness").as_int64());
    EXPECT_EQ(photo->brightness, row.at("brightness").as_int64());
    EXPECT_EQ(photo->jpeg, hex_at(row, "jpeg"));
    for (const auto& change : row.at("changed").as_array()) {
        Bytes changed = sealed;
        changed[static_cast<std::size_t>(change.at("at").as_int64())] ^= 1;
        EXPECT_FALSE(open_photo(changed, *month)) << change.at("at");
    }
    for (const auto& bad : row.at("bad").as_array()) {
        const auto opened = open_photo(*from_base64(text_at(bad.as_object(), "sealed")), *month);
        ASSERT_FALSE(opened) << bad.at("reason");
        EXPECT_EQ(opened.error().code, ErrorCode::malformed) << bad.at("reason");
    }
}

TEST_F(PhotoTest, TheSameMomentSealedTwiceIsNotTheSameFile) {
    EXPECT_NE(*seal_photo(photo(100), key.public_key()), *seal_photo(photo(100), key.public_key()));
}

TEST_F(PhotoTest, SizesAreStepsSoThatTheyTellLittle) {
    for (const std::size_t bytes : {1U, 100U, 16'310U, 16'311U, 60'000U}) {
        const auto sealed = seal_photo(photo(bytes), key.public_key());
        ASSERT_TRUE(sealed);
        EXPECT_EQ(sealed->size() % kSealedPhotoStep, 0U) << bytes;
        EXPECT_LT(sealed->size() - bytes, kSealedPhotoStep + 74) << bytes;
        EXPECT_EQ(open_photo(*sealed, key)->jpeg.size(), bytes);
    }
    EXPECT_EQ(seal_photo(photo(16'310), key.public_key())->size(), kSealedPhotoStep);
    EXPECT_EQ(seal_photo(photo(16'311), key.public_key())->size(), 2 * kSealedPhotoStep);
}

TEST_F(PhotoTest, TwoMebibytesAreTheLimit) {
    const std::size_t most = kSealedPhotoBytesMax - 74;
    EXPECT_EQ(seal_photo(photo(most), key.public_key())->size(), kSealedPhotoBytesMax);
    EXPECT_EQ(seal_photo(photo(most + 1), key.public_key()).error().code, ErrorCode::too_large);
}

TEST_F(PhotoTest, AChangedByteIsNoticed) {
    const auto sealed = seal_photo(photo(1000), key.public_key());
    for (const std::size_t at : {0U, 13U, 14U, 17U, 18U, 49U, 50U, 1000U, 16'383U}) {
        Bytes changed = *sealed;
        changed[at] ^= 1;
        EXPECT_EQ(open_photo(changed, key).error().code, ErrorCode::bad_signature) << at;
    }
}

TEST_F(PhotoTest, OtherBytesAreNoSealedPhoto) {
    Bytes file = *seal_photo(photo(1000), key.public_key());
    EXPECT_FALSE(sealed_to({}));
    EXPECT_FALSE(sealed_to(Bytes(kSealedPhotoStep)));
    EXPECT_FALSE(sealed_to(ByteView(file).first(file.size() - 1)));
    file.resize(kSealedPhotoBytesMax + kSealedPhotoStep);
    EXPECT_FALSE(sealed_to(file));
}

TEST_F(PhotoTest, EachMonthHasItsKey) {
    const auto row = [](const PhotoKey& month, UnixMs from, UnixMs until) {
        const auto& pub = month.public_key().bytes;
        return KeyRow{"evidence", key_id_of(pub), "x25519",     Bytes(pub.begin(), pub.end()),
                      from,       until,          std::nullopt, std::nullopt};
    };
    const PhotoKey next = PhotoKey::generate();
    KeysFile keys;
    keys.rows = {row(key, kNovember, kDecember), row(next, kDecember, kDecember + std::chrono::days(31))};
    EXPECT_EQ(photo_key_at(keys, kNovember), key.public_key());
    EXPECT_EQ(photo_key_at(keys, kDecember + -std::chrono::milliseconds(1)), key.public_key());
    EXPECT_EQ(photo_key_at(keys, kDecember), next.public_key());
    EXPECT_FALSE(photo_key_at(keys, kNovember + -std::chrono::milliseconds(1)));
    EXPECT_FALSE(photo_key_at(keys, UnixMs{0})) << "a clock at 1970 has no month of ours";
}

}  // namespace
}  // namespace hadir::wire
