// The outbox: every answer is kept on the phone until the server has said what became of it.
// Rows leave it only with a receipt; the tabs of one phone share it.

const KEPT = "workshop-outbox";
const TIMEOUT = 10000;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;
const AT_ONCE = 50;

export function mintId() {
  // randomUUID is missing on plain http, and a laptop in a hall has no certificate.
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64;
  b[8] = (b[8] & 63) | 128;
  const hex = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function openStore() {
  try {
    const opening = indexedDB.open(KEPT, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("waiting", { keyPath: "n", autoIncrement: true });
      opening.result.createObjectStore("edits");
      opening.result.createObjectStore("drafts");
    };
    const db = await promised(opening);
    return (names, mode, work) => {
      const tx = db.transaction(names, mode, { durability: "strict" });
      const done = new Promise((resolve, reject) => {
        tx.oncomplete = () => resolve();
        tx.onabort = tx.onerror = () => reject(tx.error);
      });
      return Promise.all([work((name) => tx.objectStore(name)), done]).then(([value]) => value);
    };
  } catch {
    return null; // some private windows: answers are then kept while the page is open
  }
}

function inMemory() {
  const stores = { waiting: new Map(), edits: new Map(), drafts: new Map() };
  let n = 0;
  const result = (value) => {
    const request = { result: value };
    queueMicrotask(() => request.onsuccess && request.onsuccess());
    return request;
  };
  const store = (map) => ({
    get: (key) => result(map.get(key)),
    getAll: () => result([...map.values()]),
    put: (value, key) => result(map.set(key ?? (value.n ??= ++n), value) && 0),
    delete: (key) => result(map.delete(key)),
  });
  return (_names, _mode, work) => work((name) => store(stores[name]));
}

export class Outbox {
  constructor(code, tell) {
    this.code = code;
    this.tell = tell; // called with ("waiting" | receipt's status, row, receipt)
    this.wait = FIRST_WAIT;
    this.flushing = null;
    this.timer = 0;
    this.ready = openStore().then((store) => (this.store = store || inMemory()));
  }

  // Keeps an answer, then sends it. `known` is the edit the page shows as saved.
  async put(activity, round, slot, answer, known = 0) {
    await this.ready;
    const key = `${activity}/${round}/${slot}`;
    const row = { code: this.code, submission_id: mintId(), activity_id: activity, round, slot, answer };
    await this.store(["waiting", "edits"], "readwrite", async (store) => {
      const edits = store("edits");
      row.edit = Math.max((await promised(edits.get(key))) || 0, known) + 1;
      edits.put(row.edit, key);
      store("waiting").put(row);
    });
    this.tell("waiting", row);
    this.flush();
    return row;
  }

  async waiting() {
    await this.ready;
    const rows = await this.store(["waiting"], "readonly", (s) => promised(s("waiting").getAll()));
    return rows.filter((row) => row.code === this.code).sort((a, b) => a.n - b.n);
  }

  async draft(key, words) {
    await this.ready;
    const write = words === undefined ? "readonly" : "readwrite";
    return this.store(["drafts"], write, (store) => {
      const drafts = store("drafts");
      if (words === undefined) return promised(drafts.get(key));
      return words === null ? drafts.delete(key) && null : drafts.put(words, key) && words;
    });
  }

  flush() {
    clearTimeout(this.timer);
    this.flushing ??= this.send().finally(() => (this.flushing = null));
    return this.flushing;
  }

  async send() {
    for (;;) {
      const rows = (await this.waiting()).slice(0, AT_ONCE);
      if (!rows.length) {
        this.wait = FIRST_WAIT;
        return;
      }
      let response;
      try {
        response = await this.post(rows);
      } catch {
        return this.later();
      }
      if (response.status >= 500 || response.status === 429 || response.status === 408) return this.later();
      if (response.ok) {
        const { receipts } = await response.json().catch(() => ({}));
        if (!receipts) return this.later();
        for (let i = 0; i < rows.length; i++) await this.settle(rows[i], receipts[i]);
      } else if (rows.length > 1 && response.status === 413) {
        for (const row of rows) await this.alone(row);
      } else {
        const problem = await response.json().catch(() => ({}));
        if (response.status === 401) return this.tell("signed-out", rows[0], problem);
        for (const row of rows) await this.settle(row, { status: "invalid", problem: problem.detail });
      }
      this.wait = FIRST_WAIT;
    }
  }

  async alone(row) {
    const response = await this.post([row]);
    const body = await response.json().catch(() => ({}));
    await this.settle(row, response.ok ? body.receipts[0] : { status: "invalid", problem: body.detail });
  }

  async post(rows) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT);
    try {
      return await fetch(`/api/v1/responses?workshop=${this.code}`, {
        method: "POST",
        keepalive: true,
        signal: stop.signal,
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          responses: rows.map(({ submission_id, activity_id, round, edit, slot, answer }) => ({
            submission_id, activity_id, round, edit, slot, answer,
          })),
        }),
      });
    } finally {
      clearTimeout(timer);
    }
  }

  async settle(row, receipt) {
    await this.store(["waiting"], "readwrite", (store) => promised(store("waiting").delete(row.n)));
    this.tell(receipt.status, row, receipt);
  }

  later() {
    this.tell("delayed");
    // Jitter: four hundred phones come back at once when an access point does.
    this.timer = setTimeout(() => this.flush(), this.wait * (0.5 + Math.random()));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }
}
