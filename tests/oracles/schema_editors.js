// What VS Code's JSON service says about files, given schemas by pattern or by address.
// Usage: node schema_editors.js PACKAGE < REQUEST. The request has `schemas` (address to
// schema), `associations` (`fileMatch` and `url` each) and `files` (`uri`, `text`, and the
// `offset` at which to complete). Prints, for each file, messages and completions.
const path = require("node:path");
const { readFileSync } = require("node:fs");

const folder = path.resolve(process.argv[2]);
const { getLanguageService, TextDocument } = require(folder);
const request = JSON.parse(readFileSync(0, "utf8"));

async function loaded(address) {
  if (!(address in request.schemas)) throw new Error(`no schema at ${address}`);
  return JSON.stringify(request.schemas[address]);
}

async function main() {
  const service = getLanguageService({ schemaRequestService: loaded });
  service.configure({
    validate: true,
    schemas: request.associations.map(({ fileMatch, url }) => ({ uri: url, fileMatch })),
  });
  const answers = [];
  for (const { uri, text, offset } of request.files) {
    const language = uri.endsWith("c") ? "jsonc" : "json";
    const document = TextDocument.create(uri, language, 1, text);
    const tree = service.parseJSONDocument(document);
    // As VS Code asks: comments are fine in JSONC, and what the schema says wins.
    const settings = language === "jsonc" ? { comments: "ignore", trailingCommas: "warning" } : undefined;
    const found = await service.doValidation(document, tree, settings);
    const messages = found.map(
      ({ range, severity, message }) =>
        `${document.offsetAt(range.start)}-${document.offsetAt(range.end)} ${severity} ${message}`,
    );
    let completions = null;
    if (offset !== undefined) {
      const list = await service.doComplete(document, document.positionAt(offset), tree);
      completions = list.items.map(({ label }) => label);
    }
    answers.push({ messages, completions });
  }
  process.stdout.write(JSON.stringify(answers));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
