// Cases as central keeps them, for its fakes: a queue, files that go on by what is sent, and ethics.
import type { CaseEntry, CaseFile, CaseTab } from '../../ui/src/shared/cases';
import type { EthicsFile } from '../../ui/src/bkd/api/cases';

const R1 = { code: 'R1', level: 'ringan', text_id: 'teguran lisan', text_en: 'oral reprimand' };
const S1 = { code: 'S1', level: 'sedang', text_id: 'pemotongan tunjangan kinerja 25 % selama 6 bulan', text_en: '25 % of the allowance cut for 6 months' };
const why = (day: string) => [
    {
        key: 'absent', id: `Tidak ada presensi pada ${day}, dan semua kios sudah melapor.`,
        en: `Nothing was recorded on ${day}, and all kiosks have reported.`,
        rule: { id: 'deductions/X/TK@2019-01-01', source: 'S57', confidence: 'read', unverified: false }, records: [], papers: [],
    },
];
const entry = (change: Partial<CaseEntry>): CaseEntry => ({
    act: 'moved', state: 'DUGAAN', day: '2026-11-24', at: '2026-11-24T01:00:00.000Z', by: 'Rina Kartika', central: false,
    own: false, words: null, sanction: null, changed: [], ...change,
});

export function caseOf(number: string, change: Partial<CaseFile> = {}): CaseFile {
    return {
        case: number, person: '00000000000000b1', name: 'Budi Santoso', number: '20418', opd: 'Dinas PUPR', state: 'DUGAAN',
        tab: 'examine', regime: 'PP94', mode: 'year', count: 3, day: '2026-11-11', article: '', opened: '2026-11-21',
        salary_stop: null, sanctions: [R1],
        due: { state: 'PANGGILAN_1', actor: 'ATASAN', rule: 'x', due: '2026-11-27', late: false },
        dues: [{ state: 'PANGGILAN_1', actor: 'ATASAN', rule: 'x', due: '2026-11-27', late: false }],
        superior: { person: '00000000000000c1', name: 'Ani Wijaya' },
        seen: 1, threshold: { id: 'thresholds/PP94/year/3@2021-08-31', source: 'PP 94/2021 [S43]', confidence: 'read', rules: 'ab' },
        days: [
            { day: '2026-11-09', conversion: null, from: [] },
            { day: '2026-11-10', conversion: null, from: [] },
            {
                day: '2026-11-11', conversion: 'conversion/PP94@2021-08-31',
                from: [{ day: '2026-11-04', minutes: 200 }, { day: '2026-11-11', minutes: 250 }],
            },
        ],
        evidence: ['2026-11-09', '2026-11-10'].map((day) => ({ day, code: 'TK', why: why(day) })),
        next: ['PANGGILAN_1', 'BUKAN_PELANGGARAN'], choices: [R1, S1], may_propose: false, objection_until: null,
        proposal: null, decision: null,
        history: [entry({ act: 'opened', by: null, central: true, day: '2026-11-21' })], ...change,
    };
}
// Examined, and waiting for a decision.
export function proposedCase(number: string): CaseFile {
    const proposal = entry({ act: 'proposed', state: 'PEMERIKSAAN', words: 'tiga hari tanpa kabar', sanction: R1 });
    const file = caseOf(number, { state: 'PEMERIKSAAN', tab: 'proposed', may_propose: true, next: ['LHP'], due: null, dues: [], proposal });
    return { ...file, history: [...file.history, entry({ state: 'PEMERIKSAAN' }), proposal] };
}

export class FakeCases {
    files: CaseFile[] = [];
    own: CaseFile[] = [];
    team: CaseFile[] = [];
    ethics: EthicsFile[] = [];
    faster = false; // somebody else acts first, once
    sent: { path: string; body: Record<string, unknown> }[] = [];

    // Status and body; nothing where it is no request about cases.
    answer(route: string, query: URLSearchParams, body: Record<string, unknown>): [number, object] | null {
        const [method, path = ''] = route.split(' ');
        if (method === 'POST') this.sent.push({ path, body });
        if (route === 'GET /v1/cases') return [200, this.#queue(query)];
        if (route === 'GET /v1/own/cases') return [200, { items: this.own, next: null }];
        if (route === 'GET /v1/own/superior-cases') return [200, { items: this.team, next: null }];
        if (route === 'GET /v1/ethics') return [200, { items: this.ethics, next: null }];
        if (route === 'POST /v1/ethics') return this.#openEthics(body);
        const [, , kind, number, what] = path.replace('/v1/own/cases', '/v1/cases').split('/');
        if (kind === 'ethics') return this.#ethics(number, what, body);
        if (kind !== 'cases') return null;
        const file = [...this.files, ...this.own, ...this.team].find((one) => one.case === number);
        if (!file) return [404, { code: 'NOT_FOUND' }];
        if (method === 'GET') return [200, file];
        if (this.faster || ('seen' in body && body['seen'] !== file.seen)) {
            this.faster = false;
            this.#take(file, entry({ act: 'statement', by: 'Budi Santoso', own: true, words: 'Saya sakit.' }));
            return [409, { code: 'CONFLICT' }];
        }
        return [201, this.#act(file, what ?? '', body)];
    }

    #queue(query: URLSearchParams) {
        const tabs: CaseTab[] = ['examine', 'proposed', 'answer', 'objection', 'closed'];
        const late = this.files.filter(({ due }) => due?.late);
        const counts = Object.fromEntries(tabs.map((tab) => [tab, this.files.filter((file) => file.tab === tab).length]));
        const items = query.get('late') ? late : this.files.filter(({ tab }) => tab === (query.get('tab') ?? 'examine'));
        return { counts: { ...counts, late: late.length }, items, next: null };
    }
    #act(file: CaseFile, what: string, body: Record<string, unknown>): CaseFile {
        const words = String(body['why'] ?? body['text']);
        if (what === 'steps') return this.#take(file, entry({ state: String(body['state']), words }), { tab: 'answer', next: ['PEMERIKSAAN'] });
        const sanction = file.choices.find(({ code }) => code === body['sanction']) ?? null;
        if (what === 'proposals') {
            const proposal = entry({ act: 'proposed', state: file.state, words, sanction });
            return this.#take(file, proposal, { proposal, tab: 'proposed' });
        }
        if (what === 'decisions') {
            const decision = entry({ state: 'KEPUTUSAN', words, sanction });
            return this.#take(file, decision, { decision, proposal: null, may_propose: false });
        }
        const objection = body['objection'] === true;
        const said = entry({ act: objection ? 'moved' : 'statement', state: objection ? 'UPAYA_ADMINISTRATIF' : file.state, own: true, words });
        return this.#take(file, said, objection ? { objection_until: null } : {});
    }
    #take(file: CaseFile, newest: CaseEntry, change: Partial<CaseFile> = {}): CaseFile {
        Object.assign(file, change, { seen: file.seen + 1, state: newest.state, history: [...file.history, newest] });
        return file;
    }
    #openEthics(body: Record<string, unknown>): [number, object] {
        if (body['number'] === '00000') return [404, { code: 'NOT_FOUND' }];
        const opened: EthicsFile = {
            case: 'E-2026-0001', person: 'b1', name: 'Budi Santoso', number: String(body['number']), opd: 'Dinas PUPR',
            opened: '2026-11-24T01:00:00.000Z', state: 'opened', verdict: null, seen: 1, council: [],
            history: [{ state: 'opened', at: '2026-11-24T01:00:00.000Z', by: 'Rina Kartika', words: String(body['why']) }],
        };
        this.ethics.push(opened);
        return [201, opened];
    }
    #ethics(number: string | undefined, what: string | undefined, body: Record<string, unknown>): [number, object] {
        const file = this.ethics.find((one) => one.case === number);
        if (!file) return [404, { code: 'NOT_FOUND' }];
        if (!what) return [200, file];
        const council = body['council'] as string[];
        if (body['state'] === 'council' && (council.length < 5 || council.length % 2 === 0)) return [400, { code: 'MALFORMED' }];
        const state = body['state'] as EthicsFile['state'];
        const named = council.map((one) => ({ person: one, name: `Anggota ${one}`, number: one, opd: 'BKD' }));
        Object.assign(file, { state, seen: file.seen + 1, ...(named.length ? { council: named } : {}) });
        file.history.push({ state, at: '2026-11-24T02:00:00.000Z', by: 'Rina Kartika', words: String(body['why']) });
        return [201, file];
    }
}
