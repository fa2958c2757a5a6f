// Central's stream of events. The browser reconnects by itself after a break, but not after a refusal.
import type { LiveEvent } from './central.ts';

const AGAIN_MS = 5_000;

interface Listener {
    event(event: LiveEvent): void;
    open(): void; // also after each break: what was missed meanwhile is not repeated
    broken(): void;
}

// Returns how to stop.
export function listen(listener: Listener): () => void {
    let source: EventSource;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
        source = new EventSource('/v1/events');
        source.addEventListener('open', () => listener.open());
        source.addEventListener('message', ({ data }: MessageEvent<string>) => {
            listener.event(JSON.parse(data) as LiveEvent);
        });
        source.addEventListener('error', () => {
            listener.broken();
            if (source.readyState === EventSource.CLOSED) again = setTimeout(open, AGAIN_MS);
        });
    };
    open();
    return () => {
        clearTimeout(again);
        source.close();
    };
}
