// The promise a phone gives: what was pressed is kept until the server has said what became of it.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { FakeServer, hang, offline, problem, receipts, reply, saved } from "./fakes/server.js";
import { FakeIndexedDB } from "./fakes/storage.js";
import { Outbox, mintId } from "../../static/js/outbox.js";

let server;
let told;
let waits;

// Time stands still; `waits` are the delays after which the outbox would try again.
const realSetTimeout = globalThis.setTimeout;

beforeEach(() => {
  server = new FakeServer();
  told = [];
  waits = [];
  globalThis.fetch = server.fetch;
  globalThis.indexedDB = new FakeIndexedDB();
  mock.method(Math, "random", () => 0.5);
  globalThis.setTimeout = (work, ms = 0, ...rest) => {
    if (ms < 100) return realSetTimeout(work, ms, ...rest);
    if (ms === 10000 && server.hangs) return realSetTimeout(work, 0);
    if (ms !== 10000 && !rest.length) waits.push(ms);
    return 0;
  };
});

afterEach(() => {
  globalThis.setTimeout = realSetTimeout;
  mock.restoreAll();
});

const open = (code = "K7M2QX") => new Outbox(code, (what, row, receipt) => told.push({ what, row, receipt }));
const what = () => told.map((one) => one.what);
const more = (slot) => ({ draft: `draft/${slot}`, says: `says ${slot}` });

async function put(outbox, slot, answer = { item: slot }, known = 0) {
  await outbox.put("activity", 1, slot, answer, known, more(slot));
  await outbox.flush();
}

test("ids are random version 4 UUIDs, minted without a secure context", () => {
  assert.match(mintId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(mintId(), mintId());
});

test("an answer is sent with what the protocol asks for and nothing else", async () => {
  await put(open(), "walks", { item: "walks", reaction: "confirm", text: "" });
  const [{ submission_id, ...rest }] = server.sent;
  assert.deepEqual(rest, {
    activity_id: "activity",
    round: 1,
    edit: 1,
    slot: "walks",
    answer: { item: "walks", reaction: "confirm", text: "" },
  });
  assert.deepEqual(what(), ["waiting", "saved"]);
});

test("answers leave in the order they were given, several at once if several wait", async () => {
  server.then(offline);
  const outbox = open();
  await put(outbox, "a");
  server.then(offline);
  await put(outbox, "b");
  await put(outbox, "c");
  assert.deepEqual(server.requests.at(-1).responses.map((r) => r.slot), ["a", "b", "c"]);
  assert.deepEqual(await outbox.waiting(), []);
});

test("edits rise by slot, also above what the page shows as saved", async () => {
  const outbox = open();
  await put(outbox, "a");
  await put(outbox, "b");
  await put(outbox, "a");
  await put(outbox, "a", {}, 7);
  assert.deepEqual(server.sent.map((r) => [r.slot, r.edit]), [["a", 1], ["b", 1], ["a", 2], ["a", 8]]);
});

test("another tab of the same phone goes on counting", async () => {
  await put(open(), "a");
  await put(open(), "a");
  assert.deepEqual(server.sent.map((r) => r.edit), [1, 2]);
});

test("an answer that was not acknowledged is sent again under the same id", async () => {
  server.then(offline, reply(502, "Bad gateway"));
  const outbox = open();
  await put(outbox, "a");
  await outbox.flush();
  await outbox.flush();
  assert.equal(server.requests.length, 3);
  assert.equal(new Set(server.sent.map((r) => r.submission_id)).size, 1);
  assert.deepEqual(await outbox.waiting(), []);
});

test("an answer outlives its page", async () => {
  server.then(offline);
  await put(open(), "a");
  await open().flush();
  assert.equal(new Set(server.sent.map((r) => r.submission_id)).size, 1);
  assert.equal(told.at(-1).what, "saved");
});

for (const [name, failure] of Object.entries({
  "no network": offline,
  "an error of the server": reply(500, problem("Something went wrong here.")),
  "a proxy without a server": reply(502, "<h1>Bad gateway</h1>"),
  "too many requests": reply(429, problem("Wait a moment.")),
  "a time-out": reply(408, problem("Too slow.")),
  "the page of a Wi-Fi portal": reply(200, "<h1>Welcome to our Wi-Fi</h1>"),
  "a portal that refuses": reply(403, "<h1>Please sign in</h1>"),
  "an answer without receipts": reply(200, { receipts: [] }),
})) {
  test(`${name} keeps the answer and tries again, each time later`, async () => {
    server.then(...Array(6).fill(failure));
    const outbox = open();
    await put(outbox, "a");
    for (let i = 0; i < 5; i++) await outbox.flush();
    assert.equal((await outbox.waiting()).length, 1);
    assert.deepEqual(waits, [1000, 2000, 4000, 8000, 8000, 8000]);
    assert.ok(!what().includes("invalid"));
    await outbox.flush();
    assert.deepEqual(await outbox.waiting(), []);
  });
}

test("a link that hangs is given up and tried again", async () => {
  server.hangs = true;
  server.then(hang);
  const outbox = open();
  await put(outbox, "a");
  assert.deepEqual(what(), ["waiting", "delayed"]);
  assert.equal((await outbox.waiting()).length, 1);
});

test("phones that lost the link together do not come back at the same moment", async () => {
  const seen = [];
  for (const random of [0, 0.999]) {
    mock.method(Math, "random", () => random);
    server.then(offline);
    await put(open(), "a");
    seen.push(waits.at(-1));
  }
  assert.ok(seen[0] <= 500 && seen[1] >= 1400, String(seen));
});

for (const status of ["closed", "invalid", "conflict"]) {
  test(`an answer refused as ${status} is told, leaves the outbox and becomes a draft`, async () => {
    server.then(receipts(status, { problem: "Because." }));
    const outbox = open();
    await put(outbox, "a", { text: "words" });
    assert.equal(told.at(-1).what, status);
    assert.equal(told.at(-1).receipt.problem, "Because.");
    assert.deepEqual(await outbox.waiting(), []);
    assert.deepEqual(await outbox.drafts("draft/"), [
      { key: "draft/a", answer: { text: "words" }, says: "says a", edit: 1, status, problem: "Because." },
    ]);
    await put(outbox, "a", { text: "words" });
    assert.deepEqual(await outbox.drafts("draft/"), []);
    assert.equal(new Set(server.sent.map((r) => r.submission_id)).size, 2);
  });
}

test("a refusal does not take the place of what is being typed since", async () => {
  const outbox = open();
  server.then(async (responses) => {
    await outbox.keepDraft("draft/a", { answer: { text: "words and more" } });
    return receipts("closed")(responses);
  });
  await put(outbox, "a", { text: "words" });
  assert.deepEqual((await outbox.drafts("draft/")).map((d) => d.answer.text), ["words and more"]);
});

test("a refused answer is no longer offered once a newer one is saved", async () => {
  const outbox = open();
  server.then(offline);
  await put(outbox, "a", { text: "too long" });
  server.then(offline);
  await put(outbox, "a", { text: "short" });
  server.then(({ 0: first, 1: second }) =>
    reply(200, {
      receipts: [
        { submission_id: first.submission_id, status: "invalid" },
        { submission_id: second.submission_id, status: "saved" },
      ],
    })(),
  );
  await outbox.flush();
  assert.deepEqual(await outbox.drafts("draft/"), []);
});

test("a duplicate and a superseded answer are settled too", async () => {
  server.then(receipts("duplicate"), receipts("superseded", { current: { edit: 9, answer: {} } }));
  const outbox = open();
  await put(outbox, "a");
  await put(outbox, "b");
  assert.deepEqual(what(), ["waiting", "duplicate", "waiting", "superseded"]);
  assert.deepEqual(await outbox.waiting(), []);
});

test("receipts are told apart by their id, and an answer without one stays", async () => {
  server.then(offline, offline);
  const outbox = open();
  await put(outbox, "a");
  await put(outbox, "b");
  server.then((responses) => receipts("saved")(responses.slice(1)), offline);
  await outbox.flush();
  assert.deepEqual((await outbox.waiting()).map((row) => row.slot), ["a"]);
});

test("a request refused as a whole is split, so that one bad answer takes no other with it", async () => {
  server.then(offline, offline);
  const outbox = open();
  await put(outbox, "a");
  await put(outbox, "b");
  server.then(reply(413, problem("Too large.")), reply(413, problem("Too large.")));
  await outbox.flush();
  assert.deepEqual(what().slice(-2), ["invalid", "saved"]);
  assert.deepEqual(await outbox.waiting(), []);
});

test("a phone that is not known any more keeps its answers until it has joined again", async () => {
  server.then(reply(401, { type: "urn:workshop:problem:sign-in", detail: "Please join again." }));
  const outbox = open();
  await put(outbox, "a");
  assert.equal(told.at(-1).what, "signed-out");
  assert.equal((await outbox.waiting()).length, 1);
  await outbox.flush();
  assert.deepEqual(await outbox.waiting(), []);
});

test("a phone in two workshops sends each what belongs there", async () => {
  server.then(offline);
  await put(open("SQUARE"), "a");
  await put(open("PARKXX"), "b");
  assert.deepEqual(server.requests.map(({ url }) => url.split("=")[1]), ["SQUARE", "PARKXX"]);
  assert.deepEqual(server.requests.at(-1).responses.map((r) => r.slot), ["b"]);
});

test("only what is small enough may outlive the page, browsers refuse the rest", async () => {
  const outbox = open();
  await put(outbox, "a");
  await put(outbox, "b", { text: "x".repeat(20000) });
  assert.deepEqual(server.requests.map((r) => r.keepalive), [true, false]);
});

test("without storage answers are kept as long as the page is open", async () => {
  delete globalThis.indexedDB;
  server.then(offline);
  const outbox = open();
  await put(outbox, "a");
  assert.equal((await outbox.waiting()).length, 1);
  await put(outbox, "a");
  assert.deepEqual(server.requests.at(-1).responses.map((r) => r.edit), [1, 2]);
  assert.deepEqual(await outbox.waiting(), []);
});

test("storage that breaks down in the middle holds up no answer", async () => {
  const outbox = open();
  await put(outbox, "a");
  globalThis.indexedDB.broken = true;
  await put(outbox, "b");
  assert.deepEqual(server.sent.map((r) => r.slot), ["a", "b"]);
  assert.equal(told.at(-1).what, "saved");
});

test("an answer given while others are on their way is sent right after them", async () => {
  const outbox = open();
  let second;
  server.then(async (responses) => {
    second = outbox.put("activity", 1, "b", {}, 0, more("b"));
    await second;
    return saved(responses);
  });
  await put(outbox, "a");
  assert.deepEqual(server.requests.map(({ responses }) => responses.map((r) => r.slot)), [["a"], ["b"]]);
});

test("whoever uses the phone next does not send what the one before left behind", async () => {
  const teller = (what, row, receipt) => told.push({ what, row, receipt });
  server.then(offline);
  await put(new Outbox("K7M2QX", teller, "ana"), "walks");
  const next = new Outbox("K7M2QX", teller, "bo");
  await next.flush();
  assert.deepEqual(await next.waiting(), []);
  assert.equal(server.requests.length, 1);
  const ana = new Outbox("K7M2QX", teller, "ana");
  await ana.flush();
  assert.equal(server.requests.length, 2);
});

// On a sheet that several share, every change says which edit it was made on.
const putShared = (outbox, slot, answer, base) => outbox.put("activity", 1, slot, answer, base, { ...more(slot), base });

// A table's sheet: gives edits, and refuses what was not made on the latest.
function sheetServer() {
  const sheet = {};
  const given = {};
  return (responses) =>
    reply(200, {
      receipts: responses.map(({ submission_id, slot, base, edit: own, answer }) => {
        if (given[submission_id]) return { submission_id, status: "duplicate", edit: given[submission_id] };
        const stands = sheet[slot] || { edit: 0, answer: null };
        if (base !== stands.edit) return { submission_id, status: "conflict", current: stands };
        sheet[slot] = { edit: stands.edit + 1, answer };
        given[submission_id] = stands.edit + 1;
        return { submission_id, status: "saved", ...(own !== stands.edit + 1 && { edit: stands.edit + 1 }) };
      }),
    })();
}

const bases = () => server.sent.map((r) => [r.slot, r.base]);

test("quick changes of one's own are made on each other and conflict with none", async () => {
  const sheet = sheetServer();
  server.then(...Array(9).fill(sheet));
  const outbox = open();
  for (const text of ["a", "b", "c"]) await putShared(outbox, "walks", { text }, 0);
  await outbox.flush();
  assert.deepEqual(bases(), [["walks", 0], ["walks", 1], ["walks", 2]]);
  assert.deepEqual(what().filter((one) => one !== "waiting"), ["saved", "saved", "saved"]);
});

test("changes written without a link are chained too, those of other slots go along", async () => {
  const sheet = sheetServer();
  const outbox = open();
  server.then(offline, offline, offline);
  for (const slot of ["walks", "walks", "lights"]) {
    await putShared(outbox, slot, {}, 0);
    await outbox.flush();
  }
  server.then(...Array(9).fill(sheet));
  await outbox.flush();
  assert.deepEqual(server.requests.slice(3).map(({ responses }) => responses.map((r) => r.slot)), [["walks", "lights"], ["walks"]]);
  assert.deepEqual(bases().slice(-1), [["walks", 1]]);
  assert.deepEqual(await outbox.waiting(), []);
});

test("the edit counts that was given to the change before, not the phone's own", async () => {
  const outbox = open();
  server.then(receipts("saved", { edit: 40 }));
  const first = putShared(outbox, "walks", {}, 7);
  await putShared(outbox, "walks", {}, 7);
  await first;
  await outbox.flush();
  assert.deepEqual(bases(), [["walks", 7], ["walks", 40]]);
});

test("a change pressed before the page knows of its last receipt builds on that all the same", async () => {
  const sheet = sheetServer();
  server.then(sheet, sheet);
  const outbox = open();
  await putShared(outbox, "walks", { text: "a" }, 0);
  await outbox.flush();
  await putShared(outbox, "walks", { text: "b" }, 0);
  await outbox.flush();
  assert.deepEqual(bases(), [["walks", 0], ["walks", 1]]);
});

test("a change whose receipt got lost chains by its duplicate", async () => {
  const sheet = sheetServer();
  const outbox = open();
  server.then((responses) => {
    sheet(responses); // saved, and nobody hears of it
    throw offline;
  });
  await putShared(outbox, "walks", { text: "a" }, 0);
  await outbox.flush();
  server.then(...Array(9).fill(sheet));
  await putShared(outbox, "walks", { text: "b" }, 0);
  await outbox.flush();
  assert.deepEqual(what().filter((one) => !["waiting", "delayed"].includes(one)), ["duplicate", "saved"]);
  assert.deepEqual(bases().at(-1), ["walks", 1]);
});

test("a conflict keeps one's own words with those of the others, also after a reload", async () => {
  const current = { edit: 5, answer: { text: "theirs" } };
  server.then(receipts("conflict", { problem: "Somebody changed this.", current }));
  const outbox = open();
  await putShared(outbox, "walks", { text: "mine" }, 3);
  await outbox.flush();
  const [draft] = await open().drafts("draft/walks");
  assert.deepEqual([draft.answer.text, draft.base, draft.current], ["mine", 3, current]);
  assert.deepEqual(await outbox.waiting(), []);
});

test("after a conflict the next change is not passed off as made on what nobody saw", async () => {
  const current = { edit: 5, answer: {} };
  const outbox = open();
  server.then(receipts("conflict", { current }), receipts("conflict", { current }));
  const first = putShared(outbox, "walks", { text: "a" }, 3);
  await putShared(outbox, "walks", { text: "b" }, 3);
  await first;
  await outbox.flush();
  assert.deepEqual(bases(), [["walks", 3], ["walks", 3]]);
  assert.equal((await outbox.drafts("draft/walks"))[0].answer.text, "b");
});

test("what is typed while a change is on its way is made on that change", async () => {
  const outbox = open();
  server.then(async (responses) => {
    await outbox.keepDraft("draft/walks", { answer: { text: "more" }, base: 0 });
    return receipts("saved", { edit: 4 })(responses);
  });
  await putShared(outbox, "walks", { text: "words" }, 0);
  await outbox.flush();
  assert.deepEqual((await outbox.drafts("draft/walks")).map((d) => d.base), [4]);
});
