import { mount } from 'svelte';
import '../shared/base.css';
import './kiosk.css';
import Kiosk from './Kiosk.svelte';
import { daemon } from './stores/daemon.svelte.ts';

// `?screen_mm=` is the width of the screen in millimetres; without it a 16-inch screen is taken.
const LONGER_SIDE_MM = 344;

function measure(): void {
    const width = Number(new URLSearchParams(location.search).get('screen_mm'));
    const perMm = width > 0 ? innerWidth / width : Math.max(innerWidth, innerHeight) / LONGER_SIDE_MM;
    document.documentElement.style.setProperty('--mm', `${perMm}px`);
}

measure();
addEventListener('resize', measure);
daemon.start();
mount(Kiosk, { target: document.getElementById('page')! });
