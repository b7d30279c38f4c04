import type { Linter } from '@seedmill/contracts';
import { eslint } from './eslint.ts';
import { ruff } from './ruff.ts';
import { typeCheck } from './type-check.ts';

/** Every linter by id. A new linter is one file and one line here. */
export const linters: ReadonlyMap<string, Linter> = new Map(
  [ruff, eslint, typeCheck].map((linter) => [linter.id, linter]),
);
