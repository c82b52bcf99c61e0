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

/** The folders of src/ from the bottom up. A layer may import only from itself and the layers below. */
const LAYERS = [['dom', 'scheduling', 'values'], ['engines'], ['session'], ['elements'], ['auto']];

const zones = LAYERS.flatMap((folders, level) => {
  const above = LAYERS.slice(level + 1).flat();
  return above.map((folder) => ({
    target: folders.map((name) => `./src/${name}`),
    from: `./src/${folder}`,
    message: `src/${folder} is a higher layer. Import only downward: auto → elements → session → engines → values.`,
  }));
});

export default defineConfig(
  // test/types imports dist/, which may not have been built
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
  // these files contain functions that run in a browser
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
      // the manifest analyzer reads a parameter's type only from its annotation
      '@typescript-eslint/no-inferrable-types': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true, allowBoolean: true}],
      // reports `this` in functions of an instance, and structurally identical classes, which TypeScript allows
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // addEventListener() is typed by overloads in an interface merged with the class, as in lib.dom
      '@typescript-eslint/no-unsafe-declaration-merging': 'off',
      // Lit's base classes always have these callbacks
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
          message: 'An <img name="…"> can clobber any member of a document. Use unclobbered(document).',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // with the types of @open-wc/testing, every Chai assertion is also a promise
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // fakes are created by spreading real objects
      '@typescript-eslint/no-misused-spread': 'off',
      // closed shadow roots are discouraged, but pages use them
      'wc/no-closed-shadow-root': 'off',
    },
  },
  prettier,
);
