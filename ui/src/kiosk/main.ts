import { mount } from 'svelte';
import '../shared/base.css';
import './kiosk.css';
import Kiosk from './Kiosk.svelte';
import { daemon } from './stores/daemon.svelte.ts';

daemon.start();
mount(Kiosk, { target: document.getElementById('page')! });
