// Run by `npm run browser` in ui/, after `npm run build`. Uses Debian's chromium and needs no network.
import { defineConfig } from '@playwright/test';

const asRoot = process.getuid?.() === 0;

export default defineConfig({
    testDir: '.',
    outputDir: 'results',
    fullyParallel: true,
    workers: 2,
    forbidOnly: true,
    timeout: 60_000, // a test takes a second or two; machines under load take much longer
    expect: { timeout: 15_000 },
    reporter: 'list',
    use: {
        browserName: 'chromium',
        launchOptions: {
            executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
            chromiumSandbox: !asRoot,
            args: [
                '--disable-dev-shm-usage',
                '--disable-gpu',
                '--disable-quic',
                '--no-first-run',
                '--disable-background-networking',
                '--disable-component-update',
                '--disable-sync',
                '--autoplay-policy=no-user-gesture-required',
            ],
        },
        viewport: { width: 1280, height: 800 },
    },
});
