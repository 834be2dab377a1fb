import tseslint from 'typescript-eslint';

const limits = {
  'max-lines': ['error', { max: 600 }],
  'max-lines-per-function': ['error', { max: 70 }],
  eqeqeq: 'error',
  'no-console': 'error',
  'no-restricted-syntax': [
    'error',
    { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  ],
};

export default tseslint.config(
  { ignores: ['build/', 'data/', 'web/dist/', 'web/protocol/generated/', 'node_modules/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'tsconfig.tests.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      ...limits,
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/require-await': 'off',
      // Numbers from the wire are compared with the enum that names them.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    // Tool configuration files are read by their default export.
    files: ['**/*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['tools/**/*.mjs', 'schema/**/*.mjs', 'tests/**/*.mjs', 'bench/**/*.mjs'],
    rules: { ...limits, 'no-console': 'off' },
  },
  {
    // A test is one statement after another: its describe block may be longer than a function.
    files: [
      '**/*.test.ts',
      '**/*.test.tsx',
      'tests/**/*.ts',
      '**/*.bench.ts',
      '**/*.pictures.ts',
      '**/*.test.mjs',
    ],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
