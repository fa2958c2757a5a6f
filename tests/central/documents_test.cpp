// Documents of papers: what is taken, who may name them, and when they go.
#include "central/documents.h"

#include <sys/stat.h>

#include "central/erasure.h"
#include "tests/central/papers_fixture.h"

namespace hadir::central::tests {
namespace {

Bytes bytes_of(std::string_view begin, std::size_t size = 200) {
    Bytes bytes(begin.begin(), begin.end());
    bytes.resize(std::max(size, bytes.size()), 'x');
    return bytes;
}
const Bytes kPdf = bytes_of("%PDF-1.7\n");

class Documents : public PapersFixture {
protected:
    Result<Hash> take(const Bytes& bytes, const PersonId& by) {
        return take_document(database, shelf, by, bytes, clock.wall());
    }
    bool kept(const Hash& document) { return std::filesystem::exists(shelf.folder / document.hex()); }

    DocumentShelf shelf{folder.path() / "documents"};
};

TEST_F(Documents, AreKnownByTheirFirstBytes) {
    const struct {
        Bytes bytes;
        const char* type;
    } good[] = {{kPdf, "application/pdf"},
                {bytes_of("\xff\xd8\xff\xe0"), "image/jpeg"},
                {bytes_of("\x89PNG\r\n\x1a\n"), "image/png"}};
    for (const auto& [bytes, type] : good) {
        const auto document = take(bytes, siti);
        ASSERT_TRUE(document) << type;
        const auto read = read_document(shelf, *document);
        ASSERT_TRUE(read);
        EXPECT_STREQ(read->type, type);
        EXPECT_EQ(read->bytes, bytes);
    }
    for (const char* bad : {"", "%PDF", "<html>", "PK\x03\x04", "GIF89a"})
        EXPECT_EQ(take(bytes_of(bad, 0), siti).error().code, ErrorCode::malformed) << bad;
}

TEST_F(Documents, FiveMegabytesAtMost) {
    EXPECT_TRUE(take(bytes_of("%PDF-", kDocumentBytesMax), siti));
    EXPECT_EQ(take(bytes_of("%PDF-", kDocumentBytesMax + 1), siti).error().code, ErrorCode::too_large);
}

TEST_F(Documents, NobodyElseOnTheMachineReadsThem) {
    const auto document = take(kPdf, siti);
    struct stat file{};
    ASSERT_EQ(stat((shelf.folder / document->hex()).c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 0777U, 0600U);
    ASSERT_EQ(stat(shelf.folder.c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 0777U, 0700U);
}

TEST_F(Documents, OnlyWhoSentOneNamesItInAPaper) {
    PaperWish wish = leave();
    wish.document = *take(kPdf, budi);
    EXPECT_TRUE(ask(wish).error().message.starts_with("document: "));
    ASSERT_TRUE(take(kPdf, siti));
    const auto paper = ask(wish);
    ASSERT_TRUE(paper) << paper.error().message;
    EXPECT_EQ(row(*paper).document, wish.document);
    EXPECT_TRUE(decisions().back().contains(wish.document->hex()));
}

TEST_F(Documents, GoAfterADayUnlessAPaperNamesThem) {
    PaperWish wish = leave();
    const Hash named = *take(kPdf, siti), alone = *take(bytes_of("%PDF-1.4"), siti);
    wish.document = named;
    ASSERT_TRUE(ask(wish));
    ASSERT_TRUE(take(kPdf, siti)) << "sent again, for a paper that never came";
    EXPECT_EQ(*sweep_documents(database, shelf, clock.wall() + kDocumentWaits), 0U);
    EXPECT_EQ(*sweep_documents(database, shelf, clock.wall() + kDocumentWaits + std::chrono::seconds(1)), 1U);
    EXPECT_TRUE(kept(named));
    EXPECT_FALSE(kept(alone));
}

TEST_F(Documents, TwentyAtMostWait) {
    for (int i = 0; i < kWaitingDocumentsMax; ++i)
        ASSERT_TRUE(take(bytes_of("%PDF-" + std::to_string(i)), siti)) << i;
    EXPECT_EQ(take(bytes_of("%PDF-more"), siti).error().code, ErrorCode::rate);
    EXPECT_TRUE(take(bytes_of("%PDF-more"), budi));
}

TEST_F(Documents, GoWithWhoIsErased) {
    PaperWish wish = leave();
    wish.document = *take(kPdf, siti);
    ASSERT_TRUE(ask(wish));
    EXPECT_EQ(*forget_documents(database, shelf), 0U) << "the control";
    ASSERT_TRUE(erase_person(database, own, officer(dewi), {siti, "atas permintaan sendiri"}));
    EXPECT_EQ(*forget_documents(database, shelf), 1U);
    EXPECT_EQ(read_document(shelf, *wish.document).error().code, ErrorCode::expired);
}

}  // namespace
}  // namespace hadir::central::tests
