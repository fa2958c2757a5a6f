// A small BKD with one terminal: real programs on free ports, in one folder. Keys, people, cards, a hadir-central, an
// enrolled hadir-kiosk, and hadir-sync when it is asked (tests/faults/bkd.h is the same in C++).
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { end, line, PROGRAMS, run, SOURCES } from './programs';

const OFFICER = '00000000000000f1';
const CARDS_UNTIL = '2030-12-31';

export interface Employee {
    id: string;
    number: string;
    card: Buffer; // a PNG
}
interface Row {
    kind: string;
    body: Record<string, unknown>;
}

export class RealOffice {
    readonly folder: string;
    readonly people: Employee[] = [];
    phonesAddress = ''; // of the page under /field/
    kioskAddress = ''; // with the token
    #running: ChildProcess[] = [];
    #devices = '';

    constructor(folder: string) {
        this.folder = folder;
    }

    // `rows` are people.csv's.
    async found(rows: string[], centralOptions: string[] = []): Promise<void> {
        const [keys, secret, csv] = [this.#in('keys'), this.#in('secret'), this.#in('people.csv')];
        writeFileSync(secret, 'only for a test\n');
        const root = await run('hadir', 'keys', 'init', '--dir', keys, '--passphrase-file', secret);
        await this.central('init', '--name', 'Test');
        await run('hadir', 'keys', 'sign', this.#in('central/keys-request.json'), '--dir', keys,
            '--passphrase-file', secret, '--out', this.#in('signed-keys'));
        await this.central('keys', 'import', this.#in('signed-keys'), '--root', /root ([0-9a-f]{64})/.exec(root)![1]!);
        writeFileSync(csv, ['nip,nama,opd,unit,kantor', ...rows, ''].join('\n'));
        await this.central('people', 'import', csv);
        await this.central('people', 'export', this.#in('holders.csv'));
        await run('hadir', 'badge', 'issue', '--dir', keys, '--people', this.#in('holders.csv'), '--expires', CARDS_UNTIL,
            '--passphrase-file', secret, '--out', this.#in('cards'));
        await this.central('badges', 'import', this.#in('cards/badges.csv'));
        for (const row of readFileSync(this.#in('holders.csv'), 'utf8').trim().split('\n').slice(1)) {
            const [id = '', number = ''] = row.split(',');
            this.people.push({ id, number, card: readFileSync(this.#in(`cards/${number}.png`)) });
        }
        const serving = this.#start('hadir-central', 'serve', ...this.#ofCentral(), '--devices-bind', '127.0.0.1', '--devices-port', '0',
            '--web-port', '0', '--ui', join(SOURCES, 'ui/dist/bkd'), '--log-level', 'error', ...centralOptions);
        const [devices, web] = await Promise.all([line(serving, /ready devices (\S+)\n/), line(serving, /ready web (\S+)\n/)]);
        this.#devices = devices;
        this.phonesAddress = `${web.replace(/\/$/, '')}/field/`;
    }

    async openKiosk(camera: string): Promise<void> {
        mkdirSync(this.#in('terminal'), { recursive: true });
        const told = await this.central('enrol-code', '--opd', 'PUPR', '--office', 'Pusat', '--kiosk', 'Kios 02',
            '--url', this.#devices, '--by', OFFICER);
        await this.sync('enrol', /HADIR:E:1:.*/.exec(told)![0]);
        await this.sync('send');
        const kiosk = this.#start('hadir-kiosk', ...this.#ofTerminal(), '--sync-db', this.#in('terminal/sync.db'), '--port', '0',
            '--ui', join(SOURCES, 'ui/dist/kiosk'), '--camera', camera, '--camera-loop', '--log-level', 'error');
        const address = (await line(kiosk, /ready kiosk (\S+)\n/)).replace(/\/$/, '');
        this.kioskAddress = `${address}/#t=${readFileSync(this.#in('terminal/run/ui-token'), 'utf8')}`;
    }

    central = (...words: string[]) => run('hadir-central', ...words, ...this.#ofCentral());
    sync = (...words: string[]) => run('hadir-sync', ...words, ...this.#ofTerminal(), '--ledger', this.#in('terminal/ledger.db'));

    // The code with which that person opens an account, once.
    async accountCode({ id }: Employee): Promise<string> {
        const told = await this.central('person-code', id, '--by', OFFICER, '--why', 'with the new card');
        return /\b[0-9A-Z]{4}-?[0-9A-Z]{4}-?[0-9A-Z]{4}\b/.exec(told)![0];
    }
    revokePhone = (phone: string) => this.central('phone', 'revoke', phone, '--by', OFFICER, '--why', 'lost on the bus');

    // What the terminal has recorded, of one kind.
    recorded(kind: string): Row['body'][] {
        const rows = this.#select('ledger.db', 'SELECT line AS text FROM records ORDER BY inc, seq');
        return rows.map((text) => JSON.parse(text) as Row).filter((row) => row.kind === kind).map(({ body }) => body);
    }
    // The newest roster that was fetched, once the kiosk has said in its ledger that it works by it.
    rosterInUse(): string | undefined {
        const [roster] = this.#select('sync.db', "SELECT CAST(bytes AS TEXT) AS text FROM files WHERE kind = 'roster'");
        const [version] = this.#select('sync.db', "SELECT CAST(version AS TEXT) AS text FROM files WHERE kind = 'roster'");
        return String(this.recorded('roster').at(-1)?.['version']) === version ? roster : undefined;
    }

    async close(): Promise<void> {
        await Promise.all(this.#running.map(end));
    }

    #select(database: string, query: string): string[] {
        const opened = new DatabaseSync(this.#in(`terminal/${database}`), { readOnly: true });
        try {
            return opened.prepare(query).all().map(({ text }) => String(text));
        } finally {
            opened.close();
        }
    }
    #start(program: string, ...words: string[]): ChildProcess {
        const child = spawn(join(PROGRAMS, program), words, { stdio: ['ignore', 'pipe', 'inherit'] });
        this.#running.push(child);
        return child;
    }
    #in = (name: string) => join(this.folder, name);
    #ofCentral = () => ['--config', '/dev/null', '--data', this.#in('central')];
    #ofTerminal = () => ['--config', '/dev/null', '--data', this.#in('terminal'), '--identity', this.#in('terminal/identity'),
        '--runtime', this.#in('terminal/run')];
}
