// Reads {"texts": [...]} or {"characters": true} from standard input and writes what npm json5
// makes of it. The argument is the folder of the package. Values are written exactly, in
// the form of tests/jsonc/values.py.
"use strict";

const fs = require("fs");
const JSON5 = require(process.argv[2]);

Error.stackTraceLimit = 0; // Most texts are refused, and nobody reads their stacks.
console.warn = () => {}; // json5 warns of U+2028 in strings.

const units = (text) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));

function compare(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

function exact(value) {
  if (typeof value === "number") {
    if (Number.isNaN(value)) return "NaN";
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return bytes.toString("hex");
  }
  if (typeof value === "string") return { text: units(value) };
  if (Array.isArray(value)) return value.map(exact);
  if (value === null || typeof value === "boolean") return value;
  const members = Object.keys(value).map((key) => [units(key), exact(value[key])]);
  return { members: members.sort((a, b) => compare(a[0], b[0])) };
}

function read(text) {
  let value;
  try {
    value = JSON5.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { accepted: false };
  }
  return { accepted: true, value: exact(value) };
}

// The one key of an object with the text as its source; nothing where json5 refuses it.
function key(source) {
  try {
    const keys = Object.keys(JSON5.parse(`{${source}:1}`));
    return keys.length === 1 ? keys[0] : undefined;
  } catch {
    return undefined;
  }
}

const escaped = (code) => "\\u" + code.toString(16).padStart(4, "0");

// The code points that may begin a key, go on in one, and be the white space between two tokens.
// Escapes have four digits, so each is tried for code units only.
function characters() {
  const found = { start: [], part: [], escaped_start: [], escaped_part: [], space: [] };
  for (let code = 0; code <= 0x10ffff; code++) {
    const char = String.fromCodePoint(code);
    if (key(char) === char) found.start.push(code);
    const longer = key("a" + char);
    if (longer === "a" + char) found.part.push(code);
    if (longer === "a") found.space.push(code);
    if (code > 0xffff) continue;
    if (key(escaped(code)) === char) found.escaped_start.push(code);
    if (key("a" + escaped(code)) === "a" + char) found.escaped_part.push(code);
  }
  return found;
}

const asked = JSON.parse(fs.readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(asked.characters ? characters() : asked.texts.map(read)));
