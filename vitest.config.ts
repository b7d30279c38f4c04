import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['packages/*/src/**/*.test.ts', 'test/boundaries/**/*.test.ts'] } },
      {
        test: {
          name: 'integration',
          include: ['test/{integration,e2e,conformance,attacks}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Two cores and real containers: files one after another give stable times.
          fileParallelism: false,
          maxConcurrency: 2,
        },
      },
    ],
  },
});
