import type { FailureReason } from '@seedmill/contracts';
import type { Attack } from './attack.ts';

const suite = `import { square } from './square';

describe('square', () => {
  it('of one', () => { expect(square(1)).toBe(1); });
  it('of twelve', () => { expect(square(12)).toBe(144); });
});
`;
const unmasked: readonly FailureReason[] = [
  'tampered',
  'early-exit',
  'assertion-failed',
  'runtime-error',
  'tests-missing',
];
const attack = (
  name: string,
  solution: string,
  expect: Attack['expect'] = unmasked,
  files: Record<string, string> = {},
): Attack => ({
  name,
  solution: { 'square.ts': solution, ...files },
  tests: { 'square.test.ts': suite },
  expect,
});
const wrong = 'export const square = (n: number): number => n;\n';

/** What is the runtime's is attacked in JavaScript; here is what TypeScript adds. */
export const typescript: readonly Attack[] = [
  attack('switches its checker off', `// @ts-nocheck\nexport const square = (n: number): string => n;\n`, [
    'type-error',
  ]),
  attack(
    'lies about a type',
    `export const square = (n: number): number => ({ valueOf: () => 144, asymmetricMatch: () => true }) as unknown as number;\n`,
  ),
  attack('leaves while a namespace is made', `namespace Start { process.exit(0); }\n${wrong}`, [
    'early-exit',
  ]),
  attack(
    'leaves in a static block',
    `class Start { static { process.exit(0); } }\nexport { Start };\n${wrong}`,
    ['early-exit'],
  ),
  attack(
    'declares the words anew',
    `declare global { var expect: unknown; }\nglobalThis.expect = () => ({ toBe() {} });\n${wrong}`,
  ),
  attack('brings files that an import could mean', wrong, unmasked, {
    'square.test.js': "test('of one', () => {}); test('of twelve', () => {});",
    'square.d.ts': 'export declare const square: any;',
    'tsconfig.json': '{ "compilerOptions": { "paths": { "*": ["./x"] } } }',
  }),
];
