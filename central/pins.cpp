#include "central/pins.h"

#include "central/judge_queue_repository.h"
#include "central/person_accounts.h"
#include "central/pins_repository.h"
#include "wire/pin.h"

namespace hadir::central {
namespace {

constexpr int kPinsAtOnce = 20;  // Argon2id for each
constexpr const char* kJudged = "pin-judged";

const char* name_of(PinVerdict verdict) {
    switch (verdict) {
        case PinVerdict::right:
            return "right";
        case PinVerdict::wrong:
            return "wrong";
        case PinVerdict::unread:
            break;
    }
    return "unread";
}

// Nothing when no key of ours opens it, or it was sealed for another record.
Result<std::optional<wire::PinUse>> opened(const SealedPin& sealed, const wire::Line& line,
                                           const PhotoKeys& keys) {
    const auto id = wire::pin_sealed_to(sealed.value);
    if (!id) return std::nullopt;
    const auto month = keys.find(*id);
    if (!month) return propagate(month.error());
    if (!*month || (*month)->destroyed) return std::nullopt;
    const auto key = keys.load(**month);
    if (!key) return propagate(key.error());
    const auto use = wire::open_pin(sealed.value, *key);
    const wire::Json* person = line.body.find("person");
    const bool own = use && use->dev == line.head.id.dev && use->at == line.head.at && person != nullptr &&
                     person->text() != nullptr && *person->text() == use->person.hex();
    return own ? std::optional(*use) : std::nullopt;
}

Result<PinVerdict> verdict_on(const Database& database, const SealedPin& sealed, const wire::Line& line,
                              const PhotoKeys& keys) {
    const auto use = opened(sealed, line, keys);
    if (!use) return propagate(use.error());
    if (!*use) return PinVerdict::unread;
    return judge_pin(database, (*use)->person, (*use)->pin, sealed.latest);
}

std::string judged_body(const wire::LineId& record, const Hash& hash, PinVerdict verdict) {
    wire::JsonWriter json;
    return json.begin_object()
        .field("dev", record.dev.hex())
        .field("inc", record.inc)
        .field("seq", record.seq)
        .field("hash", hash.hex())
        .field("verdict", name_of(verdict))
        .end_object()
        .take();
}

}  // namespace

Result<std::size_t> tend_pins(const Database& database, const OwnLedger& own, const PhotoKeys& keys) {
    const auto waiting = database.read(
        [&]() -> Result<std::vector<SealedPin>> { return PinsRepository(database).waiting(kPinsAtOnce); });
    if (!waiting) return propagate(waiting.error());
    for (const SealedPin& sealed : *waiting) {
        const auto line = wire::parse_line(sealed.line);
        if (!line) continue;
        const auto verdict = verdict_on(database, sealed, *line, keys);
        if (!verdict) return propagate(verdict.error());
        const auto done = decide(database, own, [&]() -> Result<void> {
            PinsRepository pins(database);
            pins.settle(sealed.record);
            pins.add_verdict(sealed.hash, name_of(*verdict));
            JudgeQueueRepository(database).add_record(sealed.record);
            const auto written =
                append_decision(database, own, kJudged, judged_body(line->head.id, sealed.hash, *verdict));
            return written ? Result<void>() : propagate(written.error());
        });
        if (!done) return propagate(done.error());
    }
    return waiting->size();
}

void apply_pin_decision(const Database& database, const wire::Line& line) {
    if (line.head.kind != kJudged) return;
    wire::Fields fields(line.body, line.head.kind);
    const auto hash = fields.hex<Hash>("hash");
    const std::string verdict = fields.text("verdict");
    if (fields.done()) PinsRepository(database).add_verdict(hash, verdict);
}

}  // namespace hadir::central
