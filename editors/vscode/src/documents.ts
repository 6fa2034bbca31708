// Which documents connlint has a say about.
import { languages, workspace, type TextDocument } from "vscode";

/** What fits VS Code's own idea of a filter and that of the language client. */
interface Filter {
  scheme: string;
  language?: string;
  pattern?: string;
}

/** What is sent to the server; it says nothing about files that are part of no app. */
export const SELECTOR: Filter[] = [
  { scheme: "file", pattern: "**/connectors/*" },
  { scheme: "file", language: "jsonc" },
  { scheme: "file", pattern: "**/{functions,workflows,shared}/**/*.{json,jsonc,js,jsx,ts,tsx}" },
  { scheme: "file", pattern: "**/{src,app}/**/*.{js,jsx,ts,tsx}" },
  { scheme: "file", pattern: "**/{connlint,pyproject}.toml" },
  { scheme: "file", pattern: "**/package.json" },
  { scheme: "untitled", language: "jsonc" },
];

const REASONS: Filter[] = [
  { scheme: "file", pattern: "**/connectors/*.{json,jsonc}" },
  { scheme: "untitled", language: "jsonc" },
];
// Braces within braces would match nothing here.
const APP = `{${[
  "**/base44/config.json",
  "**/base44/config.jsonc",
  "**/connlint.toml",
  "**/connectors/*.json",
  "**/connectors/*.jsonc",
  "**/base44/functions/*/entry.js",
  "**/base44/functions/*/entry.ts",
].join(",")}}`;

/** Whether a document alone is a reason to start the server. */
export function isOurs(document: TextDocument): boolean {
  return languages.match(REASONS, document) > 0;
}

/** Whether the workspace looks like it holds an app. */
export async function holdsApp(): Promise<boolean> {
  return (await workspace.findFiles(APP, "**/node_modules/**", 1)).length > 0;
}
