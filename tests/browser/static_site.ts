// Serves a built page from ui/dist as the C++ programs do, with their Content-Security-Policy.
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const DIST = join(__dirname, '../../ui/dist');
const TYPES: Record<string, string> = {
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.css': 'text/css; charset=utf-8',
    '.svg': 'image/svg+xml',
    '.webmanifest': 'application/manifest+json',
};
const HEADERS = {
    'Content-Security-Policy':
        "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; " +
        "form-action 'self'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
};

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => boolean;

async function sendFile(page: string, path: string, response: ServerResponse): Promise<void> {
    const file = normalize(path.endsWith('/') ? `${path}index.html` : path);
    try {
        const body = await readFile(join(DIST, page, file));
        response.writeHead(200, { ...HEADERS, 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
        response.end(body);
    } catch {
        response.writeHead(404, HEADERS).end();
    }
}

// `handle` answers what is not a file and says whether it did. Listens on a free port of the loopback.
export async function serveSite(page: 'kiosk' | 'bkd', handle: Handler, port = 0): Promise<Server> {
    const server = createServer((request, response) => {
        const url = new URL(request.url ?? '/', 'http://127.0.0.1');
        if (!handle(request, response, url)) void sendFile(page, url.pathname, response);
    });
    await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
    return server;
}

export const portOf = (server: Server) => (server.address() as AddressInfo).port;
