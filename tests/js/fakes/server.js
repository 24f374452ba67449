// A server that answers as it is told to: a status, an error, or what a function makes of the request.

export const problem = (detail) => ({ type: "urn:workshop:problem:invalid", title: "Invalid", detail });

export class FakeServer {
  requests = [];
  answers = [];

  // What the next requests get; afterwards everything is saved.
  then(...answers) {
    this.answers.push(...answers);
    return this;
  }

  fetch = async (url, { body, keepalive, signal }) => {
    const { responses } = JSON.parse(body);
    this.requests.push({ url, responses, keepalive });
    const answer = this.answers.length ? this.answers.shift() : saved;
    if (answer === hang) return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    if (answer instanceof Error) throw answer;
    return answer(responses);
  };

  get sent() {
    return this.requests.flatMap(({ responses }) => responses);
  }
}

export const hang = Symbol("hang");
export const offline = new TypeError("Failed to fetch");

export const reply = (status, body) => () =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status });

export const receipts = (status, more = {}) => (responses) =>
  reply(200, { receipts: responses.map(({ submission_id }) => ({ submission_id, status, ...more })) })();

export const saved = receipts("saved");
