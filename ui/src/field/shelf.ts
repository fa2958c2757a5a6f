// A few values that outlive the page: one store of IndexedDB, which can hold a key that no script can read.
const STORE = 'kept';

function opened(): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
        const request = indexedDB.open('hadir-field', 1);
        request.onupgradeneeded = () => request.result.createObjectStore(STORE);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('no storage'));
    });
}

// Done when the value is on the disk, not when it was asked for.
async function run<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const database = await opened();
    try {
        return await new Promise<T>((resolve, reject) => {
            const change = database.transaction(STORE, mode);
            const request = ask(change.objectStore(STORE));
            change.oncomplete = () => resolve(request.result);
            change.onabort = () => reject(change.error ?? new Error('no storage'));
        });
    } finally {
        database.close();
    }
}

export const take = <T>(name: string) => run<T | undefined>('readonly', (store) => store.get(name));
export const put = (name: string, value: unknown) => run('readwrite', (store) => store.put(value, name));
export const remove = (name: string) => run('readwrite', (store) => store.delete(name));
