import { mount } from 'svelte';
import '../shared/base.css';
import './bkd.css';
import Bkd from './Bkd.svelte';

mount(Bkd, { target: document.getElementById('page')! });
