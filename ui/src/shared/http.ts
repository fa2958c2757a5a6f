// The only place of the pages of central that fetches. Failures are ApiError with the code of the answer's problem.

export class ApiError extends Error {
    readonly code: string;
    readonly demo: boolean;
    readonly detail: string; // the server's own words, for whoever helps
    constructor(code: string, demo = false, detail = '') {
        super(code);
        this.code = code;
        this.demo = demo;
        this.detail = detail;
    }
}

const ATTENDED_MS = 60_000;
let touchedAt = Date.now(); // an opened page is one that somebody has just opened
for (const kind of ['pointerdown', 'keydown']) {
    globalThis.addEventListener?.(kind, () => (touchedAt = Date.now()), { capture: true, passive: true });
}
// A page that asks again by itself says so: nobody's session stays awake for that.
const unattended = (): Record<string, string> => (Date.now() - touchedAt > ATTENDED_MS ? { 'Hadir-Unattended': '1' } : {});

// OFFLINE is the page's own code: no answer came, or none of ours.
export async function ask<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
    return body ? send<T>(method, path, JSON.stringify(body), 'application/json') : send<T>(method, path);
}

// A file as it is.
export const sendFile = <T>(path: string, file: Blob) => send<T>('POST', path, file, file.type);

async function send<T>(method: string, path: string, body?: BodyInit, type = ''): Promise<T> {
    const request: RequestInit = { method, cache: 'no-store', headers: { Accept: 'application/json', ...unattended() } };
    if (body) {
        request.body = body;
        request.headers = { ...request.headers, 'Content-Type': type };
    }
    const response = await fetch(path, request).catch(() => null);
    if (!response) throw new ApiError('OFFLINE');
    if (response.status === 204) return undefined as T;
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok && answer) return answer as T;
    const problem = (answer ?? {}) as { code?: string; demo?: boolean; detail?: string };
    throw new ApiError(problem.code ?? 'OFFLINE', problem.demo === true, problem.detail);
}

interface Page<T> {
    items: T[];
    next: string | null;
}
const PAGE_ROWS = 500;

// A whole list, page by page.
export async function askAll<T>(path: string, query: Record<string, string>): Promise<T[]> {
    const rows: T[] = [];
    let cursor: string | null = null;
    do {
        const values: Record<string, string> = { ...query, limit: String(PAGE_ROWS), ...(cursor ? { cursor } : {}) };
        const page: Page<T> = await ask<Page<T>>('GET', `${path}?${new URLSearchParams(values)}`);
        rows.push(...page.items);
        cursor = page.next;
    } while (cursor);
    return rows;
}
