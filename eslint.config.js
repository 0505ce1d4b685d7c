import prettier from 'eslint-config-prettier';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import vue from 'eslint-plugin-vue';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { windowParser } from './scripts/lint/window-parser.mjs';

/**
 * Which folder may import from which (docs/architecture.md). A folder is a process: what crosses from one to another
 * crosses as a message, never as an import. Types count too, except where `types` says.
 */
const borders = [
  { folder: 'src-main/contract', may: [], types: ['src-main/studio/router/index.ts'] },
  { folder: 'src-main/files', may: [], types: [] },
  { folder: 'src-main/studio', may: ['src-main/contract', 'src-main/files'], types: [] },
  { folder: 'src-main/trainer', may: ['src-main/contract', 'src-main/files'], types: [] },
  { folder: 'src-main/hosts', may: ['src-main/contract', 'src-main/files', 'src-main/studio'], types: [] },
  { folder: 'src-main/shell', may: ['src-main/contract', 'src-main/hosts'], types: [] },
  { folder: 'src-renderer', may: ['src-main/contract'], types: [] },
];

const onlyShell = {
  group: ['electron', 'electron/*'],
  allowTypeImports: true,
  message: 'Only the shell talks to Electron.',
};
const noNode = {
  group: ['node:*', 'better-sqlite3', 'sharp', 'ws', '@tensorflow/*', 'commander', 'open'],
  message: 'The window has no Node: ask the studio through the contract.',
};
const onlyRouterType = {
  group: ['**/studio/**'],
  allowTypeImports: true,
  message: 'The contract may name the type of the router, nothing more.',
};

/** Packages (and types) a folder may not import, beside the borders above. */
const packages = [
  { files: ['src-main/contract/**/*.ts'], patterns: [onlyShell, onlyRouterType] },
  { files: ['src-main/{studio,trainer,hosts}/**/*.ts'], patterns: [onlyShell] },
  // The page's tests run in Node and may read files to check.
  {
    files: ['src-renderer/**/*.{ts,vue}'],
    ignores: ['**/*.test.ts', '**/vite.config.ts'],
    patterns: [onlyShell, noNode],
  },
];

export default defineConfig(
  globalIgnores(['out/', 'test-results/', 'playwright-report/', '.setup/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    files: ['**/*.{ts,vue}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Numbers in a sentence are what most of our messages are made of.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      // An environment variable that is set to nothing is as good as not set.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // TypeScript itself reports what is not defined, and knows more globals.
      'no-undef': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    // What runs in a page has types of its own.
    files: ['src-renderer/**/*.{ts,vue}', 'src-main/shell/preload.ts', 'e2e/**/*.ts'],
    ignores: ['src-renderer/vite.config.ts'],
    languageOptions: { parser: windowParser, parserOptions: { project: ['tsconfig.renderer.json'] } },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { extraFileExtensions: ['.vue'] } },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.recommended],
  },
  {
    // Commands and benchmarks talk to a terminal.
    files: ['scripts/**', 'bench/**', 'src-main/hosts/command-line/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.ts', 'e2e/**/*.ts'],
    rules: {
      // A test asserts first and then reaches into what it asserted; vitest's matchers are unbound methods by design.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },

  { files: ['src-renderer/**/*.vue'], extends: [vue.configs['flat/recommended']] },
  {
    files: ['src-renderer/**/*.vue'],
    languageOptions: { parserOptions: { parser: windowParser } },
    rules: {
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      // Labels from files are text, never HTML.
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
    },
  },

  {
    files: ['src-main/**/*.ts', 'src-renderer/**/*.{ts,vue}'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.vue', '.js', '.mjs'] })] },
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones: borders.map(({ folder, may, types }) => ({
            target: folder,
            from: '.',
            except: ['node_modules', folder, ...may, ...types],
            message: `${folder} may import only from ${[folder, ...may].join(' and ')}: see docs/architecture.md.`,
          })),
        },
      ],
    },
  },
  packages.map(({ patterns, ...where }) => ({
    ...where,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  })),
  prettier,
);
