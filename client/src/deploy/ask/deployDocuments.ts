/** Previews and reports as read-only documents, shown rendered. */
import { commands, type Disposable, EventEmitter, Uri, window, workspace } from "vscode";

const scheme = "plasmacloud-deploy";

export interface DeployDocuments extends Disposable {
  /** Shows a text under a name, in place of what the name stood for before. */
  show(name: "Deployment" | "Deployment Report", markdown: string): Promise<void>;
}

export function createDeployDocuments(): DeployDocuments {
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.path) ?? "",
  });
  return {
    async show(name, markdown) {
      const uri = Uri.from({ scheme, path: `/${name}.md` });
      texts.set(uri.path, markdown);
      changed.fire(uri);
      try {
        await commands.executeCommand("markdown.showPreview", uri);
      } catch {
        // an editor without VS Code's own Markdown extension
        await window.showTextDocument(uri, { preview: false });
      }
    },
    dispose() {
      provider.dispose();
      changed.dispose();
    },
  };
}
