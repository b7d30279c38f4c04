import { makeStep } from '@seedmill/testkit';
import { expect, test } from 'vitest';
import { readReport } from './report.ts';

const step = (report: string) => makeStep({ report });
const line = (value: object) => `${JSON.stringify(value)}\n`;

test('reads cases and the end', () => {
  const report = readReport(
    step(
      line({ secret: 's', test: 'a', outcome: 'passed' }) +
        line({ secret: 's', test: 'b', outcome: 'failed', kind: 'assertion', message: '1 != 2' }) +
        line({ secret: 's', end: true }),
    ),
    's',
  );
  expect(report).toEqual({
    complete: true,
    tampered: false,
    cases: [
      { name: 'a', outcome: 'passed' },
      { name: 'b', outcome: 'failed', kind: 'assertion', message: '1 != 2' },
    ],
  });
});

test('what does not carry the secret is not believed', () => {
  const forged =
    line({ secret: 'guess', test: 'a', outcome: 'passed' }) +
    line({ test: 'b', outcome: 'passed' }) +
    line({ secret: '', end: true });
  expect(readReport(step(forged), 's')).toEqual({ complete: false, tampered: false, cases: [] });
});

test('rubbish on the channel is passed over', () => {
  const report = `not json\n\n[1]\nnull\n"s"\n${line({ secret: 's', test: 1, outcome: 'passed' })}${line({ secret: 's', test: 'x', outcome: 'won' })}{"secret":"s","test":"cut`;
  expect(readReport(step(report), 's')).toEqual({ complete: false, tampered: false, cases: [] });
});
