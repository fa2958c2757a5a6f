// The real programs, run as a person or a unit runs them.
import { execFile, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const SOURCES = join(__dirname, '../..');
export const PROGRAMS = process.env['HADIR_BIN'] ?? join(SOURCES, 'build/dev/bin');

// The first words of a program that match. It is read on: one whose reader is gone dies of its next word.
export function line(child: ChildProcess, pattern: RegExp): Promise<string> {
    return new Promise((told, failed) => {
        let said = '';
        child.stdout!.on('data', (words) => {
            said += String(words);
            const found = pattern.exec(said);
            if (found) told(found[1]!);
        });
        child.once('exit', () => failed(new Error(`it ended without ${pattern}: ${said}`)));
    });
}

export async function end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const over = once(child, 'exit');
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await over;
    clearTimeout(patience);
}

// Runs one to its end; what it printed. Throws its words when it fails.
export async function run(program: string, ...words: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(join(PROGRAMS, program), words, { encoding: 'utf8' });
    return stdout;
}
