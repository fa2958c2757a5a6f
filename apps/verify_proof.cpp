#include "apps/verify_proof.h"

#include "wire/revoked.h"

namespace hadir::apps {
namespace {

std::string name_of(const wire::LineId& id) {
    return "record " + std::to_string(id.seq) + " of incarnation " + std::to_string(id.inc) +
           " of terminal " + id.dev.hex();
}

std::string words_for(const wire::ProofFinding& finding) {
    const auto& head = finding.checkpoint.head;
    std::string words = std::string(wire::name_of(finding.verdict)) + ' ' + name_of(finding.id) + '\n';
    if (finding.verdict == wire::ProofVerdict::changed)
        return words + "   " + finding.why + ": this is not what the terminal wrote\n";
    words +=
        "   signed by the key " + finding.evidence.ledger_key.hex() + "\n   " + finding.evidence.line + '\n';
    if (finding.verdict == wire::ProofVerdict::not_in_log) return words + "   " + finding.why + '\n';
    words += "   in the log " + finding.checkpoint.origin + " at place " + std::to_string(finding.index + 1) +
             " of " + std::to_string(head.size) + ", root " + head.root.hex() + '\n';
    if (!finding.why.empty()) return words + "   " + finding.why + '\n';
    return words + "   the terminal's key was confirmed at " + format_at(*finding.device->confirmed) +
           " by the officers " + finding.device->by[0].hex() + " and " + finding.device->by[1].hex() + '\n';
}

Result<std::string> words_on_revocation(const wire::LineId& id, const std::string& text,
                                        const wire::KeysFile& keys) {
    if (text.empty()) return std::string("   whether that key was revoked was not asked (--revoked)\n");
    const auto list = wire::open_revoked_file(text, keys);
    if (!list) return propagate(list.error().in("--revoked"));
    for (const auto& row : list->rows) {
        if (row.dev == id.dev && row.inc == id.inc)
            return "   REVOKED since " + format_at(row.since) + ": judge by when the record was made\n";
    }
    return "   not revoked as of " + format_at(list->head.issued) + '\n';
}

}  // namespace

Result<ProofReport> verify_proof(const std::string& proof, const wire::KeysFile& keys,
                                 const std::string& revoked) {
    const auto finding = wire::judge_proof(proof, keys);
    if (!finding) return propagate(finding.error());
    const auto on_revocation = words_on_revocation(finding->id, revoked, keys);
    if (!on_revocation) return propagate(on_revocation.error());
    const bool in_log = finding->verdict >= wire::ProofVerdict::terminal_unproven;
    return ProofReport{finding->verdict, words_for(*finding) + (in_log ? *on_revocation : "")};
}

}  // namespace hadir::apps
