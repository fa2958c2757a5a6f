import { mount } from 'svelte';
import '../shared/base.css';
import './field.css';
import Field from './Field.svelte';

mount(Field, { target: document.getElementById('page')! });
// Without one the page still works, only not without a network.
void navigator.serviceWorker?.register('./sw.js').catch(() => undefined);
