// Where connlint is found, on any system, without one.
import { deepStrictEqual } from "node:assert";
import { test } from "node:test";
import { locate, type Located, type Surroundings } from "../src/locate";

const MISSING = "connlint was not found in .venv of this folder or in PATH. Install it with: pip install git+https://github.com/connlint/connlint";
const LIST = "The setting connlint.path must be a path, or a list of a program and its arguments.";

interface Case {
  readonly name: string;
  readonly around?: Partial<Surroundings>;
  readonly programs?: readonly string[];
  readonly expected: Located;
}

const at = (path: string, ...args: string[]): Located => ({ program: { path, args } });
const none = (problem: string, ...places: string[]): Located => ({ problem, places });
const named = (name: string): string => `The setting connlint.path names "${name}", which is not a program.`;

const WINDOWS = {
  platform: "win32",
  folders: ["C:\\app"],
  searchPath: "C:\\tools;D:\\bin",
} as const;

const CASES: readonly Case[] = [
  {
    name: "the environment of the folder goes before PATH",
    programs: ["/app/.venv/bin/connlint", "/usr/bin/connlint"],
    expected: at("/app/.venv/bin/connlint"),
  },
  {
    name: "every folder of the workspace is looked at, in its order",
    around: { folders: ["/app", "/site", "/shop"] },
    programs: ["/shop/.venv/bin/connlint", "/site/.venv/bin/connlint"],
    expected: at("/site/.venv/bin/connlint"),
  },
  { name: "PATH is next", programs: ["/usr/bin/connlint"], expected: at("/usr/bin/connlint") },
  {
    name: "a folder that is not trusted brings no program",
    around: { trusted: false },
    programs: ["/app/.venv/bin/connlint", "/usr/bin/connlint"],
    expected: at("/usr/bin/connlint"),
  },
  {
    name: "and the message then speaks of PATH alone",
    around: { trusted: false },
    programs: ["/app/.venv/bin/connlint"],
    expected: none(
      "connlint was not found in PATH. Install it with: pip install git+https://github.com/connlint/connlint",
      "/usr/local/bin/connlint",
      "/usr/bin/connlint",
    ),
  },
  {
    name: "a relative entry of PATH is passed over",
    around: { folders: [], searchPath: ".:bin::/usr/bin" },
    expected: none(MISSING, "/usr/bin/connlint"),
  },
  {
    name: "without any, all places are named",
    expected: none(MISSING, "/app/.venv/bin/connlint", "/usr/local/bin/connlint", "/usr/bin/connlint"),
  },
  {
    name: "a path that is set",
    around: { setting: "/opt/connlint" },
    programs: ["/opt/connlint", "/app/.venv/bin/connlint"],
    expected: at("/opt/connlint"),
  },
  {
    name: "one from the folder",
    around: { setting: "env/bin/connlint" },
    programs: ["/app/env/bin/connlint"],
    expected: at("/app/env/bin/connlint"),
  },
  {
    name: "one with the folder's name in it",
    around: { setting: "${workspaceFolder}/../env/connlint" },
    programs: ["/app/../env/connlint"],
    expected: at("/app/../env/connlint"),
  },
  {
    name: "a list of a program in PATH and its arguments",
    around: { setting: ["uv", "run", "--directory", "${workspaceFolder}", "connlint"] },
    programs: ["/usr/bin/uv"],
    expected: at("/usr/bin/uv", "run", "--directory", "/app", "connlint"),
  },
  {
    name: "a setting that leads nowhere is said; nothing else is tried",
    around: { setting: "/opt/connlint" },
    programs: ["/app/.venv/bin/connlint"],
    expected: none(named("/opt/connlint"), "/opt/connlint"),
  },
  {
    name: "a relative path without a folder leads nowhere",
    around: { setting: "./connlint", folders: [] },
    programs: ["./connlint"],
    expected: none(named("./connlint")),
  },
  { name: "an empty text is no setting", around: { setting: "" }, programs: ["/usr/bin/connlint"], expected: at("/usr/bin/connlint") },
  { name: "an empty list is a mistake", around: { setting: [] }, expected: none(LIST) },
  { name: "so is a number", around: { setting: 1 }, expected: none(LIST) },
  { name: "and a number in a list", around: { setting: ["uv", 1] }, expected: none(LIST) },
  {
    name: "Windows: the environment of the folder",
    around: WINDOWS,
    programs: ["C:\\app\\.venv\\Scripts\\connlint.exe"],
    expected: at("C:\\app\\.venv\\Scripts\\connlint.exe"),
  },
  {
    name: "Windows: PATH",
    around: WINDOWS,
    programs: ["D:\\bin\\connlint.exe"],
    expected: at("D:\\bin\\connlint.exe"),
  },
  {
    name: "Windows: a path that is set, with either slash and without a suffix",
    around: { ...WINDOWS, setting: "env/Scripts/connlint" },
    programs: ["C:\\app\\env\\Scripts\\connlint.exe"],
    expected: at("C:\\app\\env\\Scripts\\connlint.exe"),
  },
  {
    name: "Windows: a suffix is not written twice",
    around: { ...WINDOWS, setting: "C:\\opt\\connlint.EXE" },
    programs: ["C:\\opt\\connlint.EXE"],
    expected: at("C:\\opt\\connlint.EXE"),
  },
];

for (const { name, around, programs = [], expected } of CASES) {
  test(name, () => {
    const found = locate({
      setting: null,
      folders: ["/app"],
      trusted: true,
      platform: "linux",
      searchPath: "/usr/local/bin:/usr/bin",
      isProgram: (path) => programs.includes(path),
      ...around,
    });
    deepStrictEqual(found, expected);
  });
}
