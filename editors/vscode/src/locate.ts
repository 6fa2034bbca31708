// Where the connlint program is.
import { posix, win32 } from "node:path";

const INSTALL = "pip install git+https://github.com/connlint/connlint";

/** What can be started: a program by its full path, and the arguments before connlint's own. */
export interface Program {
  readonly path: string;
  readonly args: readonly string[];
}

/** What decides where connlint is. */
export interface Surroundings {
  /** The setting `connlint.path`, of whatever type it is. */
  readonly setting: unknown;
  /** The folders of the workspace, in its order. */
  readonly folders: readonly string[];
  /** Whether programs of the workspace may be run. */
  readonly trusted: boolean;
  readonly platform: NodeJS.Platform;
  /** The environment's PATH. */
  readonly searchPath: string;
  /** Whether there is a file that can be run. */
  isProgram(path: string): boolean;
}

/** The program, or why there is none, with the places that were looked at. */
export type Located =
  | { readonly program: Program }
  | { readonly problem: string; readonly places: readonly string[] };

/**
 * Find connlint: where the setting says, else in `.venv` of a folder, else in PATH.
 *
 * A setting that leads nowhere is a problem; nothing else is tried then.
 */
export function locate(around: Surroundings): Located {
  const { setting } = around;
  if (setting !== null && setting !== undefined && setting !== "") return bySetting(setting, around);
  const places = [...(around.trusted ? inFolders(around) : []), ...inPath("connlint", around)];
  const found = places.find((place) => around.isProgram(place));
  if (found !== undefined) return { program: { path: found, args: [] } };
  const where = around.trusted ? "in .venv of this folder or in PATH" : "in PATH";
  return { problem: `connlint was not found ${where}. Install it with: ${INSTALL}`, places };
}

function bySetting(setting: unknown, around: Surroundings): Located {
  const words: unknown[] = Array.isArray(setting) ? setting : [setting];
  if (!words.length || !words.every((word) => typeof word === "string" && word !== "")) {
    return {
      problem: "The setting connlint.path must be a path, or a list of a program and its arguments.",
      places: [],
    };
  }
  const root = around.folders[0] ?? "";
  const [name = "", ...args] = (words as string[]).map((word) =>
    word.replaceAll("${workspaceFolder}", root),
  );
  const places = placesOf(name, root, around);
  const path = places.find((place) => around.isProgram(place));
  if (path !== undefined) return { program: { path, args } };
  return { problem: `The setting connlint.path names ${JSON.stringify(name)}, which is not a program.`, places };
}

function placesOf(name: string, root: string, around: Surroundings): string[] {
  const { isAbsolute, join } = pathsOf(around);
  const isPath = around.platform === "win32" ? /[\\/]/.test(name) : name.includes("/");
  if (!isPath) return inPath(name, around);
  const full = isAbsolute(name) ? name : root && join(root, name);
  return full ? withSuffix(full, around) : [];
}

function inFolders(around: Surroundings): string[] {
  const { join } = pathsOf(around);
  const bin = around.platform === "win32" ? "Scripts" : "bin";
  return around.folders.flatMap((folder) => withSuffix(join(folder, ".venv", bin, "connlint"), around));
}

function inPath(name: string, around: Surroundings): string[] {
  const { delimiter, isAbsolute, join } = pathsOf(around);
  // A relative entry would mean the folder that happens to be open.
  const folders = around.searchPath.split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.flatMap((folder) => withSuffix(join(folder, name), around));
}

function withSuffix(path: string, around: Surroundings): string[] {
  return around.platform === "win32" && !/\.exe$/i.test(path) ? [`${path}.exe`] : [path];
}

function pathsOf(around: Surroundings): typeof posix {
  return around.platform === "win32" ? win32 : posix;
}
