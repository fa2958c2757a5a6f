// Takes a code, gives the proof file. The Indonesian words stand in the page itself; here are those that come later.
const words = {
    id: {
        empty: 'Masukkan 16 huruf dan angka, misalnya dari lembar kehadiran Anda.',
        busy: 'Mencari…',
        done: (code) => `Berkas ${code}.tlog-proof sudah diunduh.`,
        later: (at) => `Catatan ini sudah diterima, tetapi belum terkunci di buku besar. Coba lagi setelah pukul ${at}.`,
        halted: 'Catatan ini sudah diterima, tetapi buku besar sedang diperiksa petugas. Coba lagi besok.',
        404: 'Tidak ada catatan dengan kode ini. Periksa kembali kodenya.',
        429: (s) => `Terlalu banyak permintaan dari tempat ini. Coba lagi dalam ${s} detik.`,
        fault: 'BKD tidak dapat dihubungi. Coba lagi sebentar lagi.',
    },
    en: {
        title: 'Proof of attendance',
        words: 'Every attendance record has a proof code. Enter it to download a file that anybody can check, without a network: that the record existed and was never altered.',
        label: 'Proof code (16 letters and digits)',
        button: 'Get the proof',
        how: 'How to check it',
        how_words: 'Run the program hadir-verify with the keys file and the root key that BKD has published. It answers VALID, or what does not fit.',
        empty: 'Enter 16 letters and digits, for example from your attendance sheet.',
        busy: 'Searching…',
        done: (code) => `The file ${code}.tlog-proof has been downloaded.`,
        later: (at) => `The record has arrived, but is not locked into the log yet. Try again after ${at}.`,
        halted: 'The record has arrived, but an officer is looking after the log. Try again tomorrow.',
        404: 'No record has this code. Check it again.',
        429: (s) => `Too many requests from this place. Try again in ${s} seconds.`,
        fault: 'BKD cannot be reached. Try again shortly.',
    },
};
const spoken = [...document.querySelectorAll('[data-say]')];
for (const part of spoken) words.id[part.dataset.say] = part.textContent.trim().replace(/\s+/g, ' ');

const answer = document.getElementById('answer');
const input = document.getElementById('code');
const toggle = document.getElementById('language');
let language = 'id';

function tell(kind, text) {
    answer.className = kind;
    answer.textContent = text;
}

function save(code, text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    link.download = `${code}.tlog-proof`;
    link.click();
    URL.revokeObjectURL(link.href);
}

async function ask(code) {
    const say = words[language];
    const response = await fetch(`../v1/proofs/${encodeURIComponent(code)}`);
    if (response.status === 200) {
        save(code, await response.text());
        tell('good', say.done(code));
    } else if (response.status === 202) {
        const { by } = await response.json();
        tell('care', by ? say.later(new Date(by).toLocaleTimeString('id', { hour: '2-digit', minute: '2-digit' })) : say.halted);
    } else if (response.status === 429) {
        tell('care', say[429](response.headers.get('Retry-After') ?? 60));
    } else {
        tell('bad', response.status === 404 ? say[404] : say.fault);
    }
}

document.querySelector('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const code = input.value.replace(/[\s-]/g, '').toUpperCase();
    if (!/^[0-9A-Z]{16}$/.test(code)) {
        tell('bad', words[language].empty);
        input.focus();
        return;
    }
    tell('', words[language].busy);
    await ask(code).catch(() => tell('bad', words[language].fault));
});

toggle.addEventListener('click', () => {
    language = language === 'id' ? 'en' : 'id';
    document.documentElement.lang = language;
    toggle.lang = language === 'id' ? 'en' : 'id';
    toggle.textContent = language === 'id' ? 'English' : 'Bahasa Indonesia';
    for (const part of spoken) part.textContent = words[language][part.dataset.say];
    document.title = `${words[language].title} · Hadir`;
    tell('', '');
});

// A code in the address, as a link may bring it: #7Q2M0K3VX4Z8T1NB
if (location.hash.length > 1) input.value = decodeURIComponent(location.hash.slice(1));
