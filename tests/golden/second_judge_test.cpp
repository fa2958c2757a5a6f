// Days drawn by seed, judged here and by a second judge that was written from docs/rules.md alone. They must
// agree.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>

#include "rules/rule_book.h"
#include "tests/golden/golden_month.h"
#include "tests/temporary_folder.h"
#include "wire/json.h"

namespace hadir {
namespace {

constexpr const char* kRules = HADIR_SOURCE_DIR "/config/rules";
constexpr std::uint32_t kSeed = 20'191'004;
constexpr std::array<const char*, 3> kZones = {"wib", "wita", "wit"};
constexpr std::array<const char*, 4> kStates = {"pending", "approved", "rejected", "withdrawn"};

class Draw {
public:
    explicit Draw(std::uint32_t seed) : engine_(seed) {}
    int below(int count) { return static_cast<int>(engine_() % static_cast<std::uint32_t>(count)); }
    int between(int low, int high) { return low + below(high - low + 1); }
    bool one_in(int count) { return below(count) == 0; }
    template <class T, std::size_t N>
    T of(const std::array<T, N>& items) {
        return items[static_cast<std::size_t>(below(static_cast<int>(N)))];
    }

private:
    std::mt19937 engine_;
};

// Around the limits more often than elsewhere.
int second_of_day(Draw& draw) {
    constexpr std::array<int, 9> kLimits = {450, 481, 511, 541, 705, 960, 990, 420, 1260};
    if (draw.one_in(3)) return draw.below(86'400);
    return draw.of(kLimits) * 60 + draw.between(-70, 70);
}

Stamp some_stamp(Draw& draw, LocalDay day, Zone zone, std::int64_t id) {
    Stamp stamp;
    stamp.id = id;
    stamp.zone = draw.one_in(8) ? draw.of(std::array{Zone::wib, Zone::wita, Zone::wit}) : zone;
    stamp.known.earliest = start_of(day, stamp.zone) + std::chrono::seconds(second_of_day(draw)) +
                           std::chrono::milliseconds(draw.one_in(4) ? draw.below(1000) : 0);
    stamp.known.latest = stamp.known.earliest + std::chrono::seconds(draw.one_in(4) ? draw.below(5400) : 0);
    if (draw.one_in(6)) stamp.chosen = draw.of(std::array{Side::in, Side::out});
    if (draw.one_in(8)) stamp.standing = Stamp::Standing::pending;
    return stamp;
}

Paper some_paper(Draw& draw, LocalDay day, std::int64_t id) {
    constexpr std::array<const char*, 8> kCodes = {"CT",         "CS",  "CLTN",    "DINAS_LUAR",
                                                   "DINAS_LUAR", "WFA", "KOREKSI", "KOREKSI"};
    Paper paper;
    paper.id = id;
    paper.code = draw.of(kCodes);
    paper.days = {day, day + std::chrono::days(draw.below(2))};
    if (paper.code == "KOREKSI") {
        paper.days.last = day;
        paper.side = draw.of(std::array{Side::in, Side::out});
        paper.at_s = second_of_day(draw);
    } else if (paper.code == "DINAS_LUAR" && draw.one_in(2)) {
        paper.from = draw.between(360, 700);
        paper.to = *paper.from + draw.between(30, 500);
    }
    paper.state = draw.of(std::array{PaperState::pending, PaperState::approved, PaperState::approved,
                                     PaperState::rejected, PaperState::withdrawn});
    paper.decided = {draw.below(1000)};
    return paper;
}

Watermark some_terminal(Draw& draw, LocalDay day, Zone zone, std::int64_t id) {
    Watermark terminal;
    terminal.terminal = id;
    const UnixMs midnight = start_of(day, zone);
    terminal.reported = midnight + std::chrono::hours(draw.one_in(4) ? draw.below(30) : 72);
    if (draw.one_in(3)) {
        const UnixMs from = midnight + std::chrono::minutes(draw.between(300, 1000));
        terminal.outages.push_back(
            {id,
             {from, from + std::chrono::minutes(draw.between(10, 1000))},
             draw.of(std::array{PaperState::pending, PaperState::approved, PaperState::rejected})});
    }
    return terminal;
}

// One person and three days, so that shifts can meet.
PersonSpan some_span(Draw& draw) {
    constexpr std::array<const char*, 6> kPlans = {"BTN-5", "BTN-5", "REG5", "FLEX5", "RS-3", "RS-3"};
    constexpr std::array<const char*, 4> kProfiles = {"KEMENDAGRI-900-4700-2020", "KEMENTAN-68-2012",
                                                      "KEMENKEU-221-2021", ""};
    constexpr std::array<const char*, 4> kShifts = {"PAGI", "SIANG", "MALAM", "OFF"};
    PersonSpan span;
    const LocalDay first = *parse_day("2024-01-02") + std::chrono::days(draw.below(3 * 365));
    const char* plan = draw.of(kPlans);
    const char* profile = draw.of(kProfiles);
    const Zone zone = draw.of(std::array{Zone::wib, Zone::wib, Zone::wit});
    for (int i = 0; i < 3; ++i) {
        Duty duty;
        duty.day = first + std::chrono::days(i);
        duty.plan = plan;
        duty.profile = profile;
        duty.zone = zone;
        if (!draw.one_in(12)) duty.shift = draw.of(kShifts);
        span.duties.push_back(duty);
        for (int stamps = draw.below(4); stamps > 0; --stamps)
            span.stamps.push_back(
                some_stamp(draw, duty.day, zone, static_cast<std::int64_t>(span.stamps.size()) + 1));
    }
    if (draw.one_in(3)) span.papers.push_back(some_paper(draw, first + std::chrono::days(draw.below(3)), 1));
    if (draw.one_in(6)) span.papers.push_back(some_paper(draw, first + std::chrono::days(draw.below(3)), 2));
    for (int terminals = draw.between(1, 2); terminals > 0; --terminals)
        span.terminals.push_back(
            some_terminal(draw, first + std::chrono::days(draw.below(3)), zone, terminals));
    return span;
}

const char* side_name(Side side) {
    return side == Side::in ? "in" : "out";
}

template <class T>
void maybe(wire::JsonWriter& json, const char* key, const std::optional<T>& value) {
    if (value) json.field(key, *value);
}

void write(wire::JsonWriter& json, const PersonSpan& span) {
    json.begin_object().field("person", "p").key("duties").begin_array();
    for (const Duty& duty : span.duties) {
        json.begin_object().field("day", format_day(duty.day)).field("plan", duty.plan);
        maybe(json, "shift", duty.shift);
        json.field("profile", duty.profile)
            .field("zone", kZones[static_cast<std::size_t>(duty.zone)])
            .end_object();
    }
    json.end_array().key("stamps").begin_array();
    for (const Stamp& stamp : span.stamps) {
        json.begin_object().field("id", stamp.id).field("earliest", stamp.known.earliest.value);
        json.field("latest", stamp.known.latest.value)
            .field("zone", kZones[static_cast<std::size_t>(stamp.zone)]);
        if (stamp.chosen) json.field("chosen", side_name(*stamp.chosen));
        json.field("standing", stamp.standing == Stamp::Standing::counts ? "counts" : "pending").end_object();
    }
    json.end_array().key("papers").begin_array();
    for (const Paper& paper : span.papers) {
        json.begin_object()
            .field("id", paper.id)
            .field("code", paper.code)
            .field("first", format_day(paper.days.first));
        json.field("last", format_day(*paper.days.last));
        maybe(json, "from", paper.from);
        maybe(json, "to", paper.to);
        if (paper.side) json.field("side", side_name(*paper.side));
        maybe(json, "at_s", paper.at_s);
        json.field("state", kStates[static_cast<std::size_t>(paper.state)])
            .field("decided", paper.decided.value)
            .end_object();
    }
    json.end_array().key("terminals").begin_array();
    for (const Watermark& terminal : span.terminals) {
        json.begin_object().field("terminal", terminal.terminal).field("reported", terminal.reported.value);
        json.key("outages").begin_array();
        for (const Outage& outage : terminal.outages) {
            json.begin_object().field("id", outage.id).field("earliest", outage.span.earliest.value);
            json.field("latest", outage.span.latest.value);
            json.field("state", kStates[static_cast<std::size_t>(outage.state)]).end_object();
        }
        json.end_array().end_object();
    }
    json.end_array().end_object();
}

std::string document_of(const std::vector<PersonSpan>& spans) {
    wire::JsonWriter json;
    json.begin_object().key("people").begin_array();
    for (const PersonSpan& span : spans)
        write(json, span);
    return json.end_array().end_object().take();
}

std::string answer_to(const std::string& document) {
    const tests::TemporaryFolder folder;
    const std::string asked = folder / "people.json";
    std::ofstream(asked) << document;
    const std::string command = "node '" HADIR_SOURCE_DIR "/tests/golden/second_judge.mjs' '" +
                                std::string(kRules) + "' < '" + asked + "'";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    std::string answer;
    std::array<char, 4096> part{};
    while (const std::size_t count = std::fread(part.data(), 1, part.size(), pipe.get()))
        answer.append(part.data(), count);
    return answer;
}

void write_side(wire::JsonWriter& json, const char* key, const SideVerdict& side) {
    json.key(key).begin_object().field("finding", golden_name(side.finding)).field("minutes", side.minutes);
    json.field("missing", side.missing).field("level", side.level).end_object();
}

std::string own_answer(const std::vector<PersonSpan>& spans, const PresenceRules& rules) {
    wire::JsonWriter json;
    json.begin_object().key("people").begin_array();
    for (const PersonSpan& span : spans) {
        json.begin_object().field("person", "p").key("days").begin_array();
        for (DayVerdict& verdict : judge(span, rules)) {
            std::ranges::sort(verdict.marks);
            json.begin_object().field("day", format_day(verdict.day)).field("code", verdict.code);
            write_side(json, "in", verdict.in);
            write_side(json, "out", verdict.out);
            json.field("basis_points", verdict.basis_points).key("marks").begin_array();
            for (const std::string& mark : verdict.marks)
                json.value(mark);
            json.end_array().end_object();
        }
        json.end_array().end_object();
    }
    return json.end_array().end_object().take();
}

// One entry a person, so that the first difference can be read.
std::vector<std::string> people_of(const std::string& answer) {
    std::vector<std::string> people;
    std::istringstream rest(answer);
    for (std::size_t from = answer.find(R"({"person")"); from != std::string::npos;) {
        const std::size_t next = answer.find(R"({"person")", from + 1);
        people.push_back(answer.substr(from, answer.rfind("]}", next) + 2 - from));
        from = next;
    }
    return people;
}

TEST(SecondJudge, AgreesOnDaysDrawnBySeed) {
    const auto files = rules::read_rule_folder(kRules);
    ASSERT_TRUE(files) << files.error().message;
    const auto book = rules::read_rules(*files);
    ASSERT_TRUE(book) << book.error().message;
    const int people = std::getenv("HADIR_SOAK") != nullptr ? 5000 : 200;
    Draw draw(kSeed);
    std::vector<PersonSpan> spans;
    while (static_cast<int>(spans.size()) < people)
        spans.push_back(some_span(draw));
    const auto second = people_of(answer_to(document_of(spans)));
    const auto own = people_of(own_answer(spans, book->presence));
    ASSERT_EQ(second.size(), spans.size()) << "the second judge needs node on the path";
    int differing = 0;
    for (std::size_t i = 0; i < spans.size() && differing < 5; ++i) {
        if (own[i] == second[i]) continue;
        ++differing;
        ADD_FAILURE() << "asked:  " << document_of({spans[i]}) << "\ncore:   " << own[i]
                      << "\nsecond: " << second[i];
    }
}

}  // namespace
}  // namespace hadir
