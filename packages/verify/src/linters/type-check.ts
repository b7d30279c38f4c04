import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Finding, Linter, SourceFile } from '@seedmill/contracts';
import ts from 'typescript';

const require = createRequire(import.meta.url);
/** A folder that exists on no machine: nothing of the host can be imported from it. */
const ROOT = '/seedmill-type-check';
const typeRoot = dirname(dirname(require.resolve('@types/node/package.json')));
/** Where the libraries' own types lie; nothing else of this machine is read, whatever the code imports. */
const libraries = [
  dirname(ts.getDefaultLibFilePath({})),
  typeRoot,
  dirname(require.resolve('undici-types/package.json', { paths: [typeRoot] })),
];

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  // Node 24 has all of it that ships: Set methods, iterator helpers, disposables.
  target: ts.ScriptTarget.ESNext,
  lib: ['lib.esnext.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  typeRoots: [typeRoot],
  types: ['node'],
};

/** One program at a time, versioned, so that the service re-checks what changed and keeps the libraries warm. */
class Workbench implements ts.LanguageServiceHost {
  private files = new Map<string, string>();
  private version = 0;

  replace(files: readonly SourceFile[]): string[] {
    this.version += 1;
    this.files = new Map(files.map(({ file, code }) => [`${ROOT}/${file}`, code]));
    return [...this.files.keys()];
  }
  getScriptFileNames = () => [...this.files.keys()];
  getScriptVersion = (path: string) => (this.files.has(path) ? String(this.version) : '0');
  getScriptSnapshot(path: string): ts.IScriptSnapshot | undefined {
    const text = this.readFile(path);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  }
  getCurrentDirectory = () => ROOT;
  getCompilationSettings = () => options;
  getDefaultLibFileName = (settings: ts.CompilerOptions) => ts.getDefaultLibFilePath(settings);
  fileExists = (path: string) => this.files.has(path) || (this.isLibrary(path) && ts.sys.fileExists(path));
  directoryExists = (path: string) =>
    [...this.files.keys()].some((file) => file.startsWith(`${path}/`)) ||
    (this.isLibrary(path) && ts.sys.directoryExists(path));
  getDirectories = (path: string) => (this.isLibrary(path) ? ts.sys.getDirectories(path) : []);
  readFile = (path: string) =>
    this.files.get(path) ?? (this.isLibrary(path) ? ts.sys.readFile(path) : undefined);

  private isLibrary(path: string): boolean {
    return libraries.some(
      (library) => `${path}/`.startsWith(`${library}/`) || library.startsWith(`${path}/`),
    );
  }
}

let bench: { host: Workbench; service: ts.LanguageService } | undefined;

function check(
  files: readonly SourceFile[],
  diagnose: (service: ts.LanguageService, path: string) => readonly ts.Diagnostic[],
): Finding[] {
  if (bench === undefined) {
    const host = new Workbench();
    bench = { host, service: ts.createLanguageService(host) };
  }
  const { host, service } = bench;
  return host.replace(files).flatMap((path) =>
    diagnose(service, path).map((diagnostic) => {
      const at = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
      return {
        file: path.slice(ROOT.length + 1),
        line: (at?.line ?? 0) + 1,
        column: (at?.character ?? 0) + 1,
        rule: `TS${diagnostic.code}`,
        message: ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
      };
    }),
  );
}

/**
 * What is no mistake: a type that is `any` for want of one (`this` too), a property that is set later, the words that
 * CommonJS modules are written with, the older `module` for `namespace`, decorators from before the standard, and a
 * module by a name such as `@app/x` or `#x`, which the suite's configuration may know.
 */
const isOmission = ({ rule, message }: Finding): boolean =>
  /^TS(70\d\d|120[23]|1540|2564|2683|1238|1239|1240|1241|1270|1206)$/.test(rule) ||
  (rule === 'TS2307' && /^Cannot find module '(@[^/']*\/|[~#]|src\/)/.test(message));

/** TypeScript's checker under `strict`, where a type left out is only remarked: 13–25 ms a program when warm. */
export const typeCheck: Linter = {
  id: 'type-check',
  syntaxErrors: (file) => check([file], (service, path) => service.getSyntacticDiagnostics(path)),
  lint(files, directives) {
    const judged = directives === 'ignored' ? files.map(withoutDirectives) : files;
    const findings = check(judged, (service, path) => service.getSemanticDiagnostics(path));
    return {
      errors: findings.flatMap((finding) =>
        isOmission(finding) ? [] : [{ ...finding, reason: 'type-error' as const }],
      ),
      warnings: findings.filter(isOmission),
    };
  },
};

/** `@ts-ignore` and its kin, blanked without moving anything. */
const withoutDirectives = ({ file, code }: SourceFile): SourceFile => ({
  file,
  code: code.replaceAll(/@ts-(?=nocheck|ignore|expect-error)/g, '@no-'),
});
