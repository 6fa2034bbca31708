#!/usr/bin/env node
// Runs the program in the package of this platform, and ends as it ends.
"use strict";

const { spawn } = require("child_process");
const os = require("os");
const path = require("path");

const FAILED = 2;
const PLATFORM = `${process.platform}-${process.arch}`;
const PACKAGE = `@connlint/${PLATFORM}`;
const OTHER_WAYS = "https://github.com/connlint/connlint#install";

function fail(text) {
  process.stderr.write(`connlint: ${text}\n`);
  process.exitCode = FAILED;
}

// The path of the program; undefined, after a message, if there is none.
function findProgram() {
  const { optionalDependencies } = require("../package.json");
  if (!(PACKAGE in optionalDependencies)) {
    fail(`There is no program for ${PLATFORM}. Other ways to install connlint: ${OTHER_WAYS}`);
    return undefined;
  }
  try {
    const folder = path.dirname(require.resolve(`${PACKAGE}/package.json`));
    const name = process.platform === "win32" ? "connlint.exe" : "connlint";
    return path.join(folder, "program", name);
  } catch (error) {
    fail(
      `The package ${PACKAGE} is not installed. Install optional dependencies too, on the system ` +
        `that runs connlint. Other ways to install it: ${OTHER_WAYS}`
    );
    return undefined;
  }
}

function run(program) {
  // A terminal sends Ctrl+C to the program as well, which should get it once.
  const hasTerminal = [0, 1, 2].some((stream) => require("tty").isatty(stream));
  let child;
  const passOn = (signal) => {
    if (child && !(signal === "SIGINT" && hasTerminal)) child.kill(signal);
  };
  // Before the start: a signal in between would end this process and not the program.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, passOn);
  child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
  child.on("error", (error) => fail(`${program} cannot be started: ${error.code}`));
  child.on("exit", (status, signal) => {
    if (signal === null) {
      process.exitCode = status;
      return;
    }
    // What ended the program ends this process too; for a signal that Node ignores, the status tells.
    process.exitCode = 128 + os.constants.signals[signal];
    process.removeListener(signal, passOn);
    process.kill(process.pid, signal);
  });
}

const program = findProgram();
if (program !== undefined) run(program);
