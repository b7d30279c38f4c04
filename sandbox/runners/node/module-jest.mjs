// Stands for `@jest/globals`, `vitest`, `bun:test` and `mocha`.

import { assert } from './chai-assert.mjs';
import { expect } from './expect.mjs';
import { api } from './framework.mjs';
import { jest } from './jest.mjs';
import { fn, spyOn } from './mocks.mjs';

export const {
  describe,
  context,
  suite,
  fdescribe,
  xdescribe,
  test,
  it,
  specify,
  fit,
  xit,
  xtest,
  beforeAll,
  before,
  afterAll,
  after,
  beforeEach,
  afterEach,
  setup,
  teardown,
} = api;
export { assert, expect, fn, fn as mock, jest, jest as vi, jest as vitest, spyOn };
export const expectTypeOf = () => new Proxy(() => {}, { get: expectTypeOf, apply: expectTypeOf });
export const assertType = () => {};
export const onTestFinished = () => {};
export default { ...api, expect, jest, vi: jest };
