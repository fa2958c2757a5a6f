// Printed papers of a case: what they name, what they leave open, and what they never do.
#include "central/case_documents.h"

#include <gtest/gtest.h>

#include <fstream>

#include "central/case_pages.h"

namespace hadir::central::tests {
namespace {

LocalDay day(const char* text) {
    return *parse_day(text);
}

PaperFacts facts() {
    PaperFacts facts;
    facts.letterhead = {"PEMERINTAH PROVINSI BANTEN", "DINAS PEKERJAAN UMUM DAN PENATAAN RUANG",
                        "Kawasan Pusat Pemerintahan Provinsi Banten, Serang"};
    facts.number = "D-2026-0113";
    facts.person = {"Siti Rahmawati", "198001012005012001", "Pengadministrasi", "Jalan, Dinas PUPR"};
    facts.superior = {"Budi Santoso", "197501012000011002", "Kepala Seksi Jalan", "Jalan, Dinas PUPR"};
    facts.basis = {day("2026-09-16"),
                   "PP94",
                   CountMode::year,
                   3,
                   "thresholds/PP94/year/3@2021-08-31",
                   "",
                   {"R1"},
                   {{day("2026-09-14"), "", {}},
                    {day("2026-09-15"), "", {}},
                    {day("2026-09-16"),
                     "conversion/PP94@2021-08-31",
                     {{day("2026-09-01"), 200}, {day("2026-09-02"), 249}, {day("2026-09-16"), 1}}}},
                   std::nullopt};
    facts.rule_source = "PP 94/2021 [S43][S44][S45]";
    facts.examine_until = day("2026-09-30");
    return facts;
}

bool holds(const std::string& page, std::string_view words) {
    return page.find(words) != std::string::npos;
}

TEST(CaseDocuments, ASummonsNamesPersonDaysArithmeticAndDeadline) {
    const std::string page = *case_paper(CasePaper::summons_1, facts());
    EXPECT_TRUE(holds(page, "SURAT PANGGILAN I<"));
    EXPECT_TRUE(holds(*case_paper(CasePaper::summons_2, facts()), "SURAT PANGGILAN II<"));
    EXPECT_TRUE(holds(page, "Siti Rahmawati"));
    EXPECT_TRUE(holds(page, "198001012005012001"));
    EXPECT_TRUE(holds(page, "selama 3 hari kerja secara kumulatif dalam tahun 2026"));
    EXPECT_TRUE(holds(page, "Senin, 14 September 2026"));
    EXPECT_TRUE(holds(
        page, "dijumlahkan 450 menit = 1 hari (1 September 2026 200 menit; 2 September 2026 249 menit;"));
    EXPECT_TRUE(holds(page, "paling lambat Rabu, 30 September 2026"));
    EXPECT_TRUE(holds(page, "pasal belum diperiksa"));
    EXPECT_TRUE(holds(page, "thresholds/PP94/year/3@2021-08-31"));
}

TEST(CaseDocuments, NumberDateAndSignatureAreLeftOpen) {
    for (const CasePaper kind : {CasePaper::summons_1, CasePaper::minutes}) {
        const std::string page = *case_paper(kind, facts());
        EXPECT_FALSE(holds(page, "NOMOR: 800/1"));
        EXPECT_TRUE(holds(page, "nomor, tanggal, dan tanda tangan diisi oleh pejabat"));
    }
}

TEST(CaseDocuments, ANoticeIsOfTenDaysInARowAlone) {
    EXPECT_EQ(case_paper(CasePaper::salary_stop, facts()).error().code, ErrorCode::not_found);
    PaperFacts run = facts();
    run.basis.mode = CountMode::consecutive;
    run.basis.count = 10;
    run.basis.salary_stop = day("2026-10-01");
    const std::string page = *case_paper(CasePaper::salary_stop, run);
    EXPECT_TRUE(holds(page, "terhitung mulai Kamis, 1 Oktober 2026"));
    EXPECT_TRUE(holds(page, "10 hari kerja berturut-turut"));
    EXPECT_TRUE(holds(page, "bukan keputusan hukuman disiplin"));
}

TEST(CaseDocuments, ADraftIsOfWhatWasProposed) {
    EXPECT_EQ(case_paper(CasePaper::decision, facts()).error().code, ErrorCode::not_found);
    PaperFacts proposed = facts();
    proposed.sanction = "teguran lisan";
    const std::string page = *case_paper(CasePaper::decision, proposed);
    EXPECT_TRUE(holds(page, "RANCANGAN"));
    EXPECT_TRUE(holds(page, "hukuman disiplin berupa teguran lisan"));
}

TEST(CaseDocuments, WhatPeopleWriteIsText) {
    PaperFacts written = facts();
    written.statements = {"<script>alert(1)</script> & \"sakit\""};
    const std::string page = *case_paper(CasePaper::minutes, written);
    EXPECT_TRUE(holds(page, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;sakit&quot;"));
    EXPECT_FALSE(holds(page, "<script"));
    EXPECT_EQ(case_paper_policy().find("default-src 'none'; style-src 'sha256-"), 0U);
}

// To look at them: HADIR_PAPERS=folder.
TEST(CaseDocuments, CanBeLookedAt) {
    const char* folder = std::getenv("HADIR_PAPERS");
    if (folder == nullptr) GTEST_SKIP() << "HADIR_PAPERS names no folder";
    PaperFacts all = facts();
    all.sanction = "teguran lisan";
    all.statements = {"Saya sakit pada tanggal 14 dan 15 September.\nSurat dokter menyusul."};
    all.basis.salary_stop = day("2026-10-01");
    const std::pair<CasePaper, const char*> kinds[] = {{CasePaper::summons_1, "panggilan-1"},
                                                       {CasePaper::minutes, "bap"},
                                                       {CasePaper::salary_stop, "penghentian-gaji"},
                                                       {CasePaper::decision, "keputusan"}};
    for (const auto& [kind, name] : kinds)
        std::ofstream(std::string(folder) + '/' + name + ".html") << *case_paper(kind, all);
}

}  // namespace
}  // namespace hadir::central::tests
