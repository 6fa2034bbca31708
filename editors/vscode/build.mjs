// Bundles the extension into one file, and the licences of what went into it into another.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const { metafile } = await build({
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  bundle: true,
  external: ["vscode"],
  format: "cjs",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  minify: true,
  platform: "node",
  target: "node18",
});

const packageOf = (file) => file.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0];
const folders = new Set(Object.keys(metafile.inputs).map(packageOf).filter(Boolean));

const notice = (folder) => {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (!file) throw new Error(`${name} has no licence file`);
  return `${name} ${version} (${license})\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
};
writeFileSync("dist/third-party.txt", [...folders].sort().map(notice).join(`\n${"-".repeat(72)}\n\n`));
