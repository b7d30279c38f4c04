import { expect, it } from 'vitest';
import { isDeadOwner, ownerLabels } from './owner.ts';

it('knows this process to be alive', () => {
  expect(isDeadOwner(ownerLabels())).toBe(false);
});

it('takes another process with the same pid for a dead owner', () => {
  expect(isDeadOwner({ ...ownerLabels(), 'seedmill.started': 'another time' })).toBe(true);
});

it('takes a pid that is not in use for a dead owner', () => {
  expect(isDeadOwner({ ...ownerLabels(), 'seedmill.pid': '999999999' })).toBe(true);
});

it('does not judge owners on other machines, or containers without labels', () => {
  expect(isDeadOwner({ ...ownerLabels(), 'seedmill.machine': 'another', 'seedmill.pid': '999999999' })).toBe(
    false,
  );
  expect(isDeadOwner({})).toBe(false);
});
