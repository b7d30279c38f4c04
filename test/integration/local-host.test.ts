import { beforeAll, describe, expect, it } from 'vitest';
import { buildLocalHost, runOnLocalHost, vitest } from '../local-host/local-host.ts';

// The short form of `npm run test:local`: as an ordinary user, for whom the fewest walls stand.

const MINUTE_MS = 60_000;
/** One language of each kind: a zygote, an interpreter, programs of the machine, a virtual machine with a service. */
const ATTACKED = ['python', 'bash', 'c', 'java'];

beforeAll(() => buildLocalHost(), 15 * MINUTE_MS);

describe('on a machine without Docker that has every toolchain', () => {
  it.each([
    ['all programs of all languages get their verdicts', ['test/conformance']],
    ['no attack passes', ['test/attacks', '-t', `^(${ATTACKED.join('|')}) `]],
  ])(
    '%s',
    async (_name, suite) => {
      let output = '';
      const code = await runOnLocalHost('user', [...vitest, ...suite], 14 * MINUTE_MS, (text) => {
        output += text;
      });
      expect(code, output.slice(-6000)).toBe(0);
    },
    15 * MINUTE_MS,
  );
});
