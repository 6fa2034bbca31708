// Runs small pieces of code with a token `t`, and writes in which of them a request with it is made
// or a response has it: [true, false, …], and which methods the runtime has.
import { readFileSync, writeFileSync } from "node:fs";

const [input, output] = process.argv.slice(2);
const { pieces, owners } = JSON.parse(readFileSync(input, "utf8"));
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
const G = "https://gmail.googleapis.com/gmail/v1/users/me";
const t = "token-of-gmail";
const real = fetch;
let found;

globalThis.fetch = async (target, init = {}) => {
  const request = target instanceof Request ? target : undefined;
  const url = String(request?.url ?? target);
  if (url.startsWith("blob:")) return real(url);
  const verb = init.method ?? request?.method;
  const headers = [...new Headers(init.headers ?? request?.headers)];
  const sent = (JSON.stringify(headers) + url).toLowerCase();
  if (verb === "POST" && url.includes("/messages/send") && sent.includes(t)) found = true;
  return new Response("{}");
};
process.on("unhandledRejection", () => {});

const send = (x) =>
  fetch(`${G}/messages/send`, { method: "POST", headers: { Authorization: `Bearer ${x}` } });
const connectors = { getConnection: async () => ({ accessToken: t }) };
const results = [];
for (const piece of pieces) {
  found = false;
  try {
    const run = new AsyncFunction("t", "connectors", "send", "req", "G", piece);
    const req = new Request("https://app.example.com/f");
    // Some promises never settle.
    const answer = await Promise.race([
      run(t, connectors, send, req, G),
      new Promise((resolve) => setTimeout(resolve, 100)),
    ]);
    if (answer instanceof Response && (await answer.text()).includes(t)) found = true;
  } catch {
    // What fails carries nothing.
  }
  await new Promise((resolve) => setImmediate(resolve));
  results.push(found);
}
const has = (owner, name) => owner in globalThis &&
  (name in globalThis[owner] || name in (globalThis[owner].prototype ?? {}));
const known = Object.entries(owners).map(([owner, names]) => [
  owner,
  names.filter((name) => owner === "String" && name === "length" ? true : has(owner, name)),
]);
writeFileSync(output, JSON.stringify({ results, known: Object.fromEntries(known) }));
process.exit(0);
