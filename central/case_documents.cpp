#include "central/case_documents.h"

#include <algorithm>
#include <array>

#include "central/case_pages.h"
#include "core/bytes.h"
#include "wire/crypto.h"
#include "wire/encodings.h"

namespace hadir::central {
namespace {

constexpr std::array<std::pair<CasePaper, std::string_view>, 5> kPapers{
    {{CasePaper::summons_1, "panggilan-1"},
     {CasePaper::summons_2, "panggilan-2"},
     {CasePaper::minutes, "bap"},
     {CasePaper::salary_stop, "penghentian-gaji"},
     {CasePaper::decision, "keputusan"}}};

// The law on the days of the case; articles only where the rule's row has one.
std::string law_of(const PaperFacts& facts) {
    return facts.basis.regime == "PP53"
               ? "Peraturan Pemerintah Nomor 53 Tahun 2010 tentang Disiplin Pegawai Negeri Sipil"
               : "Peraturan Pemerintah Nomor 94 Tahun 2021 tentang Disiplin Pegawai Negeri Sipil";
}
std::string guide_of(const PaperFacts& facts) {
    return facts.basis.regime == "PP53" ? "Peraturan Kepala Badan Kepegawaian Negara Nomor 21 Tahun 2010"
                                        : "Peraturan Badan Kepegawaian Negara Nomor 6 Tahun 2022";
}

std::string breach_of(const PaperFacts& facts) {
    const std::string count = std::to_string(facts.basis.count);
    if (facts.basis.mode == CountMode::consecutive)
        return "tidak masuk kerja tanpa alasan yang sah selama " + count + " hari kerja berturut-turut";
    const std::chrono::year_month_day day(facts.basis.day);
    return "tidak masuk kerja tanpa alasan yang sah selama " + count +
           " hari kerja secara kumulatif dalam tahun " + std::to_string(static_cast<int>(day.year()));
}

std::string article_of(const PaperFacts& facts) {
    return facts.basis.article.empty() ? "pasal belum diperiksa" : facts.basis.article;
}

// The days, one a row, with the minutes that made up a converted one.
void add_days(Page& page, const PaperFacts& facts) {
    page.begin("table", "days");
    page.row("th", {"No.", "Hari", "Keterangan"});
    int number = 0;
    for (const CountedDay& counted : facts.basis.days) {
        std::string words = "tidak masuk kerja tanpa keterangan";
        if (!counted.conversion.empty()) {
            int sum = 0;
            std::string parts;
            for (const MissingMinutes& part : counted.from) {
                sum += part.minutes;
                parts += (parts.empty() ? "" : "; ") + short_day(part.day) + ' ' +
                         std::to_string(part.minutes) + " menit";
            }
            words = "terlambat atau pulang cepat, dijumlahkan " + std::to_string(sum) + " menit = 1 hari (" +
                    parts + ')';
        }
        page.row("td", {std::to_string(++number) + '.', long_day(counted.day), words});
    }
    page.end("table");
}

void add_person(Page& page, const PaperPerson& person) {
    page.facts({{"Nama", person.name},
                {"NIP", person.nip},
                {"Pangkat/Golongan", ""},
                {"Jabatan", person.title},
                {"Unit kerja", person.unit}});
}

void add_signature(Page& page, const std::string& role, const PaperPerson& person) {
    page.begin("div", "sign");
    page.text("p", "........................., ........................................");
    page.text("p", role);
    page.text("p", "", "space");
    const bool open = person.name.empty();
    page.text("p", open ? "(.................................................)" : person.name,
              open ? "" : "name");
    page.text("p", "NIP " + (person.nip.empty() ? std::string("...........................................")
                                                : person.nip));
    page.end("div");
}

void add_foot(Page& page, const PaperFacts& facts) {
    page.text(
        "p",
        "Kasus " + facts.number + " · aturan " + facts.basis.threshold + " · " + article_of(facts) +
            " · sumber: " + facts.rule_source +
            ". Disiapkan oleh Hadir sebagai rancangan; nomor, tanggal, dan tanda tangan diisi oleh pejabat.",
        "foot");
}

void add_summons(Page& page, const PaperFacts& facts, const char* which) {
    page.text("p", "RAHASIA", "secret");
    page.title(std::string("SURAT PANGGILAN ") + which, "NOMOR: 800/................/....................");
    page.text("p", "Bersama ini diminta dengan hormat kehadiran Saudara:");
    add_person(page, facts.person);
    page.text("p", "untuk menghadap kepada:");
    add_person(page, facts.superior);
    page.text("p", "pada:");
    page.facts({{"Hari, tanggal", ""}, {"Pukul", ""}, {"Tempat", ""}});
    if (facts.examine_until)
        page.text("p", "Pemeriksaan dilakukan paling lambat " + long_day(*facts.examine_until) + '.');
    page.text(
        "p", "untuk diperiksa dan dimintai keterangan sehubungan dengan dugaan pelanggaran disiplin, yaitu " +
                 breach_of(facts) + ", menurut " + law_of(facts) + " (" + article_of(facts) + "):");
    add_days(page, facts);
    page.text(
        "p",
        "Saudara dapat membawa bukti atau surat yang menerangkan ketidakhadiran tersebut. Demikian untuk "
        "dilaksanakan.");
    add_signature(page, "Atasan langsung,", facts.superior);
    page.text("p",
              "Tembusan: 1. .........................................  2. "
              ".........................................",
              "copies");
}

void add_minutes(Page& page, const PaperFacts& facts) {
    page.text("p", "RAHASIA", "secret");
    page.title("BERITA ACARA PEMERIKSAAN", "");
    page.text(
        "p",
        "Pada hari ini .................... tanggal .................... bulan .................... tahun "
        "...................., bertempat di ........................................, saya/Tim Pemeriksa:");
    page.facts({{"1. Nama / NIP / Jabatan",
                 facts.superior.name.empty()
                     ? std::string()
                     : facts.superior.name + " / " + facts.superior.nip + " / " + facts.superior.title},
                {"2. Nama / NIP / Jabatan", ""},
                {"3. Nama / NIP / Jabatan", ""}});
    page.text(
        "p",
        "berdasarkan wewenang yang ada pada saya/surat perintah Nomor ............................. telah "
        "melakukan pemeriksaan secara tertutup terhadap:");
    add_person(page, facts.person);
    page.text("p", "karena yang bersangkutan diduga " + breach_of(facts) + ", menurut " + law_of(facts) +
                       " (" + article_of(facts) + "):");
    add_days(page, facts);
    if (!facts.statements.empty()) {
        page.text("p", "Keterangan tertulis yang sudah disampaikan oleh yang diperiksa:");
        for (const std::string& said : facts.statements)
            page.text("blockquote", said);
    }
    constexpr int kQuestions = 5;
    for (int i = 1; i <= kQuestions; ++i) {
        page.begin("div", "question");
        page.text("p", std::to_string(i) + ". Pertanyaan: ");
        page.text("p", "", "line");
        page.text("p", "Jawaban: ");
        page.text("p", "", "line");
        page.text("p", "", "line");
        page.end("div");
    }
    page.text(
        "p", "Demikian Berita Acara Pemeriksaan ini dibuat, dibaca oleh yang diperiksa, dan ditandatangani.");
    page.begin("div", "signs");
    add_signature(page, "Yang diperiksa,", facts.person);
    add_signature(page, "Pemeriksa,", facts.superior);
    page.end("div");
}

void add_salary_stop(Page& page, const PaperFacts& facts) {
    page.title("PEMBERITAHUAN PENGHENTIAN PEMBAYARAN GAJI",
               "NOMOR: 800/................/....................");
    page.text(
        "p",
        "Kepada Yth. Bendahara Pengeluaran/Pengelola Gaji ................................................");
    page.text("p", "Berdasarkan rekaman presensi, pegawai:");
    add_person(page, facts.person);
    page.text("p", "telah " + breach_of(facts) + ':');
    add_days(page, facts);
    page.text("p", "Menurut " + law_of(facts) + " Pasal 15 ayat (2) dan " + guide_of(facts) +
                       " Pasal 12, pembayaran gajinya dihentikan sejak bulan berikutnya, tanpa menunggu "
                       "keputusan hukuman "
                       "disiplin. Untuk itu pembayaran gaji dihentikan terhitung mulai " +
                       long_day(*facts.basis.salary_stop) + '.');
    page.text("p", "Pemberitahuan ini bukan keputusan hukuman disiplin; pemeriksaan dilakukan tersendiri.");
    add_signature(page, "Pejabat yang berwenang,", {});
    page.text("p", "Tembusan: 1. Yang bersangkutan  2. .........................................", "copies");
}

void add_decision(Page& page, const PaperFacts& facts) {
    page.text("p", "RANCANGAN", "secret");
    page.title("KEPUTUSAN ............................................................",
               "NOMOR: 800/................/....................");
    page.text("p", "tentang", "middle");
    page.text("p", "PENJATUHAN HUKUMAN DISIPLIN", "middle");
    page.facts(
        {{"Menimbang", "bahwa Saudara " + facts.person.name + ", NIP " + facts.person.nip + ", " +
                           breach_of(facts) +
                           ", sebagaimana Berita Acara Pemeriksaan tanggal "
                           "........................................;"},
         {"Mengingat", "1. " + law_of(facts) + " (" + article_of(facts) + "); 2. " + guide_of(facts) + ';'},
         {"Memperhatikan", "laporan hasil pemeriksaan tanggal ........................................;"}});
    page.text("p", "MEMUTUSKAN:", "middle");
    page.facts({{"KESATU", "Menjatuhkan hukuman disiplin berupa " + *facts.sanction + " kepada:"}});
    add_person(page, facts.person);
    page.text("p", "karena yang bersangkutan " + breach_of(facts) + ':');
    add_days(page, facts);
    page.facts({{"KEDUA",
                 "Apabila tidak ada keberatan, keputusan ini berlaku pada hari kerja ke-15 sejak diterima."},
                {"KETIGA", "Keputusan ini disampaikan kepada yang bersangkutan untuk dilaksanakan."}});
    add_signature(page, "Pejabat yang berwenang menghukum,", {});
    page.text("p",
              "Diterima tanggal ........................................  oleh "
              "........................................",
              "copies");
}

PaperPerson paper_person(const PersonId& person, const CaseReader& reader) {
    const auto found = reader.person(person);
    if (!found) return {};
    PaperPerson named{found->facts.name, found->facts.nip, "", found->facts.unit + ", " + found->facts.opd};
    if (const Post* post = reader.bench().posts().post_on(person, reader.bench().today())) {
        named.title = post->title;
        named.unit = post->workplace.unit + ", " + post->workplace.opd;
    }
    return named;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('|'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

// The sanction that the draft names: the decided one, else the proposed one.
std::optional<std::string> sanction_text(const StoredCase& stored, const CaseBench& bench) {
    const CaseEntry* entry = stored.decision() != nullptr ? stored.decision() : stored.proposal();
    if (entry == nullptr) return std::nullopt;
    const Sanction* sanction = bench.sanction(stored.basis.regime, entry->sanction);
    return sanction == nullptr ? entry->sanction : sanction->text_id;
}

}  // namespace

std::optional<CasePaper> case_paper_from(std::string_view name) {
    const auto* found = std::ranges::find(kPapers, name, &std::pair<CasePaper, std::string_view>::second);
    return found == kPapers.end() ? std::nullopt : std::optional(found->first);
}

PaperFacts paper_facts(const StoredCase& stored, const CaseReader& reader, const CaseTerms& terms,
                       const rules::RuleBook& book) {
    PaperFacts facts;
    facts.letterhead = lines_of(terms.letterhead);
    facts.number = stored.number;
    facts.person = paper_person(stored.person, reader);
    if (const auto superior = reader.bench().superior_of(stored.person))
        facts.superior = paper_person(superior->acting, reader);
    facts.basis = stored.basis;
    const Threshold* row = threshold_of(stored, book);
    facts.rule_source = row == nullptr ? "-" : row->source;
    for (const DueStep& step : reader.bench().due(stored)) {
        if (step.state == CaseState::pemeriksaan) facts.examine_until = step.due;
    }
    facts.sanction = sanction_text(stored, reader.bench());
    for (const CaseEntry& entry : stored.entries) {
        if (entry.act != CaseAct::statement) continue;
        if (auto words = reader.words_of(entry)) facts.statements.push_back(*std::move(words));
    }
    return facts;
}

Result<std::string> case_paper(CasePaper kind, const PaperFacts& facts) {
    if (kind == CasePaper::salary_stop && !facts.basis.salary_stop)
        return fail(ErrorCode::not_found, "this case stops no salary");
    if (kind == CasePaper::decision && !facts.sanction)
        return fail(ErrorCode::not_found, "no sanction is proposed yet, so there is no decision to draft");
    const auto* name = std::ranges::find(kPapers, kind, &std::pair<CasePaper, std::string_view>::first);
    Page page(facts.number + ' ' + std::string(name->second), facts.letterhead);
    switch (kind) {
        case CasePaper::summons_1:
            add_summons(page, facts, "I");
            break;
        case CasePaper::summons_2:
            add_summons(page, facts, "II");
            break;
        case CasePaper::minutes:
            add_minutes(page, facts);
            break;
        case CasePaper::salary_stop:
            add_salary_stop(page, facts);
            break;
        case CasePaper::decision:
            add_decision(page, facts);
            break;
    }
    add_foot(page, facts);
    return page.finish();
}

std::string case_paper_policy() {
    const Hash digest = wire::sha256(as_bytes(kPageStyle));
    return "default-src 'none'; style-src 'sha256-" + wire::to_base64(digest.bytes) +
           "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

}  // namespace hadir::central
