// As much of IndexedDB as the outbox uses, kept between two outboxes as a phone keeps it.

const later = (request, result) => {
  request.result = result;
  setImmediate(() => request.onsuccess && request.onsuccess());
  return request;
};

class Store {
  rows = new Map();
  constructor({ keyPath } = {}) {
    this.keyPath = keyPath;
    this.next = 1;
  }
  get(key) {
    return later({}, structuredClone(this.rows.get(key)));
  }
  getAll() {
    return later({}, structuredClone([...this.rows.values()]));
  }
  put(value, key) {
    const row = structuredClone(value);
    if (this.keyPath) row[this.keyPath] = row[this.keyPath] ?? this.next++;
    this.rows.set(this.keyPath ? row[this.keyPath] : key, row);
    return later({}, undefined);
  }
  delete(key) {
    this.rows.delete(key);
    return later({}, undefined);
  }
}

export class FakeIndexedDB {
  stores = {};
  open() {
    const db = {
      createObjectStore: (name, options) => (this.stores[name] = new Store(options)),
      transaction: () => {
        if (this.broken) throw new Error("connection lost");
        const tx = { objectStore: (name) => this.stores[name] };
        // A transaction ends once nothing is asked of it any more.
        setTimeout(() => tx.oncomplete && tx.oncomplete(), 5);
        return tx;
      },
    };
    const opening = { result: db };
    setImmediate(() => {
      if (!Object.keys(this.stores).length) opening.onupgradeneeded();
      later(opening, db);
    });
    return opening;
  }
}
