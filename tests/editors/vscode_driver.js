// Uses VS Code as a person would, in Chromium, and says what is to be seen.
// Argument: JSON {library, chromium, port, pictures, icon, apps: {broken, fixtures, bare, listed}},
// or {library, chromium, port, pictures, session}, where the session is the app that the probe uses.
const { cpSync, existsSync, readFileSync } = require("node:fs");
const given = JSON.parse(process.argv[2]);
const { chromium } = require(given.library);

const SECONDS = 60;
const said = {};

/** Open a folder in a fresh window of the browser, with a file if one is named. */
const open = async (browser, folder, file) => {
  const viewport = { width: 1000, height: 560 };
  const page = await browser.newPage({ viewport, colorScheme: "light", deviceScaleFactor: 1.5 });
  page.setDefaultTimeout(SECONDS * 1000);
  const target = `vscode-remote://127.0.0.1:${given.port}${folder}/${file}`;
  const payload = file ? encodeURIComponent(JSON.stringify([["openFile", target]])) : "[]";
  await page.goto(`http://127.0.0.1:${given.port}/?folder=${folder}&payload=${payload}`);
  if (file) await page.waitForSelector(`.monaco-editor[data-uri$="${file}"] .view-line`);
  return page;
};

const command = async (page, title) => {
  await page.keyboard.press("F1");
  await page.waitForSelector(".quick-input-widget input");
  await page.keyboard.type(title);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().click();
};

/** Put the cursor into a place; lines and columns count from 1. */
const goTo = async (page, line, column) => {
  await page.locator(".monaco-editor .view-lines").first().click({ position: { x: 300, y: 5 } });
  await page.keyboard.press("Control+g");
  await page.waitForSelector(".quick-input-widget input");
  await page.keyboard.type(`${line}:${column}`);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".quick-input-widget", { state: "hidden" });
  // A key is lost that comes before the cursor is there and the editor has the keyboard back.
  await page.locator("[id='status.editor.selection']", { hasText: `Ln ${line},` }).waitFor();
  await page.waitForSelector(".editor-group-container .monaco-editor.focused");
};

/** Press a key for something to open; again where that was lost, as a person would, three times at most. */
const opened = async (page, key, selector) => {
  for (let turn = 0; turn < 3; turn++) {
    await page.keyboard.press(key);
    if (await page.waitForSelector(selector, { timeout: 15000 }).catch(() => null)) return;
  }
  throw new Error(`${key} opens no ${selector}`);
};

const linesOf = async (page, inside = ".editor-group-container") =>
  (await page.locator(`${inside} .view-line`).allInnerTexts()).map((each) =>
    each.replaceAll("\u00a0", " "),
  );

/** The lines of the log, which is on show, as soon as a text is in them. */
const logged = async (page, text) => {
  await page.locator(".panel .view-line", { hasText: text }).first().waitFor();
  return linesOf(page, ".panel");
};

const answered = async (page, path) => {
  for (let turn = 0; turn < SECONDS * 10 && !existsSync(path); turn++) await page.waitForTimeout(100);
  return JSON.parse(readFileSync(path, "utf8"));
};

const saved = async (page) => {
  await page.keyboard.press("Control+s");
  await page.waitForSelector(".tab.dirty", { state: "detached" });
};

// What VS Code's own interface says; then a quick fix and a completion, with the keyboard.
const edit = async (browser) => {
  const page = await open(browser, given.apps.fixtures, given.astral);
  await page.waitForSelector(".squiggly-error");
  said.answer = await answered(page, `${given.apps.fixtures}/.probe-answer.json`);
  await page.locator("[id='status.languageStatus']").click();
  await page.locator(".hover-language-status .element", { hasText: "connlint" }).waitFor();
  said.status = await page.locator(".hover-language-status .element").allInnerTexts();
  await page.keyboard.press("Escape");
  await goTo(page, ...given.wrong);
  await opened(page, "Control+.", ".action-widget .monaco-list-row.action");
  said.menu = await page.locator(".action-widget .monaco-list-row.action").allInnerTexts();
  await page.keyboard.press("Enter");
  await page.waitForSelector(".squiggly-error", { state: "detached" });
  said.fixed = await linesOf(page);
  await goTo(page, ...given.empty);
  await opened(page, "Control+Space", ".suggest-widget.visible .monaco-list-row");
  await page.keyboard.type('"' + given.typed);
  // The list is sifted while one types; its rows are in the document in any order.
  const first = page.locator(".suggest-widget.visible .monaco-list-row[data-index='0'] .label-name");
  await first.filter({ hasText: given.typed }).waitFor();
  said.suggested = await first.innerText();
  await page.keyboard.press("Enter");
  await saved(page);
  said.completed = await linesOf(page);
  await page.close();
};

// The picture of the documentation: a finding under the pointer, and the list of problems.
const draw = async (browser) => {
  const page = await open(browser, given.apps.broken, given.drawn);
  await page.waitForSelector(".squiggly-error");
  await command(page, "View: Toggle Primary Side Bar Visibility");
  await command(page, "Problems: Focus on Problems View");
  await page.locator(".panel .viewpane-filter input").fill(given.drawn);
  await page.locator(".markers-panel .monaco-list-row", { hasText: "did you mean" }).first().waitFor();
  await page.locator(".view-line span span", { hasText: given.pointed }).last().hover();
  await page.locator(".monaco-hover .hover-contents", { hasText: "did you mean" }).waitFor();
  said.hover = (await page.locator(".monaco-hover .hover-contents").allInnerTexts()).join("\n");
  await page.waitForTimeout(1000);
  await page.screenshot({ path: `${given.pictures}/vscode.png` });
  await page.close();
};

// Without connlint: what is said, where its button leads, and that it goes on once connlint is there.
const miss = async (browser) => {
  const page = await open(browser, given.apps.bare, given.shown);
  const toast = page.locator(".notification-toast", { hasText: "connlint" });
  await toast.waitFor();
  said.missing = (await toast.locator(".notification-list-item-message").innerText()).trim();
  said.buttons = await toast.locator(".notification-list-item-buttons-container a").allInnerTexts();
  await toast.locator("a", { hasText: "Show log" }).click();
  said.log = await logged(page, "was not found");
  cpSync(`${given.apps.broken}/.venv`, `${given.apps.bare}/.venv`, { recursive: true });
  await command(page, "connlint: Restart server");
  await page.waitForSelector(".squiggly-error");
  await page.close();
};

// With a list in connlint.path; the command that shows the log, and the one that starts again.
const restart = async (browser) => {
  const page = await open(browser, given.apps.listed, given.shown);
  await page.waitForSelector(".squiggly-error");
  await command(page, "connlint: Show log");
  said.started = await logged(page, "Starting");
  await command(page, "connlint: Restart server");
  await page.waitForSelector(".squiggly-error", { state: "detached" });
  await page.waitForSelector(".squiggly-error");
  await page.close();
};

// A folder of which no file is open.
const look = async (browser) => {
  const page = await open(browser, given.apps.broken);
  const counts = page.locator("[id='status.problems']", { hasText: /[1-9]/ });
  await counts.waitFor();
  said.counts = await counts.getAttribute("aria-label");
  await page.close();
};

// What the probe is asked to do.
const session = async (browser) => {
  const page = await open(browser, given.session);
  said.answer = await answered(page, `${given.session}/.probe-answer.json`);
  await page.close();
};

const icon = async (browser) => {
  const page = await browser.newPage({ viewport: { width: 128, height: 128 } });
  const svg = readFileSync(given.icon, "utf8");
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${svg}`);
  await page.screenshot({ path: `${given.pictures}/icon.png`, omitBackground: true });
  await page.close();
};

(async () => {
  const browser = await chromium.launch({
    executablePath: given.chromium,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  let at = "";
  try {
    for (const scene of given.session ? [session] : [icon, edit, look, draw, miss, restart]) {
      at = scene.name;
      await scene(browser);
    }
  } catch (error) {
    const pages = browser.contexts().flatMap((each) => each.pages());
    await pages.at(-1)?.screenshot({ path: `${given.pictures}/vscode-failed.png` });
    process.stderr.write(`${at}: ${error.stack}\n`);
    process.exitCode = 1;
  }
  await browser.close();
  process.stdout.write(JSON.stringify(said));
})();
