/** The texts of the dialogs of scaffolding. */
import { l10n } from "vscode";
import type { LoneMember, RefusalReason } from "../../../server/src/protocol/scaffoldProtocol.ts";
import type { Problem } from "./validate.ts";

export function problemText(problem: Problem): string {
  switch (problem.kind) {
    case "nameEmpty":
      return l10n.t("A host needs a name.");
    case "nameSyntax":
      return l10n.t("A host name is made of letters, digits, - and _, and begins and ends with a letter or digit.");
    case "nameLong":
      return l10n.t("A host name has at most 63 characters.");
    case "nameTaken":
      return l10n.t("There is a host {0} already.", problem.name);
    case "nameReserved":
      return l10n.t("{0} is the name of something else here.", problem.name);
    case "addressSyntax":
      return l10n.t("An IPv4 or IPv6 address, with its prefix length where a / is shown, such as 192.0.2.1/24.");
    case "addressReserved":
      return l10n.t("This is the address of the network itself, or of all of it.");
    case "gatewaySyntax":
      return l10n.t("An IPv4 or IPv6 address.");
    case "addressTaken":
      return l10n.t("{0} has this address.", problem.host);
    case "otherFamily":
      return l10n.t("The other hosts are in {0}: all are IPv4, or all are IPv6.", problem.network);
    case "otherNetwork":
      return l10n.t("The other hosts are in the network of {0}.", problem.network);
    case "count":
      return l10n.t("A number from 1 to {0}.", problem.most);
    case "release":
      return l10n.t("A NixOS release, such as 25.05.");
    case "folderSyntax":
      return l10n.t("This cannot be the name of a folder everywhere.");
  }
}

/** `null`: there is no problem. */
export function wordsOf(problem: Problem | null): string | null {
  return problem === null ? null : problemText(problem);
}

export function refusalText(reason: RefusalReason, host: string, problems: readonly string[]): string {
  switch (reason) {
    case "noHost":
      return l10n.t("There is no host {0}.", host);
    case "running":
      return l10n.t("It is there already on {0}.", host);
    case "unknown":
      return l10n.t("It cannot be told whether it is on {0} already.", host);
    case "noPlace":
      return l10n.t("Nothing was changed: no place for it was recognised in the configuration of {0}.", host);
    case "problems":
      return l10n.t("Nothing was changed, because it would bring this: {0}", problems.join(" "));
  }
}

export function loneText({ service, host, others }: LoneMember): string {
  return l10n.t(
    "{0} on {1} stands alone: it is in no cluster with {2}, and shares no data with it.",
    service,
    host,
    others.join(", "),
  );
}

/** A topology as an entry to choose. */
export function topologyText(name: string): { readonly label: string; readonly detail: string } {
  switch (name) {
    case "single-node":
      return { label: l10n.t("One host"), detail: l10n.t("All services side by side, or those you choose.") };
    case "three-node":
      return {
        label: l10n.t("Several hosts"),
        detail: l10n.t("Clusters of chainfire and flaredb, and the other services spread over the hosts."),
      };
    default:
      return { label: l10n.t("The smallest"), detail: l10n.t("Identity and its database on one host.") };
  }
}
