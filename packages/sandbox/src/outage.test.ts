import { AppError } from '@seedmill/contracts';
import { describe, expect, it } from 'vitest';
import { Outage } from './outage.ts';

const away = new AppError('DOCKER_UNREACHABLE', 'fix-setup', 'Docker is away.', 'start it');
const refused = new AppError('DOCKER_REFUSED', 'retry', 'Docker is stopping.', 'wait');
const missing = new AppError('SANDBOX_IMAGE_MISSING', 'fix-setup', 'no image', 'build it');
const never = new AbortController().signal;

function begin() {
  const told: string[] = [];
  return { told, outage: new Outage((line) => told.push(line), 10) };
}

describe('an outage', () => {
  it('is not waited for when nothing was ever there', async () => {
    await expect(begin().outage.wait(away, 0, never)).rejects.toBe(away);
  });

  it('is waited for when something was, and told once', async () => {
    const { told, outage } = begin();
    outage.over();
    await Promise.all([outage.wait(away, 0, never), outage.wait(refused, 3000, never)]);
    expect(told).toEqual(['Docker is away. Waiting for it, for up to two minutes.']);
    outage.over();
    await outage.wait(away, 0, never);
    expect(told).toHaveLength(2);
  });

  it('is not waited for for ever, nor where waiting mends nothing', async () => {
    const { outage } = begin();
    outage.over();
    await expect(outage.wait(away, 120_000, never)).rejects.toBe(away);
    await expect(outage.wait(missing, 0, never)).rejects.toBe(missing);
  });

  it('ends for a job that is aborted', async () => {
    const { outage } = begin();
    outage.over();
    const abort = new AbortController();
    const waiting = outage.wait(away, 0, abort.signal);
    abort.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
