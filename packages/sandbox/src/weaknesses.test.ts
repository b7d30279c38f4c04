import { expect, test } from 'vitest';
import { weaknessesOf } from './weaknesses.ts';

const daemon = { ServerVersion: '28', DefaultRuntime: 'runc', Architecture: 'x86_64' };
const filter = 'name=seccomp,profile=builtin';
const namesOf = (info: object) => weaknessesOf({ ...daemon, ...info }).map(({ name }) => name);

test('a daemon with all its walls has no weakness', () => {
  expect(namesOf({ SecurityOptions: [filter], MemoryLimit: true, PidsLimit: true })).toEqual([]);
  expect(namesOf({ SecurityOptions: [filter, 'name=rootless', 'name=cgroupns'] })).toEqual([]);
});

test.each([
  [['name=apparmor', filter], {}, 'apparmor'],
  [[], {}, 'docker-seccomp'],
  [null, {}, 'docker-seccomp'],
  [['name=seccomp,profile=unconfined'], {}, 'docker-seccomp'],
  [[filter], { MemoryLimit: false }, 'container-limits'],
  [[filter], { PidsLimit: false }, 'container-limits'],
])('%j %j lacks %s', (SecurityOptions, more, name) => {
  expect(namesOf({ SecurityOptions, ...more })).toEqual([name]);
});
