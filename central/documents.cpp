#include "central/documents.h"

#include <array>
#include <string_view>

#include "central/documents_repository.h"
#include "central/paper_rows_repository.h"
#include "platform/file.h"
#include "wire/crypto.h"

namespace hadir::central {
namespace {

struct DocumentType {
    std::string_view begins;
    const char* name;
};
constexpr std::array<DocumentType, 3> kTypes{
    {{"%PDF-", "application/pdf"}, {"\xff\xd8\xff", "image/jpeg"}, {"\x89PNG\r\n\x1a\n", "image/png"}}};

const char* type_of(ByteView bytes) {
    for (const DocumentType& type : kTypes) {
        if (as_text(bytes).starts_with(type.begins)) return type.name;
    }
    return nullptr;
}

Result<bool> take_off(const std::filesystem::path& path) {
    std::error_code fault;
    const bool gone = std::filesystem::remove(path, fault);
    if (fault) return fail(ErrorCode::storage, path.string() + ": " + fault.message());
    return gone;
}

}  // namespace

Result<Hash> take_document(const Database& database, const DocumentShelf& shelf, const PersonId& uploader,
                           ByteView bytes, UnixMs now) {
    if (bytes.size() > kDocumentBytesMax)
        return fail(ErrorCode::too_large, "the document is over 5 MB; scan it with less detail");
    if (type_of(bytes) == nullptr)
        return fail(ErrorCode::malformed, "the document is neither PDF, JPEG nor PNG");
    const Hash sha256 = wire::sha256(bytes);
    // Noted first: a crash in between leaves a row that the sweep takes away, never a file that nobody knows.
    const auto noted = database.transaction([&]() -> Result<void> {
        DocumentsRepository documents(database);
        documents.add(sha256, uploader, now);
        if (documents.count(uploader) > kWaitingDocumentsMax)
            return fail(ErrorCode::rate, "too many documents wait for their paper; send those papers first");
        return {};
    });
    if (!noted) return propagate(noted.error());
    if (auto made = platform::make_private_folder(shelf.folder); !made) return propagate(made.error());
    if (auto written = platform::write_private_file(shelf.folder / sha256.hex(), bytes); !written)
        return propagate(written.error());
    return sha256;
}

Result<void> claim_document(const Database& database, const PersonId& uploader, const Hash& document) {
    if (DocumentsRepository(database).remove(document, uploader)) return {};
    return fail(ErrorCode::usage, "document: not among those that you have sent today; send it again");
}

Result<Document> read_document(const DocumentShelf& shelf, const Hash& document) {
    auto bytes = platform::read_file(shelf.folder / document.hex(), kDocumentBytesMax);
    if (!bytes && bytes.error().code == ErrorCode::not_found)
        return fail(ErrorCode::expired, "the document was removed: who is named in it was erased");
    if (!bytes) return propagate(bytes.error());
    const char* type = type_of(*bytes);
    if (type == nullptr) return fail(ErrorCode::storage, document.hex() + ": no document");
    return Document{type, *std::move(bytes)};
}

Result<std::size_t> sweep_documents(const Database& database, const DocumentShelf& shelf, UnixMs now) {
    // Removed inside the transaction: who sends the same one meanwhile notes it after, and writes it again.
    return database.transaction([&]() -> Result<std::size_t> {
        DocumentsRepository documents(database);
        PaperRowsRepository papers(database);
        std::size_t count = 0;
        for (const Hash& document : documents.take_older(now + -kDocumentWaits)) {
            if (papers.names_document(document) || documents.waits(document)) continue;
            const auto gone = take_off(shelf.folder / document.hex());
            if (!gone) return propagate(gone.error());
            count += *gone ? 1 : 0;
        }
        return count;
    });
}

Result<std::size_t> forget_documents(const Database& database, const DocumentShelf& shelf) {
    const auto named = database.read(
        [&]() -> Result<std::vector<Hash>> { return PaperRowsRepository(database).documents_of_erased(); });
    if (!named) return propagate(named.error());
    std::size_t count = 0;
    for (const Hash& document : *named) {
        const auto gone = take_off(shelf.folder / document.hex());
        if (!gone) return propagate(gone.error());
        count += *gone ? 1 : 0;
    }
    return count;
}

}  // namespace hadir::central
