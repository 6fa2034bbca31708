// Runs the functions of probes with a connector, a fetch and a console of its own, and prints what
// each does with its tokens: {"1": ["gmail POST https://…", "gmail exposed: …"], …}.
import { join } from "node:path";
import { readdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const BODIES = [
  { op: "send", type: "gmail", kind: "mail" },
  { op: "labels", type: "gmail", kind: "calendar" },
];
let seen;
let handler;

const note = (what, ...values) => {
  const text = JSON.stringify(values);
  for (const [, type] of text.matchAll(/token-of-(\w+)/g)) seen.add(`${type} ${what}`);
};

globalThis.fetch = async (target, init = {}) => {
  const request = target instanceof Request ? target : undefined;
  const headers = new Headers(init.headers ?? request?.headers);
  const url = new URL(request?.url ?? target);
  const verb = init.method ?? request?.method ?? "GET";
  note(`${verb} ${url.origin}${url.pathname}`, [...headers], url.search, init.body);
  return new Response("{}");
};
for (const name of ["log", "error", "warn", "info", "debug"]) {
  console[name] = (...values) => note(`exposed: the log (console.${name})`, values);
}
const files = new Map();
const environment = new Map();
globalThis.Deno = {
  serve: (given) => (handler = given),
  env: { get: (key) => environment.get(key), set: (key, value) => environment.set(key, value) },
  writeTextFile: async (path, text) => files.set(path, text),
  readTextFile: async (path) => files.get(path),
};
globalThis.localStorage = {
  getItem: (key) => environment.get(key),
  setItem: (key, value) => environment.set(key, value),
};
// What newer runtimes have.
Array.fromAsync ??= async (list) => Promise.all(list);
Promise.withResolvers ??= () => {
  let resolve, reject;
  const promise = new Promise((...functions) => ([resolve, reject] = functions));
  return { promise, resolve, reject };
};
const save = async (...values) => note("exposed: an entity of the app", values);
const entities = new Proxy({}, { get: () => ({ create: save, update: save }) });
globalThis.client = {
  entities,
  asServiceRole: {
    entities,
    connectors: {
      getConnection: async (type) => ({ accessToken: `token-of-${type}`, connectionConfig: null }),
      getAccessToken: async (type) => `token-of-${type}`,
    },
  },
  functions: { invoke: async () => ({}) },
};

process.on("unhandledRejection", (error) => seen?.add(`fails: ${error}`));
const result = {};
for (const name of readdirSync(folder)) {
  const found = (seen = new Set());
  try {
    await import(pathToFileURL(join(folder, name, "base44/functions/f/entry.mjs")).href);
    for (const body of BODIES) {
      const init = { method: "POST", body: JSON.stringify(body) };
      const answer = await handler(new Request("https://app.example.com/f", init));
      note("exposed: the response", await answer.text(), [...answer.headers]);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  } catch (error) {
    found.add(`fails: ${error}`);
  }
  result[name] = [...found].sort();
}
writeFileSync(join(folder, "result.json"), JSON.stringify(result));
process.exit(0);
