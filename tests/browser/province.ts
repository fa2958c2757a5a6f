// An invented province for the fake central: always the same people and times.
import type { Arrival, Incarnation, PersonVerdict, Terminal } from '../../ui/src/bkd/api/central';
import type { FakeCentral, Person } from './fake_central';

const OPDS = ['BKD', 'Dinas Kesehatan', 'Dinas Pendidikan', 'Dinas Perhubungan', 'Dinas PUPR'];
const FIRST = ['Siti', 'Budi', 'Dewi', 'Agus', 'Rina', 'Hendra', 'Lestari', 'Yusuf', 'Maya', 'Tono', 'Wulan', 'Bayu'];
const LAST = ['R.', 'S.', 'P.', 'H.', 'W.', 'N.', 'K.', 'M.'];
const START = Date.parse('2026-11-23T23:40:00.000Z'); // 06.40 WIB

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
const officeOf = (opd: string) => `Kantor ${opd}`;

export function invent(people: number): Person[] {
    return Array.from({ length: people }, (_, i) => ({
        person: hex(i + 1, 16),
        name: `${FIRST[i % FIRST.length]} ${LAST[(i * 5 + Math.floor(i / 12)) % LAST.length]}`,
        number: String(10_000 + ((i * 7919) % 90_000)),
        opd: OPDS[i % OPDS.length]!,
    }));
}

export function arrivalOf(person: Person, i: number, change: Partial<Arrival> = {}): Arrival {
    const at = START + i * 23_000;
    return {
        id: String(i + 1), person: person.person, name: person.name, number: person.number, opd: person.opd,
        office: officeOf(person.opd), at: new Date(at).toISOString(), zone: 'Asia/Jakarta', dir: 'in',
        marks: i % 17 === 3 ? ['clock'] : i % 29 === 5 ? ['other_office', 'roster_old'] : [],
        dev: hex(OPDS.indexOf(person.opd) + 1, 32), kiosk: `Kios 0${OPDS.indexOf(person.opd) + 1}`,
        inc: 1, seq: 400 + i, received: new Date(at + 40_000).toISOString(), earliest: new Date(at - 40).toISOString(), latest: new Date(at + 40).toISOString(), code: '7K3M9QXATN04ZP5W',
        photo: i % 17 === 3 ? hex(i + 1, 64) : null, drawn: i % 40 === 7, review: null, ...change,
    };
}

export function terminalOf(opd: string, i: number, change: Partial<Terminal> = {}): Terminal {
    return {
        dev: hex(i + 1, 32), kiosk: `Kios 0${i + 1}`, opd, office: officeOf(opd), zone: 'Asia/Jakarta',
        last_contact: new Date(Date.now() - (i + 1) * 90_000).toISOString(),
        seq_central: 418 + i * 37, seq_terminal: 418 + i * 37, clock: 'anchored',
        certificate_until: '2027-02-20T00:00:00.000Z', state: 'confirmed', roster: 812, incarnations: [], branches: [], ...change,
    };
}

// What most days of an hour in the morning are: known to have come, and no more.
export function verdictOf(person: Person, i: number, come: boolean, silent: boolean): PersonVerdict {
    const none = { finding: 'none', time: null, minutes: 0, missing: 0, level: 0, basis_points: 0, record: null } as const;
    const row: PersonVerdict = {
        ...person, day: '2026-11-24', kind: 'work', code: 'BD', paper: null, basis_points: 0, in: none, out: none, marks: [], so_far: 'none',
    };
    if (come && i % 11 === 4) return { ...row, so_far: 'late', in: { ...none, finding: 'unknown' } };
    if (come) return { ...row, so_far: 'on_time', in: { ...none, finding: 'on_time', time: '07:21:09' } };
    if (i % 5 === 1) return { ...row, code: 'CT', paper: 'leave' };
    if (i % 5 === 2) return { ...row, code: 'DL', paper: 'duty' };
    if (i % 5 === 0 && !silent) return { ...row, code: 'TK', basis_points: 300 };
    if (i % 13 === 3) return { ...row, kind: 'off', code: 'OFF' };
    return i % 13 === 4 && !silent ? { ...row, code: 'TH' } : row;
}

// A ledger key that nobody else has compared.
export const waiting: Incarnation = {
    inc: 1, ledger_pub: 'ab'.repeat(32), fingerprint: '7K3M-9QXA-TN04-ZP5W', opened: '2026-11-24T00:00:00.000Z',
    state: 'unconfirmed', prev_inc: null, prev_seq: null,
};

// 200 people of 5 OPD, most of whom have come; one kiosk is silent, one is a little behind.
export function populate(central: FakeCentral): void {
    central.people = invent(200);
    const comes = (i: number) => i % 7 !== 2;
    const come = central.people.filter((_, i) => comes(i));
    central.verdicts = central.people.map((person, i) => verdictOf(person, i, comes(i), person.opd === OPDS[3]));
    const rows = come.map((person, i) => arrivalOf(person, i));
    const nobody = { person: null, name: null, number: null, marks: ['unknown'] };
    rows.push(arrivalOf(central.people[4]!, rows.length, nobody));
    rows.push(arrivalOf(central.people[0]!, rows.length, { dir: 'auto' })); // a second time: still one person
    central.arrivals = rows.reverse();
    const hourAgo = new Date(Date.now() - 65 * 60_000).toISOString();
    central.terminals = OPDS.map((opd, i) => terminalOf(opd, i));
    central.terminals[1] = terminalOf(OPDS[1]!, 1, { seq_terminal: 458 });
    central.terminals[3] = terminalOf(OPDS[3]!, 3, { last_contact: hourAgo, clock: 'rtc', seq_terminal: null });
    central.terminals.push(terminalOf(OPDS[4]!, 5, { kiosk: 'Kios 06', state: 'unconfirmed', clock: 'ntp', incarnations: [waiting] }));
    central.terminals.push(terminalOf(OPDS[4]!, 6, { kiosk: 'Kios 07', state: 'revoked', last_contact: hourAgo }));
}
