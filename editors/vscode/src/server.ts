// The server's life: found, started, stopped, started again, and said how it is.
import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import { window, workspace, type LogOutputChannel } from "vscode";
import {
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
  type LanguageClientOptions,
} from "vscode-languageclient/node";
import { SELECTOR } from "./documents";
import { locate, type Program } from "./locate";
import type { Status } from "./status";

const SHOW_LOG = "Show log";
const AGAIN = "Try again";

/** One language server for the window. */
export class Server {
  #client: LanguageClient | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(
    readonly log: LogOutputChannel,
    readonly status: Status,
  ) {}

  /** Start the server, again if it runs; one request waits for the other. */
  restart(): Promise<void> {
    return this.#queue(async () => {
      await this.#halt();
      await this.#start();
    });
  }

  /** End the server. */
  stop(): Promise<void> {
    return this.#queue(() => this.#halt());
  }

  #queue(step: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(step, step);
    return this.#last;
  }

  async #halt(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    // One that has not started, or has crashed, cannot be asked to stop.
    if (client?.state === State.Running) await client.stop();
    await client?.dispose().catch(() => undefined);
  }

  async #start(): Promise<void> {
    const located = locate({
      setting: workspace.getConfiguration("connlint").get("path"),
      folders: folders(),
      trusted: workspace.isTrusted,
      platform: process.platform,
      searchPath: process.env["PATH"] ?? "",
      isProgram,
    });
    if ("problem" in located) {
      for (const place of located.places) this.log.info(`No program here: ${place}`);
      this.#fail(located.problem);
      return;
    }
    const { program } = located;
    this.log.info(`Starting ${[program.path, ...program.args, "server"].join(" ")}`);
    this.status.starting();
    const client = this.#make(program);
    this.#client = client;
    try {
      await client.start();
    } catch (error) {
      this.#fail(`connlint does not start: ${error instanceof Error ? error.message : error}`);
    }
  }

  #make(program: Program): LanguageClient {
    const options: LanguageClientOptions = {
      documentSelector: SELECTOR,
      initializationOptions: workspace.getConfiguration("connlint"),
      initializationFailedHandler: () => false,
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
    };
    const executable = {
      command: program.path,
      args: [...program.args, "server"],
      transport: TransportKind.stdio,
      options: { cwd: folders()[0] ?? homedir() },
    };
    const client = new LanguageClient("connlint", "connlint", executable, options);
    client.onDidChangeState(({ newState }) => {
      if (client !== this.#client) return;
      if (newState === State.Running) {
        const version = client.initializeResult?.serverInfo?.version ?? "";
        this.status.running(version, program.path);
      } else if (newState === State.Stopped) {
        this.status.failed("The server has stopped.");
      }
    });
    return client;
  }

  #fail(problem: string): void {
    this.log.error(problem);
    this.status.failed(problem);
    // Nobody waits for the answer: the message may stay for hours.
    void window.showErrorMessage(problem, AGAIN, SHOW_LOG).then((answer) => {
      if (answer === SHOW_LOG) this.log.show();
      if (answer === AGAIN) void this.restart();
    });
  }
}

function folders(): string[] {
  const all = workspace.workspaceFolders ?? [];
  return all.filter((folder) => folder.uri.scheme === "file").map((folder) => folder.uri.fsPath);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
