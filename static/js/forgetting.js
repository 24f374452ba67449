// After everything was erased: what this phone kept of it goes too.
import { Outbox } from "./outbox.js";

const { code, me } = document.getElementById("erased").dataset;
const outbox = new Outbox(code, () => {}, me);
const rows = await outbox.waiting();
for (const draft of await outbox.drafts(`${code}/${me}/`)) await outbox.keepDraft(draft.key, null);
await outbox.within(["waiting"], "readwrite", async (store) => {
  for (const row of rows) store("waiting").delete(row.n);
});
document.getElementById("erased").dataset.phone = "empty";
