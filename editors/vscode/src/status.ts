// The item in the status bar: how the server is, beside the language of a file.
import { languages, LanguageStatusSeverity, type Disposable, type LanguageStatusItem } from "vscode";
import { SELECTOR } from "./documents";

const RESTART = { command: "connlint.restart", title: "Restart server" };
const SHOW_LOG = { command: "connlint.showLog", title: "Show log" };

/** How the server is, for people. */
export class Status implements Disposable {
  readonly #item: LanguageStatusItem = languages.createLanguageStatusItem("connlint", SELECTOR);

  constructor() {
    this.#item.name = "connlint";
    this.starting();
  }

  starting(): void {
    this.#show("connlint is starting", "", LanguageStatusSeverity.Information, true);
  }

  running(version: string, program: string): void {
    this.#show(`connlint ${version}`.trim(), program, LanguageStatusSeverity.Information, false);
    this.#item.command = RESTART;
  }

  failed(problem: string): void {
    this.#show("connlint does not run", problem, LanguageStatusSeverity.Error, false);
    this.#item.command = SHOW_LOG;
  }

  dispose(): void {
    this.#item.dispose();
  }

  #show(text: string, detail: string, severity: LanguageStatusSeverity, busy: boolean): void {
    Object.assign(this.#item, { text, detail, severity, busy, command: SHOW_LOG });
  }
}
