// What VS Code says of the JSON files of a directory, with a schema.
// Usage: node validate.cjs SCHEMA DIRECTORY; ends with status 1 when there is something to say.
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");
const { TextDocument, getLanguageService } = require("vscode-json-languageservice");

async function main(schemaFile, directory) {
  const service = getLanguageService({});
  const schema = JSON.parse(readFileSync(schemaFile, "utf8"));
  const uri = pathToFileURL(schemaFile).href;
  service.configure({ validate: true, schemas: [{ uri, fileMatch: ["*"], schema }] });
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const text = readFileSync(path, "utf8");
    const document = TextDocument.create(pathToFileURL(path).href, "json", 1, text);
    const tree = service.parseJSONDocument(document);
    for (const { range, message } of await service.doValidation(document, tree)) {
      console.log(`${path}:${range.start.line + 1}:${range.start.character + 1}: ${message}`);
      process.exitCode = 1;
    }
  }
}

main(...process.argv.slice(2));
