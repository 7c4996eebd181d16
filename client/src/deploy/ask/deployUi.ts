/** The person of a deployment: messages, questions, progress. */
import {
  CancellationTokenSource,
  commands,
  DiagnosticSeverity,
  l10n,
  languages,
  type Progress,
  Uri,
  window,
  workspace,
} from "vscode";
import { stripAnsi } from "../../nixLog/ansi.ts";
import type { DeployReport, HostReport } from "../engine/deployReport.ts";
import type { DeployUi, PersonAnswer } from "../engine/ports.ts";
import type { DeployAction, DeployHost } from "../hosts/deployedHost.ts";
import type { DeployDocuments } from "./deployDocuments.ts";
import { deployTexts } from "./deployTexts.ts";
import { previewMarkdown, reportMarkdown } from "./markdown.ts";

const longestLine = 120;
const mostErrors = 20;
const settingOfPrograms = "plasmacloud.deploy.programs";

/** Shows what happens in a progress notification. A question that is open when the signal comes goes away. */
export function createDeployUi(
  documents: DeployDocuments,
  notification: Progress<{ message: string }>,
  action: DeployAction,
  signal: AbortSignal,
): DeployUi {
  const labels = (hosts: readonly DeployHost[]): string => hosts.map(({ facts }) => facts.label).join(", ");
  return {
    confirmErrors: (hosts) => confirmErrors(hosts),
    showPreview: (preview) =>
      documents.show(
        "Deployment",
        previewMarkdown(preview, deployTexts, errorsOf(preview.hosts.map(({ host }) => host))),
      ),
    async confirm({ hosts, plan }) {
      const names = labels(hosts.map(({ host }) => host));
      // first beside the preview, which is to be read, then in its way
      const next = l10n.t("Deploy…");
      const ready = l10n.t("The preview is ready. {0}: {1}?", action, names);
      if ((await askBeside(ready, [next, l10n.t("Do Not Deploy")], signal)) !== next) return false;
      const go = l10n.t("Deploy");
      const order = plan.batches.map((batch) => labels(batch.hosts)).join(" → ");
      const notes = plan.quorum.map(({ service, size, hosts: members }) =>
        deployTexts.quorumLost(service, size, members.join(", ")),
      );
      const detail = [deployTexts.action(action), l10n.t("Order: {0}", order), ...notes].join("\n\n");
      const question = l10n.t("{0}: {1}?", action, names);
      return (await window.showWarningMessage(question, { modal: true, detail }, go)) === go;
    },
    typedName: async ({ facts, target }) => {
      const answer = await window.showInputBox({
        title: l10n.t("This wipes the disks of {0}", target?.host ?? facts.label),
        prompt: l10n.t("Type the host's name, {0}, to install it.", facts.name),
        ignoreFocusOut: true,
      });
      return answer ?? null;
    },
    inputsChanged: () =>
      void window.showInformationMessage(
        l10n.t("The configuration has changed since the preview, which is made again."),
      ),
    askUnhealthy: async (ailments, isPaused) => {
      const retry = l10n.t("Check Again");
      const pause = l10n.t("Pause");
      const abort = l10n.t("Stop Deploying");
      const what = ailments.map(deployTexts.ailment).join("; ");
      const answers = new Map<string | undefined, PersonAnswer>([
        [retry, "retry"],
        [pause, "pause"],
        [abort, "abort"],
      ]);
      if (isPaused) {
        const paused = l10n.t("The deployment is paused. {0}", what);
        const answer = await askBeside(paused, [retry, abort], signal);
        return (
          answers.get(answer ?? (signal.aborted ? abort : await window.showErrorMessage(paused, retry, abort))) ??
          "pause"
        );
      }
      const detail = ailments.map(deployTexts.ailment).join("\n");
      const answer = await window.showWarningMessage(
        l10n.t("Not every host is well."),
        { modal: true, detail },
        retry,
        pause,
      );
      return answers.get(answer) ?? "abort";
    },
    progress: (hosts, step, line) => {
      const said = stripAnsi(line).trim().slice(0, longestLine);
      const what = `${labels(hosts)}: ${deployTexts.step(step)}`;
      notification.report({ message: said === "" ? what : `${what} · ${said}` });
    },
    report: (report) => showReport(report, documents),
  };
}

/**
 * Asks beside what is open, for as long as the person reads that: VS Code hides a notification after some seconds. The
 * answer, or nothing when the question is sent away, as by Escape or by another list that takes its place.
 */
async function askBeside(title: string, answers: readonly string[], signal: AbortSignal): Promise<string | undefined> {
  const source = new CancellationTokenSource();
  const cancel = (): void => source.cancel();
  if (signal.aborted) return undefined;
  signal.addEventListener("abort", cancel, { once: true });
  try {
    return await window.showQuickPick([...answers], { title, ignoreFocusOut: true }, source.token);
  } finally {
    signal.removeEventListener("abort", cancel);
    source.dispose();
  }
}

/** The errors in files of hosts, as `FILE:LINE: MESSAGE`. */
function errorsOf(hosts: readonly DeployHost[]): readonly string[] {
  const files = new Set(hosts.filter(({ facts }) => facts.errors > 0).flatMap(({ facts }) => facts.files));
  const lines = [...files].flatMap((file) => {
    const uri = Uri.parse(file);
    const errors = languages.getDiagnostics(uri).filter(({ severity }) => severity === DiagnosticSeverity.Error);
    return errors.map(({ range, message }) => {
      return `${workspace.asRelativePath(uri)}:${range.start.line + 1}: ${message.split("\n", 1)[0]}`;
    });
  });
  return lines.length > mostErrors ? [...lines.slice(0, mostErrors), "…"] : lines;
}

async function confirmErrors(hosts: readonly DeployHost[]): Promise<boolean> {
  const anyway = l10n.t("Deploy Anyway");
  const show = l10n.t("Show Problems");
  const detail = hosts.map(({ facts }) => deployTexts.errors(facts.label, facts.errors)).join("\n");
  const answer = await window.showWarningMessage(
    l10n.t("The configuration has errors."),
    { modal: true, detail },
    anyway,
    show,
  );
  if (answer === show) await commands.executeCommand("workbench.actions.view.problems");
  return answer === anyway;
}

/** The report as a document, and what it amounts to in a message. Not waited for: it may stand as long as it likes. */
async function showReport(report: DeployReport, documents: DeployDocuments): Promise<void> {
  const { stop, hosts, action } = report;
  if (stop === "refused") return;
  const isPreviewAll = action === "dry-activate" && stop === null && hosts.every(({ logFiles }) => logFiles.length > 0);
  if (!isPreviewAll) await documents.show("Deployment Report", reportMarkdown(report, deployTexts));
  void tell(report);
}

async function tell({ stop, hosts, action }: DeployReport): Promise<void> {
  const failed = hosts.find(({ outcome }) => outcome.kind === "failed" || outcome.kind === "unhealthy");
  const isMissing = failed?.outcome.kind === "failed" && failed.outcome.end.kind === "missing";
  const logged = (failed === undefined ? hosts : [failed]).filter(({ logFiles }) => logFiles.length > 0);
  const showLog = l10n.t("Show Log");
  const settings = l10n.t("Open Settings");
  const buttons = [...(logged.length > 0 ? [showLog] : []), ...(isMissing ? [settings] : [])];
  const told = failed === undefined ? hosts : [failed];
  const summary = l10n.t("{0}: {1}", action, told.map(outcomeLine).join("; "));
  const text = stop === null ? summary : `${deployTexts.stop(stop)} ${summary}`;
  const show = failed === undefined ? window.showInformationMessage : window.showErrorMessage;
  const answer = await show(text, ...buttons);
  if (answer === settings) await commands.executeCommand("workbench.action.openSettings", settingOfPrograms);
  if (answer === showLog) await showLogOf(logged);
}

/** Opens the log of a host, of the one that is chosen where there are several. */
async function showLogOf(hosts: readonly HostReport[]): Promise<void> {
  const items = hosts.map((report) => ({ label: report.host.facts.label, log: report.logFiles.at(-1) }));
  const item = items.length > 1 ? await window.showQuickPick(items, { placeHolder: l10n.t("Whose log?") }) : items[0];
  if (item?.log !== undefined) await commands.executeCommand("vscode.open", Uri.file(item.log));
}

function outcomeLine({ host, outcome }: HostReport): string {
  return `${host.facts.label} ${deployTexts.outcome(outcome)}`;
}
