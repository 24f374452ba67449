// The outbox: every answer is kept on the phone until the server has said what became of it.
// Rows leave it only with a receipt; the tabs of one phone share it.

const KEPT = "workshop-outbox";
const TIMEOUT = 10000;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 8000;
const AT_ONCE = 50;
const REFUSED = ["closed", "invalid", "conflict"];
const TAKEN = ["saved", "duplicate"];
// Browsers let no more than 64 KB leave with a page that is closed.
const MAY_OUTLIVE_THE_PAGE = 15000;

export function mintId() {
  // randomUUID is missing on plain http, and a laptop in a hall has no certificate.
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64;
  b[8] = (b[8] & 63) | 128;
  const hex = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// A link that hangs must not hold up what comes after.
export async function patiently(url, options) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT);
  try {
    const response = await fetch(url, { cache: "no-store", ...options, signal: stop.signal });
    return { response, text: await response.text() };
  } finally {
    clearTimeout(timer);
  }
}

// A module that could not be fetched is asked for under another name: browsers may remember the failure.
export async function insistently(url) {
  for (let n = 0; ; n++) {
    try {
      return await import(n ? `${url}?${n}` : url);
    } catch {
      await new Promise((go) => setTimeout(go, Math.min(3000 * (n + 1), 15000)));
    }
  }
}

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inBrowser() {
  const opening = indexedDB.open(KEPT, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("waiting", { keyPath: "n", autoIncrement: true });
    opening.result.createObjectStore("edits");
    opening.result.createObjectStore("drafts");
  };
  // Some private windows never answer.
  const db = await Promise.race([
    promised(opening),
    new Promise((_, reject) => setTimeout(reject, 2000, new Error("no answer"))),
  ]);
  return (names, mode, work) => {
    const tx = db.transaction(names, mode, { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = tx.onerror = () => reject(tx.error);
    });
    return Promise.all([work((name) => tx.objectStore(name)), done]).then(([value]) => value);
  };
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
    put: (value, key) => result(map.set(key ?? (value.n = value.n ?? ++n), value) && 0),
    delete: (key) => result(map.delete(key)),
  });
  return async (_names, _mode, work) => work((name) => store(stores[name]));
}

const sheetSlot = (row) => row.base === undefined ? row.n : [row.code, row.me, row.activity_id, row.round, row.slot].join("/");

// A change of a shared sheet waits until the one before it has the edit it builds on.
const oneForEachShared = (rows) => rows.filter((row, i) => rows.findIndex((one) => sheetSlot(one) === sheetSlot(row)) === i);

export class Outbox {
  // `me` tells people apart who use one phone after the other: an answer is sent only as its writer's.
  constructor(code, tell, me = "") {
    this.code = code;
    this.me = me;
    this.tell = tell; // called with ("waiting" | "delayed" | "signed-out" | receipt's status, row, receipt)
    this.wait = FIRST_WAIT;
    this.atOnce = AT_ONCE;
    this.flushing = null;
    this.given = new Map(); // the edit that a shared sheet gave to the last change of a slot
    this.timer = 0;
    this.store = inBrowser();
    this.store.catch(() => {}); // looked at in within()
  }

  // A lost connection to the storage comes back; storage that is full or forbidden does not:
  // then answers are kept while the page is open.
  async within(names, mode, work) {
    for (const next of [() => this.store, inBrowser, inMemory]) {
      try {
        this.store = Promise.resolve(next());
        return await (await this.store)(names, mode, work);
      } catch (error) {
        if (next === inMemory) throw error;
      }
    }
  }

  // Keeps an answer, then sends it. `known` is the edit the page shows as saved; `more` stays here,
  // but for `base`: on a sheet that several share, the edit that this change was made on.
  async put(activity, round, slot, answer, known = 0, more = {}) {
    const key = `${activity}/${round}/${slot}`;
    const row = { ...more, code: this.code, me: this.me, submission_id: mintId(), activity_id: activity, round, slot, answer };
    await this.within(["waiting", "edits", "drafts"], "readwrite", async (store) => {
      const edits = store("edits");
      row.edit = Math.max((await promised(edits.get(key))) || 0, known) + 1;
      edits.put(row.edit, key);
      // The receipt of the change before may be here already and the page not know it yet.
      if (row.base !== undefined) row.base = Math.max(row.base, this.given.get(sheetSlot(row)) || 0);
      store("waiting").put({ ...row });
      if (row.draft) store("drafts").delete(row.draft);
    });
    this.tell("waiting", row);
    this.flush();
    return row;
  }

  async waiting() {
    const rows = await this.within(["waiting"], "readonly", (s) => promised(s("waiting").getAll()));
    return rows.filter((row) => row.code === this.code && row.me === this.me).sort((a, b) => a.n - b.n);
  }

  // What is written but not sent, by keys of the caller's choice; null forgets it.
  keepDraft(key, draft) {
    return this.within(["drafts"], "readwrite", async (store) => {
      if (draft) store("drafts").put({ ...draft, key }, key);
      else store("drafts").delete(key);
    });
  }

  async drafts(prefix) {
    const all = await this.within(["drafts"], "readonly", (s) => promised(s("drafts").getAll()));
    return all.filter((draft) => draft.key.startsWith(prefix));
  }

  flush() {
    clearTimeout(this.timer);
    this.asked = true;
    this.flushing = this.flushing ?? this.run();
    return this.flushing;
  }

  // Once more for what came meanwhile; after a failure it waits its turn with the rest.
  async run() {
    let delivered = true;
    while (this.asked && delivered) {
      this.asked = false;
      delivered = await this.send().catch(() => this.later());
    }
    this.flushing = null;
  }

  // Tells whether everything was delivered.
  async send() {
    for (;;) {
      const rows = oneForEachShared(await this.waiting()).slice(0, this.atOnce);
      if (!rows.length) break;
      const { status, body } = await this.post(rows);
      // Only this program's own words are a refusal: the page of a Wi-Fi portal is none.
      const refused =
        status >= 400 && status < 500 && ![408, 429].includes(status) && /^urn:workshop:/.test(body.type);
      if (status === 401 && refused) {
        this.tell("signed-out", rows[0]);
        return false;
      }
      if (refused && rows.length > 1) {
        this.atOnce = 1; // whichever it was, the others are not to blame
        continue;
      }
      const receipts = refused
        ? [{ submission_id: rows[0].submission_id, status: "invalid", problem: body.detail }]
        : (status === 200 && body.receipts) || [];
      const settled = rows.filter((row) => receipts.some((r) => r.submission_id === row.submission_id));
      if (!settled.length) return this.later();
      for (const row of settled) {
        await this.settle(row, receipts.find((r) => r.submission_id === row.submission_id));
      }
    }
    this.wait = FIRST_WAIT;
    this.atOnce = AT_ONCE;
    return true;
  }

  async post(rows) {
    const body = JSON.stringify({
      responses: rows.map(({ submission_id, activity_id, round, edit, base, slot, answer }) => ({
        submission_id, activity_id, round, edit, base, slot, answer,
      })),
    });
    const { response, text } = await patiently(`/api/v1/responses?workshop=${this.code}`, {
      method: "POST",
      keepalive: body.length < MAY_OUTLIVE_THE_PAGE,
      headers: { "Content-Type": "application/json" },
      body,
    });
    let document = null;
    try {
      document = JSON.parse(text);
    } catch {
      // not from this program
    }
    return { status: response.status, body: document || {} };
  }

  // In one step the row leaves and, if it was refused, its words become a draft that can be sent anew.
  async settle(row, receipt) {
    await this.within(["waiting", "drafts"], "readwrite", async (store) => {
      const waiting = store("waiting");
      waiting.delete(row.n);
      const taken = row.base !== undefined && TAKEN.includes(receipt.status);
      const given = receipt.edit ?? row.edit;
      if (taken) this.given.set(sheetSlot(row), given);
      // The changes that follow were made on this one.
      for (const next of taken ? await promised(waiting.getAll()) : []) {
        if (next.n > row.n && sheetSlot(next) === sheetSlot(row)) waiting.put({ ...next, base: given });
      }
      if (!row.draft) return;
      const drafts = store("drafts");
      const kept = await promised(drafts.get(row.draft));
      // A draft with an edit was refused before; one without is what somebody is typing now.
      const older = !kept || kept.edit <= row.edit;
      if (older && REFUSED.includes(receipt.status)) {
        const { draft: key, answer, says, edit, base } = row;
        const { status, problem, current } = receipt;
        drafts.put({ key, answer, says, edit, status, problem, ...(base !== undefined && { base, current }) }, key);
      } else if (older && kept) drafts.delete(row.draft);
      else if (kept && kept.base !== undefined && taken) drafts.put({ ...kept, base: given }, row.draft);
    });
    await this.tell(receipt.status, row, receipt);
  }

  later() {
    clearTimeout(this.timer);
    this.tell("delayed");
    // Jitter: four hundred phones come back at once when an access point does.
    this.timer = setTimeout(() => this.flush(), this.wait * (0.5 + Math.random()));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    return false;
  }
}
