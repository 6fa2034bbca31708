// Starts connlint's language server where there is something for it, and offers its commands.
import { commands, window, workspace, type ExtensionContext } from "vscode";
import { holdsApp, isOurs } from "./documents";
import { Server } from "./server";
import { Status } from "./status";

let server: Server | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel("connlint", { log: true });
  const status = new Status();
  const started = new Server(log, status);
  server = started;
  let wanted = false;
  const want = (): void => {
    if (!wanted) void started.restart();
    wanted = true;
  };
  const again = (): void => {
    if (wanted) void started.restart();
  };
  context.subscriptions.push(
    log,
    status,
    commands.registerCommand("connlint.restart", () => {
      wanted = true;
      return started.restart();
    }),
    commands.registerCommand("connlint.showLog", () => log.show()),
    workspace.onDidGrantWorkspaceTrust(again),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("connlint.path")) again();
    }),
    workspace.onDidOpenTextDocument((document) => {
      if (isOurs(document)) want();
    }),
  );
  if (workspace.textDocuments.some(isOurs) || (await holdsApp())) want();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
