// Builds one page: `vite build --mode kiosk` or `bkd` into dist/<mode>, `field` into dist/bkd/field, after bkd: both are
// central's.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => ({
    root: folder(`./src/${mode}`),
    base: './',
    plugins: [svelte({ configFile: false })],
    build: {
        outDir: folder(mode === 'field' ? './dist/bkd/field' : `./dist/${mode}`),
        emptyOutDir: true,
        target: 'chrome120',
        // An inline script or a data: address would need a hole in the Content-Security-Policy.
        modulePreload: false,
        assetsInlineLimit: 0,
    },
}));
