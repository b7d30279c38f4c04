import { expect, it } from 'vitest';
import { explain } from './errors.ts';

const failure = (message: string, fields: object) => Object.assign(new Error(message), fields);

it('tells a daemon that does not run from one that lets nobody in', () => {
  const absent = explain(failure('connect ENOENT', { code: 'ENOENT' }));
  const denied = explain(failure('connect EACCES', { code: 'EACCES' }));
  for (const error of [absent, denied])
    expect(error).toMatchObject({ code: 'DOCKER_UNREACHABLE', remedy: 'fix-setup' });
  expect(absent).toMatchObject({
    message: 'No Docker daemon answers.',
    hint: expect.stringContaining('npm run setup') as string,
  });
  expect(denied).toMatchObject({ hint: expect.stringContaining('usermod -aG docker') as string });
});

it('knows a full disk', () => {
  const error = failure('write /x: no space left on device', { statusCode: 500 });
  expect(explain(error)).toMatchObject({ code: 'DOCKER_DISK_FULL', cause: error });
});

it('takes any other refusal for something that may pass', () => {
  expect(explain(failure('oops', { statusCode: 500 }))).toMatchObject({
    code: 'DOCKER_REFUSED',
    remedy: 'retry',
  });
});

it('leaves what it does not know as it is', () => {
  const error = new TypeError('a bug');
  expect(explain(error)).toBe(error);
});
