// chai's `assert`: each of its functions is one sentence of `expect`.

import { expect } from './expect.mjs';
import { Unmet } from './show.mjs';

/** Name → what it says of the value; `not` names its opposite, which needs no line of its own. */
const sentences = {
  isOk: [(e) => e.to.be.ok, 'isNotOk'],
  strictEqual: [(e, b) => e.to.equal(b), 'notStrictEqual'],
  deepEqual: [(e, b) => e.to.deep.equal(b), 'notDeepEqual'],
  isTrue: [(e) => e.to.be.true, 'isNotTrue'],
  isFalse: [(e) => e.to.be.false, 'isNotFalse'],
  isNull: [(e) => e.to.be.null, 'isNotNull'],
  isUndefined: [(e) => e.to.be.undefined, 'isDefined'],
  isNaN: [(e) => e.to.be.NaN, 'isNotNaN'],
  exists: [(e) => e.to.exist, 'notExists'],
  isEmpty: [(e) => e.to.be.empty, 'isNotEmpty'],
  isFunction: [(e) => e.to.be.a('function'), 'isNotFunction'],
  isObject: [(e) => e.to.be.an('object'), 'isNotObject'],
  isArray: [(e) => e.to.be.an('array'), 'isNotArray'],
  isString: [(e) => e.to.be.a('string'), 'isNotString'],
  isNumber: [(e) => e.to.be.a('number'), 'isNotNumber'],
  isBoolean: [(e) => e.to.be.a('boolean'), 'isNotBoolean'],
  typeOf: [(e, type) => e.to.be.a(type), 'notTypeOf'],
  instanceOf: [(e, type) => e.to.be.instanceOf(type), 'notInstanceOf'],
  include: [(e, part) => e.to.include(part), 'notInclude'],
  deepInclude: [(e, part) => e.to.deep.include(part), 'notDeepInclude'],
  match: [(e, pattern) => e.to.match(pattern), 'notMatch'],
  property: [(e, name) => e.to.have.property(name), 'notProperty'],
  propertyVal: [(e, name, value) => e.to.have.property(name, value), 'notPropertyVal'],
  lengthOf: [(e, length) => e.to.have.lengthOf(length)],
  isAbove: [(e, b) => e.to.be.above(b)],
  isAtLeast: [(e, b) => e.to.be.at.least(b)],
  isBelow: [(e, b) => e.to.be.below(b)],
  isAtMost: [(e, b) => e.to.be.at.most(b)],
  closeTo: [(e, b, delta) => e.to.be.closeTo(b, delta)],
  approximately: [(e, b, delta) => e.to.be.closeTo(b, delta)],
  oneOf: [(e, list) => e.to.be.oneOf(list)],
  sameMembers: [(e, list) => e.to.have.members(list), 'notSameMembers'],
  sameDeepMembers: [(e, list) => e.to.have.deep.members(list), 'notSameDeepMembers'],
  sameOrderedMembers: [(e, list) => e.to.have.ordered.members(list)],
  includeMembers: [(e, list) => e.to.include.members(list)],
  hasAllKeys: [(e, keys) => e.to.have.all.keys(keys)],
  hasAnyKeys: [(e, keys) => e.to.have.any.keys(keys)],
  throws: [(e, ...expected) => e.to.throw(...expected)],
  doesNotThrow: [(e, ...expected) => e.to.not.throw(...expected)],
};

export const assert = (value, message) => {
  expect(value, message).to.be.ok;
};
// biome-ignore lint/suspicious/noDoubleEquals: chai's `assert.equal` is loose.
const loosely = (a, b) => a === b || (Object(a) !== a && Object(b) !== b && a == b);

Object.assign(assert, {
  ok: assert,
  equal(actual, expected, message) {
    if (!loosely(actual, expected)) expect(actual, message).to.equal(expected);
  },
  notEqual(actual, expected, message) {
    if (loosely(actual, expected)) throw new Unmet(message ?? 'expected the values to differ');
  },
  fail(message = 'assert.fail()') {
    throw new Unmet(message);
  },
});
for (const [name, [say, opposite]] of Object.entries(sentences)) {
  assert[name] = (actual, ...rest) => {
    say(expect(actual), ...rest);
  };
  if (opposite === undefined) continue;
  assert[opposite] = (actual, ...rest) => {
    say(expect(actual).not, ...rest);
  };
}
assert.notOk = assert.isNotOk;
assert.eql = assert.deepEqual;
assert.throw = assert.throws;
assert.instanceof = assert.instanceOf;
Object.freeze(assert);
