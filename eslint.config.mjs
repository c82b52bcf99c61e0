import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import {createTypeScriptImportResolver} from 'eslint-import-resolver-typescript';
import {importX} from 'eslint-plugin-import-x';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import {defineConfig, globalIgnores} from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

/** The folders of src/ from the bottom up: each may import what is below it, and nothing above. */
const LAYERS = [['dom', 'scheduling', 'values'], ['engines'], ['session'], ['elements'], ['auto']];

const zones = LAYERS.flatMap((folders, level) => {
  const above = LAYERS.slice(level + 1).flat();
  return above.map((folder) => ({
    target: folders.map((name) => `./src/${name}`),
    from: `./src/${folder}`,
    message: `src/${folder} is a layer above: imports go down, from auto to elements, session, engines, values.`,
  }));
});

export default defineConfig(
  // test/types belongs to a TypeScript project over dist/, which need not be there
  globalIgnores([
    'dist/',
    'cdn/',
    'coverage/',
    'test/bundlers/.next/',
    'test/bundlers/out/',
    'test/frameworks/out/',
    'test/types/',
    'integrations/wordpress/ot-elements/assets/',
  ]),
  {linterOptions: {reportUnusedDisableDirectives: 'error'}},
  js.configs.recommended,
  {files: ['**/*.mjs'], languageOptions: {globals: globals.node}},
  // functions in there are sent to a browser
  {
    files: ['test/**/*.mjs', 'bench/**/*.mjs', 'scripts/browsers/webkit-page.mjs'],
    languageOptions: {globals: globals.browser},
  },
  {files: ['demo/**/*.js', 'integrations/**/*.js'], languageOptions: {globals: globals.browser}},
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [
      ts.configs.strictTypeChecked,
      ts.configs.stylisticTypeChecked,
      lit.configs['flat/recommended'],
      wc.configs['flat/recommended'],
      wc.configs['flat/best-practice'],
      litA11y.configs.recommended,
    ],
    languageOptions: {
      globals: globals.browser,
      parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname},
    },
    settings: {wc: {elementBaseClasses: ['ReactiveElement']}},
    rules: {
      // custom-elements.json takes a parameter's type from its annotation only
      '@typescript-eslint/no-inferrable-types': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true, allowBoolean: true}],
      // it takes `this` in a function of an instance for a stranger, and the language has these classes structural
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // addEventListener() is typed by overloads merged with the class, as lib.dom does it for the built-in elements
      '@typescript-eslint/no-unsafe-declaration-merging': 'off',
      // Lit's classes have the callbacks, and the compiler knows
      'wc/guard-super-call': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: {'import-x': importX},
    settings: {
      ...importX.flatConfigs.typescript.settings,
      'import-x/resolver-next': [createTypeScriptImportResolver()],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', {basePath: import.meta.dirname, zones}],
      'import-x/no-cycle': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ':matches(MemberExpression[object.name=document], MemberExpression[object.property.name=ownerDocument], VariableDeclarator[id.type=ObjectPattern][init.name=document])',
          message: 'An <img name> can take the place of any member of a document: unclobbered(document).',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // @open-wc/testing's types make each of Chai's assertions a promise as well
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // fakes are made of parts of real objects
      '@typescript-eslint/no-misused-spread': 'off',
      // what users do against advice is tested too
      'wc/no-closed-shadow-root': 'off',
    },
  },
  prettier,
);
