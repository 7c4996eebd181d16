/** The command line: its commands, options and help. What they do is in the files beside this one. */
import { Command, CommanderError, Option } from "commander";
import { createColors } from "picocolors";
import { describeError } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import { safeMessage } from "../base/safeText.ts";
import { version } from "../node/assets.ts";
import { serveProcess } from "../node/nodeServer.ts";
import { type CheckOptions, type CommandIo, check, checkFormats } from "./check.ts";
import { type EvalOptions, evalExpression } from "./eval.ts";
import { evalHost } from "./evalHost.ts";
import { type ExitCode, UsageError } from "./exit.ts";
import { fmt } from "./fmt.ts";
import { schema } from "./schema.ts";

/** Of every command that evaluates: for configurations of others, as in continuous integration. */
const untrusted = ["--untrusted", "read nothing but the workspace's own files", false] as const;

/** What an option that may be given more than once was given. */
const gather = (text: string, before: readonly string[]): readonly string[] => [...before, text];

/** Runs one command line (`argv` without node and script) and says how the process is to end; `null`: it goes on. */
export async function runCommandLine(argv: readonly string[]): Promise<ExitCode | null> {
  const io = processIo();
  let exit: ExitCode | null = 0;
  const program = new Command("plasmacloud-nix")
    .description("Checks NixOS configurations by evaluating them, without Nix installed.")
    .version(version())
    .exitOverride()
    .showHelpAfterError("(--help says what there is)");

  program
    .command("check")
    .description(
      "report what is wrong: exit 0 nothing at or above the bar, 1 something, 2 could not run, or a flake, a host's own file or a file that a host imports is there and was not read",
    )
    .argument("[path...]", "files and folders to report on; - reads one file from standard input", ["."])
    .addOption(new Option("--format <format>", "how to print").choices(checkFormats).default("pretty"))
    .addOption(
      new Option("--fail-on <severity>", "the bar")
        .choices(["error", "warning", "information", "hint"])
        .default("error"),
    )
    .option("--stats", "add hosts, options evaluated, and unknowns by reason", false)
    .option("--stdin-filename <path>", "where the file read from standard input would be")
    .option(...untrusted)
    .action(async (paths: string[], given: Omit<CheckOptions, "stdinFilename"> & { stdinFilename?: string }) => {
      exit = await check(paths, { ...given, stdinFilename: given.stdinFilename ?? null }, io, version());
    });

  program
    .command("eval")
    .description("evaluate as nix-instantiate --eval does: exit 1 where Nix fails, 3 where the value is unknown")
    .option("-E, --expr <expression>", "evaluate this")
    .option("-f, --file <file>", "evaluate this file")
    .option("-A, --attr <path>", "select this of the result")
    .option("-I, --include <name=path>", "what <name> stands for", gather, [])
    .option("--arg <name expression...>", "call functions with this argument", gather, [])
    .option("--argstr <name text...>", "call functions with this text as an argument", gather, [])
    .option("--json", "print JSON", false)
    .option("--strict", "evaluate everything inside", false)
    .option("--host <name>", "print an option's effective value on this host, and what made it")
    .option(...untrusted)
    .argument("[option]", "with --host: the option's path")
    .argument("[path]", "with --host: a file or folder of the workspace", ".")
    .action(async (option: string | undefined, path: string, given: EvalOptions & { host?: string }) => {
      if (given.host === undefined && option !== undefined) throw new UsageError(`${option}: an option needs --host`);
      if (given.host === undefined) exit = await evalExpression(given, io);
      else if (option === undefined) throw new UsageError("--host needs an option's path");
      else exit = await evalHost(given.host, option, path, given.json, !given.untrusted, io);
    });

  program
    .command("fmt")
    .description(
      "write Nix files in the official style and name those that changed: exit 0 done, 1 with --check something would change, 2 a file is left alone, because it does not parse for one",
    )
    .argument("[path...]", "files and folders; - formats standard input to standard output", ["."])
    .option("--check", "write nothing, and name what would change", false)
    .action(async (paths: string[], { check: onlyCheck }: { check: boolean }) => {
      exit = await fmt(paths, onlyCheck, io);
    });

  program
    .command("schema")
    .description("print the options that modules declare, as nixosOptionsDoc does")
    .argument("<path>", "a module, a folder with default.nix, or a flake with nixosModules")
    .option("--check", "say only what the options' documentation lacks; exit 1 when it lacks something", false)
    .option(...untrusted)
    .action(async (path: string, given: { check: boolean; untrusted: boolean }) => {
      exit = await schema(path, given.check, !given.untrusted, io);
    });

  program
    .command("lsp")
    .description("serve an editor over standard input and output")
    .option("--stdio", "the one transport there is, with or without this flag", true)
    .option(...untrusted)
    .action(async (given: { untrusted: boolean }) => {
      await serveProcess({ overStdio: true, trusted: !given.untrusted });
      exit = null;
    });

  try {
    await program.parseAsync(argv, { from: "user" });
    return exit;
  } catch (error) {
    return failed(error, io.log);
  }
}

function failed(error: unknown, log: Log): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) log.warn(error.message);
  else log.error("plasmacloud-nix", error);
  return 2;
}

function processIo(): CommandIo {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  const say = (text: string): void => {
    process.stderr.write(`plasmacloud-nix: ${safeMessage(text)}\n`);
  };
  const wantsColor = process.env["NO_COLOR"] === undefined || process.env["NO_COLOR"] === "";
  return {
    workingFolder: process.cwd(),
    stdin: process.stdin,
    colors: createColors(wantsColor && process.stdout.isTTY === true),
    log: {
      info: () => {},
      warn: say,
      error: (what, error) => say(`${what}: ${describeError(error)}`),
    },
    complain: (message) => {
      process.stderr.write(`${safeMessage(message)}\n`);
    },
    write: (text) => {
      process.stdout.write(text);
    },
  };
}
