// Documents of papers: files `documents/<sha256>` in the data folder, 0600. A document comes before the paper
// that names it, and goes again when none does within a day, or when who it is about is erased.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

#include "central/database.h"
#include "core/bytes.h"
#include "core/result.h"
#include "core/time.h"

namespace hadir::central {

constexpr std::size_t kDocumentBytesMax = 5'000'000;
constexpr int kWaitingDocumentsMax = 20;  // of one uploader
constexpr std::chrono::hours kDocumentWaits{24};

struct DocumentShelf {
    std::filesystem::path folder;  // `documents`
};

struct Document {
    const char* type = "";  // application/pdf, image/jpeg or image/png, by its first bytes
    Bytes bytes;
};

// MALFORMED unless its first bytes are those of a PDF, a JPEG or a PNG; TOO_LARGE; RATE when too many of the
// uploader's wait. After success it survives a power cut.
[[nodiscard]] Result<Hash> take_document(const Database& database, const DocumentShelf& shelf,
                                         const PersonId& uploader, ByteView bytes, UnixMs now);
// Inside the transaction of the paper that names it. USAGE unless the uploader has brought it.
[[nodiscard]] Result<void> claim_document(const Database& database, const PersonId& uploader,
                                          const Hash& document);
// EXPIRED when it is gone.
[[nodiscard]] Result<Document> read_document(const DocumentShelf& shelf, const Hash& document);
// Removes what no paper has named in time. How many.
[[nodiscard]] Result<std::size_t> sweep_documents(const Database& database, const DocumentShelf& shelf,
                                                  UnixMs now);
// Removes the documents of people who were erased. How many.
[[nodiscard]] Result<std::size_t> forget_documents(const Database& database, const DocumentShelf& shelf);

}  // namespace hadir::central
