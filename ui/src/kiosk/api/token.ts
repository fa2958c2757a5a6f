// The launcher opens the page as http://127.0.0.1:PORT/#t=TOKEN. The token leaves the address bar at once, and
// is kept for this tab alone, so that a reload still finds it.
const KEY = 'hadir.token';

export function takeToken(): string {
    const given = new URLSearchParams(location.hash.slice(1)).get('t');
    if (given) {
        sessionStorage.setItem(KEY, given);
        history.replaceState(null, '', location.pathname + location.search);
    }
    return given ?? sessionStorage.getItem(KEY) ?? '';
}
