// Opens pages of the least-privilege report in Chromium and says what a reader would meet.
// Arguments: the folder of playwright-core, the program, the page of a small app, that of several
// apps, where screenshots go.
const [library, program, small, large, pictures] = process.argv.slice(2);
const { chromium } = require(library);

// The lowest contrast between a text and what is behind it, by the formula of WCAG 2.
const lowestContrast = (all) => {
  const parse = (text) => text.match(/[\d.]+/g).map(Number);
  const light = (colour) =>
    parse(colour)
      .slice(0, 3)
      .map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ratios = all
    .filter((each) => each.textContent.trim() && each.checkVisibility())
    .map((element) => {
      let behind = element;
      while (parse(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
      const [a, b] = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor]
        .map(light)
        .sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05);
    });
  return Math.min(...ratios);
};

const isSideways = () =>
  document.documentElement.scrollWidth > document.documentElement.clientWidth;

// How many of the elements of a selector can be seen.
const seen = (page, selector) =>
  page.$$eval(selector, (all) => {
    const options = { contentVisibilityAuto: true, visibilityProperty: true };
    return all.filter((each) => each.checkVisibility(options) && each.getClientRects().length).length;
  });

// The hints that a table scrolls, the tables that do, and whether the page itself does.
const scrolls = async (page) => ({
  cues: await seen(page, ".cue"),
  tables: await page.$$eval(
    ".matrix",
    (all) => all.filter((each) => each.scrollWidth > each.clientWidth).length,
  ),
  sideways: await page.evaluate(isSideways),
});

// With nothing but the keyboard: every link, the matrix and every detail is reached and opened.
const stopsOf = async (page) => {
  const stops = [];
  for (;;) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      return at === document.body ? null : at.localName + (at.className ? `.${at.className}` : "");
    });
    if (stop === null || stops.length > 500) return stops;
    if (stop === "summary") await page.keyboard.press("Enter");
    stops.push(stop);
  }
};

// A page with many apps: its contents, its print, and its table in a window and on a phone.
const largePage = async (browser, said) => {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await page.goto(`file://${large}`);
  said.contents = await page.$$eval("nav a", (all) =>
    all.map((each) => [each.textContent, document.querySelector(each.getAttribute("href")).textContent]),
  );
  said.wide = await scrolls(page);
  await page.screenshot({ path: `${pictures}/apps.png`, fullPage: true });
  said.evidence = await page.$$eval("details li", (all) => all.length);
  said.onScreen = await seen(page, "details li");
  await page.emulateMedia({ media: "print" });
  said.onPaper = await seen(page, "details li");
  said.cuesOnPaper = await seen(page, ".cue");
  await page.screenshot({ path: `${pictures}/print.png`, fullPage: true });
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize({ width: 375, height: 800 });
  said.phone = await scrolls(page);
  await page.screenshot({ path: `${pictures}/phone.png`, fullPage: true });
};

(async () => {
  const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
  const said = { requests: [], problems: [], schemes: {} };
  for (const colorScheme of ["light", "dark"]) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1200, height: 900 } });
    page.on("request", (request) => said.requests.push(request.url()));
    page.on("console", (message) => said.problems.push(message.text()));
    page.on("pageerror", (error) => said.problems.push(String(error)));
    page.on("dialog", (dialog) => said.problems.push(dialog.message()));
    await page.goto(`file://${small}`);
    const texts = "h1, h2, h3, p, a, li, code, summary, caption, td, th, footer, .badge, .note";
    const lowest = await page.$$eval(texts, lowestContrast);
    await page.screenshot({ path: `${pictures}/${colorScheme}.png`, fullPage: true });
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    said.schemes[colorScheme] = { ground, lowest };
    if (colorScheme === "dark") continue;
    said.title = await page.title();
    said.elements = await page.evaluate(() =>
      [...new Set([...document.querySelectorAll("*")].map((each) => each.localName))].sort(),
    );
    said.headings = await page.$$eval("h1, h2, h3", (all) => all.map((each) => each.textContent));
    said.stops = await stopsOf(page);
    said.opened = await page.$$eval("details", (all) => all.filter((each) => each.open).length);
    said.details = await page.$$eval("details", (all) => all.length);
    await page.setViewportSize({ width: 375, height: 800 });
    said.sideways = await page.evaluate(isSideways);
  }
  await largePage(browser, said);
  await browser.close();
  process.stdout.write(JSON.stringify(said));
})();
