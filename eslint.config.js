import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/node_modules', 'examples', 'out', '.seedmill', '**/fixtures', '**/*.js', '**/*.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Templates print numbers all over the tables; only objects would be a mistake.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
);
