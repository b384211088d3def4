// Compiles a dashboard as if it stood in TypeScript, and reports what the types of Grafana refuse.
// Arguments: the file, and then texts in it, each with what replaces it in a compilation of its own.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { args, report } from "./client.mjs";

const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
};
const host = ts.createCompilerHost(options);
const { fileExists, getSourceFile } = host;
// In memory only, beside the types that it imports.
const name = fileURLToPath(new URL("dashboard.json.ts", import.meta.url));
let text;
const read = new Map();
host.fileExists = (path) => path === name || fileExists(path);
host.getSourceFile = (path, version) => {
  if (path === name) {
    return ts.createSourceFile(path, text, version);
  }
  if (!read.has(path)) {
    read.set(path, getSourceFile(path, version));
  }
  return read.get(path);
};

let program;

function problems(json) {
  text = `import type { TypedDashboard } from "./dashboard-types.ts";\nexport const dashboard: TypedDashboard = ${json};\n`;
  program = ts.createProgram([name], options, host, program);
  return ts
    .getPreEmitDiagnostics(program)
    .map((problem) => ts.flattenDiagnosticMessageText(problem.messageText, " "));
}

const [file, ...changes] = args;
const dashboard = readFileSync(file, "utf8");
report("problems", ...problems(dashboard));
for (let i = 0; i < changes.length; i += 2) {
  const changed = dashboard.replace(changes[i], changes[i + 1]);
  report(changes[i], changed !== dashboard, problems(changed).length);
}
