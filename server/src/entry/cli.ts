#!/usr/bin/env node
/** The command line's entry. The exit code is set and not forced, so that output is written out first. */
import { runCommandLine } from "../cli/program.ts";

runCommandLine(process.argv.slice(2)).then((exit) => {
  if (exit !== null) process.exitCode = exit;
});
