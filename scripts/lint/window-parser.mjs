import fs from 'node:fs';
import path from 'node:path';
import vue from 'eslint-plugin-vue';
import ts from 'typescript';
import tseslint from 'typescript-eslint';
import { inRoot } from '../setup/places.mjs';

/**
 * @typedef {Record<string, unknown> & { filePath: string, project?: unknown }} ParserOptions
 *
 * @typedef {{ parseForESLint: (code: string, options: ParserOptions) => { services?: { program?: ts.Program | null } } }} Parser
 */

const project = inRoot('tsconfig.renderer.json');
const isComponent = (/** @type {string} */ file) => file.endsWith('.vue');

// Their types leave the options out.
const scripts = /** @type {Parser} */ (/** @type {unknown} */ (tseslint.parser));
/** Reads components for ESLint; the parser of their scripts is an option. */
export const componentParser = /** @type {Parser} */ (
  vue.configs['flat/base'].map(({ languageOptions }) => languageOptions?.parser).find(Boolean)
);

/** @type {ts.Program | undefined} */
let program;

/**
 * typescript-eslint's parser for all that is tsconfig.renderer.json's, with one program for files and components alike. Left to itself
 * it makes a program anew for each component, since a script is not what the disk has, and works out the types of all that it
 * imports again: 187 components took three minutes. A file that changed since (in an editor) is read as it would be without this.
 */
export const windowParser = {
  meta: { name: 'window-parser' },
  /** @param {string} code @param {ParserOptions} options without `project` for what a template has, which has no types */
  parseForESLint(code, options) {
    if (options.project === undefined) return scripts.parseForESLint(code, options);
    program ??= windowProgram();
    const known = program.getSourceFile(options.filePath)?.text === code;
    return scripts.parseForESLint(code, known ? { ...options, programs: [program] } : options);
  },
};

/** All files of the window as they are on disk; of a component its script, as ESLint hands it on. */
function windowProgram() {
  /** @type {ts.ParseConfigFileHost} */
  const reading = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  };
  const extensions = [{ extension: 'vue', isMixedContent: true, scriptKind: ts.ScriptKind.Deferred }];
  const config = ts.getParsedCommandLineOfConfigFile(
    project,
    { noEmit: true },
    reading,
    undefined,
    undefined,
    extensions,
  );
  if (!config) throw new Error(`${path.basename(project)} could not be read.`);
  const options = { ...config.options, allowNonTsExtensions: true };
  const host = ts.createCompilerHost(options, true);
  const onDisk = host.getSourceFile.bind(host);
  host.getSourceFile = (file, version, ...more) =>
    isComponent(file)
      ? ts.createSourceFile(file, scriptOf(file), version, true, ts.ScriptKind.TS)
      : onDisk(file, version, ...more);
  return ts.createProgram(config.fileNames, options, host);
}

/** @param {string} file a component @returns {string} its script as `parseForESLint` will be asked about it */
function scriptOf(file) {
  let script = '';
  const listening = {
    /** @param {string} code @param {ParserOptions} options */
    parseForESLint(code, options) {
      if (options.project !== undefined) script = code;
      return scripts.parseForESLint(code, { ...options, project: undefined });
    },
  };
  const options = { filePath: file, parser: listening, project, sourceType: 'module', ecmaVersion: 'latest' };
  componentParser.parseForESLint(fs.readFileSync(file, 'utf8'), options);
  return script;
}
