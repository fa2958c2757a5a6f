import { mount } from 'svelte';
import '../shared/base.css';
import './kiosk.css';
import Kiosk from './Kiosk.svelte';
import { settingsFrom } from './settings.ts';
import { daemon } from './stores/daemon.svelte.ts';

const LONGER_SIDE_MM = 344; // a 16-inch screen, unless the launcher says otherwise
const { screenMm } = settingsFrom(location.search);

function measure(): void {
    const perMm = screenMm ? innerWidth / screenMm : Math.max(innerWidth, innerHeight) / LONGER_SIDE_MM;
    document.documentElement.style.setProperty('--mm', `${perMm}px`);
}

measure();
addEventListener('resize', measure);
daemon.start();
mount(Kiosk, { target: document.getElementById('page')! });
