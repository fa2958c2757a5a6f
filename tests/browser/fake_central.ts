// Stands in for hadir-central's web listener: its page and the JSON of docs/api.md. Figures are counted from the
// same rows that the lists show, as central does.
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { PARTS, type Arrival, type LiveEvent, type Look, type Outage, type OwnSession, type Part, type PersonVerdict, type Staff, type Terminal } from '../../ui/src/bkd/api/central';
import { lastDay, monthOf as monthOfDay, wordOf } from '../../ui/src/shared/days';
import { monthOf } from './month';
import { FakeCases } from './fake_cases';
import { personRecapOf, recapOf } from './recap';
import { portOf, serveSite } from './static_site';

export const USER = 'rina';
export const PASSWORD = 'kata sandi yang panjang';
const PAGE_ROWS = 50;
const GREY_JPEG =
    '/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3Nw' +
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
    'AAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJD' +
    'AAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBH' +
    'AEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAA' +
    'AADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBv' +
    'AGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWG' +
    'kJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk' +
    'pKSkpKSkpKT/wAARCAAMABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAL/xAAcEAABBQADAAAAAAAAAAAAAAABAAIDBBEh' +
    'M3L/xAAUAQEAAAAAAAAAAAAAAAAAAAAA/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AmxIYmBzQN3OUryGVhc4DdzhR' +
    'd6h6Sl1H0g//2Q==';
const COOKIE = 'hadir=a-session';
type Stage = 'factor' | 'password' | 'enrolment';
export const DRAWN = '7K3M-9QXA-TN04-ZP5W';
export const CODE = '482913';
export const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
export const RECOVERY = Array.from({ length: 10 }, (_, i) => `7K3M-9QXA-TN04-ZP5${i}`);
const STEPS: Record<string, Stage> = {
    'POST /v1/sessions/current/factor': 'factor',
    'POST /v1/own/password': 'password',
    'POST /v1/own/factor': 'enrolment',
    'POST /v1/own/factor/proofs': 'enrolment',
};
const SEE = ['own_affairs', 'see_attendance', 'see_terminals', 'see_reviews'];
const MAY = {
    person: ['own_affairs'],
    opd_officer: [...SEE, 'review', 'decide_outages', 'open_photos'],
    bkd_officer: [...SEE, 'decide_terminals', 'review', 'decide_outages', 'open_photos'],
    discipline_officer: [...SEE, 'see_discipline', 'discipline'],
    auditor: [...SEE, 'see_discipline', 'see_audit'],
    administrator: [...SEE, 'decide_terminals', 'manage_accounts', 'see_audit'],
};

export interface Person {
    person: string;
    name: string;
    number: string;
    opd: string;
}

export class FakeCentral {
    people: Person[] = [];
    arrivals: Arrival[] = []; // newest first
    terminals: Terminal[] = [];
    verdicts: PersonVerdict[] = []; // of the day
    asked: string[] = []; // for whose days
    outages: Outage[] = []; // oldest first
    left: Arrival[] = []; // what nobody looked at for a week
    logHalted: string | null = null;
    day = '2026-11-24';
    demo = false;
    role: keyof typeof MAY = 'bkd_officer';
    staff: Staff[] = [];
    sessions: OwnSession[] = [];
    looks: Look[] = [];
    ethicsGranted = false;
    cases = new FakeCases();
    stages: Stage[] = []; // what a sign-in owes after the password, in this order
    failing: string | null = null; // a problem's code that every list is answered with
    refusing: string | null = null; // and one for every decision
    decisions: { path: string; body: unknown }[] = [];
    #server!: Server;
    #streams = new Set<ServerResponse>();

    static async start(port = 0): Promise<FakeCentral> {
        const central = new FakeCentral();
        central.#server = await serveSite('bkd', (...args) => central.#handle(...args), port);
        return central;
    }

    get address(): string {
        return `http://127.0.0.1:${this.port}/`;
    }
    get port(): number {
        return portOf(this.#server);
    }
    arrive(arrival: Arrival): void {
        this.arrivals.unshift(arrival);
        const { id, opd, at } = arrival;
        this.#tell({ event: 'arrival', item: { id, opd, at } });
    }
    report(terminal: Terminal): void {
        this.terminals = this.terminals.map((row) => (row.dev === terminal.dev ? terminal : row));
        this.#tell({ event: 'terminal', item: terminal });
    }
    async stop(): Promise<void> {
        this.#server.closeAllConnections();
        this.#server.close();
        await once(this.#server, 'close');
    }

    #tell(event: LiveEvent): void {
        for (const stream of this.#streams) stream.write(`data: ${JSON.stringify(event)}\n\n`);
    }

    #handle(request: IncomingMessage, response: ServerResponse, url: URL): boolean {
        if (!url.pathname.startsWith('/v1/')) return false;
        void this.#answer(request, response, url);
        return true;
    }

    async #answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
        const route = `${request.method} ${url.pathname}`;
        if (route === 'POST /v1/sessions') return this.#signIn(request, response);
        if (!request.headers.cookie?.includes(COOKIE)) return problem(response, 401, 'NO_SESSION');
        if (route === 'DELETE /v1/sessions/current') {
            response.writeHead(204, { 'Set-Cookie': 'hadir=; Path=/; Max-Age=0' }).end();
            return;
        }
        if (route === 'GET /v1/sessions/current') return json(response, 200, this.#session());
        if (STEPS[route]) return this.#step(request, response, route);
        if (this.stages.length) return problem(response, 401, 'NO_SESSION');
        if (this.failing) return problem(response, 500, this.failing);
        if (route === 'GET /v1/today') return json(response, 200, this.#today(url));
        if (route === 'GET /v1/arrivals') return json(response, 200, page(this.#arrivalsOf(url), url));
        if (route === 'GET /v1/verdicts') return json(response, 200, page(this.#verdictsOf(url), url));
        if (/^GET \/v1\/people\/[0-9a-f]{16}\/days$/.test(route)) return this.#personDays(response, url);
        if (route.startsWith('GET /v1/recaps')) return this.#recap(response, url);
        if (/^GET \/v1\/people\/[0-9a-f]{16}\/recap$/.test(route)) {
            const recap = personRecapOf(this.people, url.pathname.split('/')[3]!, url.searchParams.get('month')!);
            return recap ? json(response, 200, recap) : problem(response, 404, 'NOT_FOUND');
        }
        if (route === 'GET /v1/terminals') return json(response, 200, page(this.terminals, url));
        if (route === 'GET /v1/own/sessions') return json(response, 200, { items: this.sessions, next: null });
        if (route === 'GET /v1/own/views') return json(response, 200, { items: this.looks, next: null });
        if (url.pathname.startsWith('/v1/own/sessions/')) {
            this.sessions = this.sessions.filter(({ id }) => !url.pathname.endsWith(id));
            response.writeHead(204).end();
            return;
        }
        if (route === 'GET /v1/staff') return json(response, 200, { items: this.staff, next: null });
        if (url.pathname.startsWith('/v1/staff')) return this.#keep(request, response, url);
        if (route === 'GET /v1/outages') {
            const pending = url.searchParams.get('state') !== 'decided';
            return json(response, 200, { items: this.outages.filter(({ state }) => (state === 'pending') === pending) });
        }
        if (/^POST \/v1\/outages\/\d+\/decisions$/.test(route)) return this.#decideOutage(request, response, url);
        if (route === 'GET /v1/reviews') return json(response, 200, page(this.#waiting(url), url));
        if (/^POST \/v1\/arrivals\/\d+\/reviews$/.test(route)) return this.#review(request, response, url);
        if (url.pathname.startsWith('/v1/terminals/') && request.method === 'POST') {
            return this.#decide(request, response, url);
        }
        if (/^POST \/v1\/photos\/[0-9a-f]{64}\/openings$/.test(route)) return this.#openPhoto(request, response, url);
        if (route === 'GET /v1/events') return this.#stream(request, response);
        const told = /\/(cases|ethics|superior-cases)/.test(url.pathname) ? await this.#cases(request, route, url) : null;
        if (told) return told[0] < 400 ? json(response, ...told) : problem(response, told[0], (told[1] as { code: string }).code);
        problem(response, 404, 'NOT_FOUND');
    }
    async #cases(request: IncomingMessage, route: string, url: URL) {
        let text = '';
        for await (const part of request) text += String(part);
        return this.cases.answer(route, url.searchParams, text ? (JSON.parse(text) as Record<string, unknown>) : {});
    }

    #session() {
        const stage = this.stages[0] ?? 'open';
        const permissions = stage === 'open' ? [...MAY[this.role], ...(this.ethicsGranted ? ['ethics'] : [])] : [];
        return { user: USER, role: this.role, person: '00000000000000aa', opd: null, expires: '2026-11-24T12:00:00.000Z', stage, permissions };
    }

    async #signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
        let body = '';
        for await (const part of request) body += String(part);
        const { user, password } = JSON.parse(body) as { user: string; password: string };
        if (request.headers.origin !== this.address.slice(0, -1)) return problem(response, 403, 'NOT_ALLOWED');
        if (user !== USER || password !== PASSWORD) return problem(response, 401, 'NO_SESSION');
        response.setHeader('Set-Cookie', `${COOKIE}; Path=/; HttpOnly; SameSite=Strict`);
        json(response, 201, this.#session());
    }

    // Each step of a sign-in, at its own stage; an authenticator app would show CODE.
    async #step(request: IncomingMessage, response: ServerResponse, route: string): Promise<void> {
        let text = '';
        for await (const part of request) text += String(part);
        const body = JSON.parse(text) as { code?: string; password?: string; new?: string };
        if (this.stages[0] !== STEPS[route]) return problem(response, 403, 'NOT_ALLOWED');
        if (route === 'POST /v1/own/factor') return json(response, 201, { secret: SECRET, address: `otpauth://totp/Hadir:${USER}?secret=${SECRET}&issuer=Hadir` });
        if (STEPS[route] === 'password' && body.password !== PASSWORD) return problem(response, 404, 'UNKNOWN_CODE');
        if (STEPS[route] === 'password' && [...(body.new ?? '')].length < 15) return problem(response, 400, 'MALFORMED');
        if (STEPS[route] !== 'password' && body.code !== CODE) return problem(response, 404, 'UNKNOWN_CODE');
        this.stages.shift();
        json(response, 201, { ...this.#session(), ...(route.endsWith('proofs') ? { recovery: RECOVERY } : {}) });
    }

    // An officer confirms or revokes: what was decided about waits no more.
    async #decide(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
        let text = '';
        for await (const part of request) text += String(part);
        if (this.refusing) return problem(response, 403, this.refusing);
        const body = JSON.parse(text) as { inc: number; branch?: number | null };
        const [, , , dev = '', what = ''] = url.pathname.split('/');
        this.decisions.push({ path: url.pathname, body });
        const terminal = this.terminals.find((row) => row.dev === dev);
        if (!terminal) return problem(response, 404, 'NOT_FOUND');
        if (body.branch != null) {
            terminal.branches = terminal.branches.map((row) => ({ ...row, revoked: row.revoked || row.branch === body.branch }));
        } else {
            const state = what === 'confirmations' ? 'confirmed' : 'revoked';
            terminal.incarnations = terminal.incarnations.map((row) => (row.inc === body.inc ? { ...row, state } : row));
        }
        json(response, 201, terminal);
    }

    async #decideOutage(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
        let text = '';
        for await (const part of request) text += String(part);
        if (this.refusing) return problem(response, 403, this.refusing);
        const body = JSON.parse(text) as { verdict: 'approved' | 'rejected'; why: string };
        this.decisions.push({ path: url.pathname, body });
        const outage = this.outages.find(({ id }) => id === url.pathname.split('/')[3]);
        if (!outage) return problem(response, 404, 'NOT_FOUND');
        Object.assign(outage, { state: body.verdict, decided: '2026-11-24T01:15:00.000Z', decided_by: 'Rina Wulandari', decision_why: body.why });
        json(response, 201, outage);
    }

    // An administrator adds, ends or resets an account.
    async #keep(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
        let text = '';
        for await (const part of request) text += String(part);
        if (this.refusing) return problem(response, 409, this.refusing);
        const body = JSON.parse(text) as Partial<Staff> & { what?: string };
        this.decisions.push({ path: url.pathname, body });
        const [, , , name = body.name ?? '', what = 'new'] = url.pathname.split('/');
        if (what === 'new') {
            this.staff.push({ name, role: body.role!, person: '00000000000000bb', holder: this.people[0]!.name, opd: body.opd ?? null, ethics: body.ethics ?? false, state: 'invited', factor: false, seen: null });
        }
        const account = this.staff.find((row) => row.name === name);
        if (!account) return problem(response, 404, 'NOT_FOUND');
        if (what === 'endings') account.state = 'ended';
        if (body.what === 'factor') Object.assign(account, { state: 'without_factor', factor: false });
        const drawn = what === 'new' || body.what === 'password';
        json(response, 201, { account, password: drawn ? DRAWN : null });
    }

    // Oldest first; on 24 November nobody has waited for a week yet.
    #waiting(url: URL): Arrival[] {
        if (url.searchParams.get('late')) return this.left;
        return this.arrivals.filter((row) => !row.review && (row.marks.length > 0 || row.drawn)).reverse();
    }

    async #review(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
        let text = '';
        for await (const part of request) text += String(part);
        if (this.refusing) return problem(response, 409, this.refusing);
        const body = JSON.parse(text) as { verdict: 'fine' | 'doubtful' };
        const id = url.pathname.split('/')[3];
        this.decisions.push({ path: url.pathname, body });
        this.arrivals = this.arrivals.map((row) => (row.id === id ? { ...row, review: body.verdict } : row));
        json(response, 201, this.arrivals.find((row) => row.id === id) ?? {});
    }

    // A grey square of one pixel for every photograph.
    async #openPhoto(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
        let text = '';
        for await (const part of request) text += String(part);
        if (this.refusing) return problem(response, 404, this.refusing);
        this.decisions.push({ path: url.pathname, body: JSON.parse(text) });
        json(response, 201, { face: 'no', sharpness: 118, brightness: 61, jpeg: GREY_JPEG });
    }

    #arrivalsOf(url: URL): Arrival[] {
        const opd = url.searchParams.get('opd');
        const day = url.searchParams.get('day') ?? this.day;
        return day === this.day ? this.arrivals.filter((row) => !opd || row.opd === opd) : [];
    }

    #verdictsOf(url: URL): PersonVerdict[] {
        const [opd, part] = [url.searchParams.get('opd'), url.searchParams.get('part')];
        const day = url.searchParams.get('day') ?? this.day;
        const rows = this.verdicts.filter((row) => (!opd || row.opd === opd) && (!part || partOf(row) === part));
        return day === this.day ? rows : [];
    }

    #personDays(response: ServerResponse, url: URL): void {
        const id = url.pathname.split('/')[3];
        const person = this.people.find((one) => one.person === id);
        if (!person) return problem(response, 404, 'NOT_FOUND');
        const [from = '', to = ''] = ['from', 'to'].map((key) => url.searchParams.get(key) ?? '');
        if (to !== lastDay(monthOfDay(from))) return problem(response, 400, 'MALFORMED');
        this.asked.push(person.name);
        json(response, 200, monthOf(person, from, to));
    }

    #recap(response: ServerResponse, url: URL): void {
        const [month, opd] = [url.searchParams.get('month')!, url.searchParams.get('opd')];
        if (url.pathname === '/v1/recaps') return json(response, 200, recapOf(this.people, month, opd));
        const name = `rekap-${month}.${url.pathname.split('.')[1]}`;
        response.writeHead(200, { 'Content-Type': 'text/csv', 'Content-Disposition': `attachment; filename="${name}"` });
        response.end(`${month},${opd}`);
    }

    #today(url: URL) {
        const day = url.searchParams.get('day') ?? this.day;
        const rows = this.#arrivalsOf(url);
        const names = [...new Set([...this.people, ...rows].map(({ opd }) => opd))].sort();
        const people = (some: Arrival[]) => new Set(some.flatMap(({ person }) => person ?? [])).size;
        const verdicts = this.#verdictsOf(new URL(`?day=${day}`, url));
        const partsOf = (opd: string | null) => {
            const mine = verdicts.filter((row) => opd === null || row.opd === opd);
            const count = (part: Part) => mine.filter((row) => partOf(row) === part).length;
            return { people: mine.length, ...Object.fromEntries(PARTS.map((part) => [part, count(part)])) };
        };
        const figures = (opd: string | null) => {
            const mine = rows.filter((row) => opd === null || row.opd === opd);
            return {
                people: this.people.filter((person) => opd === null || person.opd === opd).length,
                arrived: people(mine),
                marked: people(mine.filter(({ marks }) => marks.length > 0)),
                unknown: mine.filter(({ person }) => person === null).length,
                parts: partsOf(opd),
            };
        };
        const counted = this.terminals.filter(({ state }) => state !== 'revoked');
        const since = Date.now() - 30 * 60_000;
        const isHeard = ({ last_contact }: Terminal) => last_contact !== null && Date.parse(last_contact) >= since;
        const reporting = counted.filter(isHeard);
        const silent = counted.filter((terminal) => !isHeard(terminal));
        return {
            day, zone: 'Asia/Jakarta', as_of: '2026-11-24T01:15:00.000Z', demo: this.demo,
            opds: names.map((opd) => ({ opd, ...figures(opd) })),
            totals: figures(null),
            terminals: { all: counted.length, reporting: reporting.length, silent },
            log_halted: this.logHalted,
        };
    }

    #stream(request: IncomingMessage, response: ServerResponse): void {
        response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
        response.write('retry: 200\n\n');
        this.#streams.add(response);
        request.on('close', () => this.#streams.delete(response));
    }
}

// As central counts a day.
function partOf(row: PersonVerdict): Part {
    if (['off', 'holiday', 'joint_leave'].includes(row.kind)) return 'free';
    if (row.paper) return row.paper === 'leave' ? 'leave' : 'duty';
    const word = wordOf(row);
    if (word === 'absent' || word === 'pending') return word;
    if (word === 'unknown') return row.so_far === 'on_time' ? 'on_time' : row.so_far === 'late' ? 'late' : 'unknown';
    return word === 'on_time' || word === 'excused' ? 'on_time' : 'late';
}

function json(response: ServerResponse, status: number, body: object): void {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function problem(response: ServerResponse, status: number, code: string): void {
    const body = { type: 'about:blank', title: code, status, code, detail: 'of the test', action: 'none', request: '1' };
    response.writeHead(status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(body));
}

function page<T>(rows: T[], url: URL): { items: T[]; next: string | null } {
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const to = from + Number(url.searchParams.get('limit') ?? PAGE_ROWS);
    return { items: rows.slice(from, to), next: to < rows.length ? String(to) : null };
}
