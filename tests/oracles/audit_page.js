// Opens the page of the least-privilege report in Chromium and says what a reader would meet.
// Arguments: the folder of playwright-core, the program, the page, where screenshots go.
const [library, program, page_path, pictures] = process.argv.slice(2);
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

(async () => {
  const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
  const said = { requests: [], problems: [], schemes: {} };
  for (const colorScheme of ["light", "dark"]) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1200, height: 900 } });
    page.on("request", (request) => said.requests.push(request.url()));
    page.on("console", (message) => said.problems.push(message.text()));
    page.on("pageerror", (error) => said.problems.push(String(error)));
    page.on("dialog", (dialog) => said.problems.push(dialog.message()));
    await page.goto(`file://${page_path}`);
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
    // With nothing but the keyboard: every link, the matrix and every detail is reached and opened.
    const stops = [];
    for (;;) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const at = document.activeElement;
        return at === document.body ? null : at.localName + (at.className ? `.${at.className}` : "");
      });
      if (stop === null || stops.length > 500) break;
      if (stop === "summary") await page.keyboard.press("Enter");
      stops.push(stop);
    }
    said.stops = stops;
    said.opened = await page.$$eval("details", (all) => all.filter((each) => each.open).length);
    said.details = await page.$$eval("details", (all) => all.length);
    await page.setViewportSize({ width: 400, height: 800 });
    said.sideways = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
  }
  await browser.close();
  process.stdout.write(JSON.stringify(said));
})();
