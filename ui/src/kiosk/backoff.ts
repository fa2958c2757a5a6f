// How long to wait before the next try to reach the daemon. It runs on the same machine, so the cap is low;
// the spread keeps two pages that were opened by mistake from striking in step.
const FIRST_MS = 250;
const LONGEST_MS = 3_000;

export function waitBefore(attempt: number, random: number): number {
    const cap = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
    return cap / 2 + (cap / 2) * random;
}
