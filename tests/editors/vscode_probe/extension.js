// Answers .probe.json of the first folder, by what VS Code's own interface says of connlint.
// A question: {files: [{path, hover: [line, character], complete: [line, character]}], infos: path};
// lines and characters count from 0, and `infos` is the file that has more with minSeverity info.
// Another question is {session: {path, found, fix, edits, left}}: what to do in a file, with the rules
// that are found in it first and last, in one string.
const { readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { commands, languages, Position, Range, Uri, window, workspace, WorkspaceEdit } = require("vscode");

const SECONDS = 40;
const pause = () => new Promise((done) => setTimeout(done, 100));
const numbers = ({ start, end }) => [start.line, start.character, end.line, end.character];
const ours = (uri) => languages.getDiagnostics(uri).filter((each) => each.source === "connlint");
const told = (document) =>
  ours(document.uri).map((each) => ({
    rule: each.code.value,
    docs: each.code.target.toString(),
    severity: each.severity,
    range: numbers(each.range),
    text: document.getText(each.range),
    message: each.message,
    tags: each.tags ?? [],
    related: (each.relatedInformation ?? []).map((other) => [
      other.location.uri.path.split("/").pop(),
      ...numbers(other.location.range),
    ]),
  }));

/** Wait for something to be there and to stay as it is for a second. */
const settled = async (read, isThere) => {
  let last = "";
  let same = 0;
  for (let turn = 0; turn < SECONDS * 10 && same < 10; turn++) {
    const now = JSON.stringify(read());
    same = isThere() && now === last ? same + 1 : 0;
    last = now;
    await pause();
  }
  return read();
};

const hoverOf = async (document, place) => {
  const found = await commands.executeCommand("vscode.executeHoverProvider", document.uri, place);
  return found.map((each) => ({
    range: numbers(each.range),
    text: document.getText(each.range),
    contents: each.contents.map((part) => part.value ?? part),
  }));
};

const actionsOf = async (document, range) => {
  const name = "vscode.executeCodeActionProvider";
  const found = await commands.executeCommand(name, document.uri, range, "quickfix");
  return found.map((each) => ({
    title: each.title,
    preferred: Boolean(each.isPreferred),
    edits: (each.edit?.entries() ?? []).flatMap(([uri, edits]) =>
      edits.map((edit) => [uri.path.split("/").pop(), numbers(edit.range), edit.newText]),
    ),
  }));
};

const completionsOf = async (document, place) => {
  const name = "vscode.executeCompletionItemProvider";
  const { items } = await commands.executeCommand(name, document.uri, place);
  return items.map((each) => each.label.label ?? each.label);
};

const answer = async (root, { path, hover, complete }) => {
  const document = await workspace.openTextDocument(Uri.file(join(root, path)));
  const found = await settled(
    () => told(document),
    () => ours(document.uri).length > 0,
  );
  return {
    found,
    hover: hover && (await hoverOf(document, new Position(...hover))),
    completions: complete && (await completionsOf(document, new Position(...complete))),
    actions: found.length ? await actionsOf(document, new Range(...found[0].range)) : [],
  };
};

/** Change a setting, which reaches the server while it runs. */
const change = async (root, path, said) => {
  const document = await workspace.openTextDocument(Uri.file(join(root, path)));
  const rules = () => told(document).map((each) => each.rule);
  const before = rules().length;
  for (const [key, value] of [
    ["shown", "info"],
    ["hidden", undefined],
  ]) {
    await workspace.getConfiguration("connlint").update("minSeverity", value);
    const isThere = () => rules().length > before === (key === "shown");
    said[key] = await settled(rules, isThere);
  }
};

/** Wait until something is so. */
const until = async (isSo) => {
  for (let turn = 0; turn < SECONDS * 10 && !isSo(); turn++) await pause();
};

/** Do in a file what a person does in an editor, and stop the server as VS Code does. */
const play = async (root, { path, found, fix, edits, left }) => {
  const uri = Uri.file(join(root, path));
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(document);
  const rules = () => told(document).map((each) => each.rule).sort().join(" ");
  const replace = async (before, after) => {
    const start = document.getText().indexOf(before);
    const edit = new WorkspaceEdit();
    const end = start + before.length;
    edit.replace(uri, new Range(document.positionAt(start), document.positionAt(end)), after);
    await workspace.applyEdit(edit);
  };
  await until(() => rules() === found);
  await commands.executeCommand("vscode.executeHoverProvider", uri, new Position(1, 12));
  const actions = await commands.executeCommand(
    "vscode.executeCodeActionProvider",
    uri,
    told(document).map((each) => new Range(...each.range))[0],
    "quickfix",
  );
  await workspace.applyEdit(actions.find((each) => each.title === fix).edit);
  for (const [before, after] of edits) {
    await replace(before, after);
    const place = document.positionAt(document.getText().indexOf(after) + after.length - 1);
    await commands.executeCommand("vscode.executeCompletionItemProvider", uri, place);
  }
  await until(() => rules() === left);
  const seen = rules();
  await document.save();
  await commands.executeCommand("workbench.action.closeAllEditors");
  await commands.executeCommand("connlint.restart");
  return seen;
};

exports.activate = async () => {
  const root = workspace.workspaceFolders[0].uri.fsPath;
  const { files = [], infos, session } = JSON.parse(readFileSync(join(root, ".probe.json"), "utf8"));
  const said = { files: {} };
  try {
    if (session) said.session = await play(root, session);
    for (const file of files) said.files[file.path] = await answer(root, file);
    if (infos) await change(root, infos, said);
  } catch (error) {
    said.problem = String(error.stack);
  }
  writeFileSync(join(root, ".probe-part.json"), JSON.stringify(said));
  renameSync(join(root, ".probe-part.json"), join(root, ".probe-answer.json"));
};
