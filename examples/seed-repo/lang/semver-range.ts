/** Semantic versions, and ranges such as `^1.2 || >=3.0.0-rc.1 <4`. */

export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** `['rc', 1]` for `-rc.1`; empty for a release. */
  readonly prerelease: readonly (string | number)[];
}

type Operator = '<' | '<=' | '>' | '>=';

interface Comparator {
  readonly operator: Operator;
  readonly version: Version;
}

/** A range is a choice (`||`) of comparators that must all hold. */
export type Range = readonly (readonly Comparator[])[];

const VERSION =
  /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9a-z-]+(?:\.[0-9a-z-]+)*))?(?:\+[0-9a-z.-]+)?$/i;
const PARTIAL =
  /^v?(\d+|[x*])?(?:\.(\d+|[x*]))?(?:\.(\d+|[x*]))?(?:-([0-9a-z-]+(?:\.[0-9a-z-]+)*))?(?:\+[0-9a-z.-]+)?$/i;

function parsePrerelease(text: string | undefined): (string | number)[] {
  if (!text) return [];
  return text.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Parses a full version. @throws SyntaxError */
export function parseVersion(text: string): Version {
  const match = VERSION.exec(text.trim());
  if (!match) throw new SyntaxError(`not a version: "${text}"`);
  const [, major, minor, patch, prerelease] = match;
  return {
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch),
    prerelease: parsePrerelease(prerelease),
  };
}

/** Negative when `a` comes before `b`, 0 when they rank the same; build metadata does not count. */
export function compareVersions(a: Version, b: Version): number {
  const core = a.major - b.major || a.minor - b.minor || a.patch - b.patch;
  if (core !== 0) return core;
  if (a.prerelease.length === 0 || b.prerelease.length === 0) {
    return b.prerelease.length - a.prerelease.length;
  }
  for (const [index, left] of a.prerelease.entries()) {
    const right = b.prerelease[index];
    if (right === undefined) return 1;
    if (left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    if (typeof left !== typeof right) return typeof left === 'number' ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return a.prerelease.length - b.prerelease.length;
}

/** The lowest version there is of a core: `1.2.0-0` comes before every prerelease of 1.2.0. */
const floor = (major: number, minor = 0, patch = 0): Version => ({ major, minor, patch, prerelease: [0] });

/** Turns one term (`^1.2`, `~3`, `>=2.x`, `1.0.0`) into comparators. */
function expandTerm(term: string): Comparator[] {
  const [, sign = '', rest = ''] = /^(\^|~>?|>=?|<=?|=)?\s*(.*)$/.exec(term) ?? [];
  const match = PARTIAL.exec(rest);
  if (!match) throw new SyntaxError(`not a version range: "${term}"`);
  const [major, minor, patch] = match
    .slice(1, 4)
    .map((part) => (/^\d+$/.test(part ?? '') ? Number(part) : undefined));
  if (major === undefined) {
    return sign === '<' || sign === '>' ? [{ operator: '<', version: floor(0) }] : [];
  }
  const known = minor === undefined ? 1 : patch === undefined ? 2 : 3;
  const low: Version = {
    major,
    minor: minor ?? 0,
    patch: known === 3 ? (patch ?? 0) : 0,
    prerelease: known === 3 ? parsePrerelease(match[4]) : [],
  };
  // The first version behind everything that the term, taken as a prefix, covers.
  const behind = known === 1 ? floor(major + 1) : floor(major, low.minor + 1);
  const from: Comparator = { operator: '>=', version: low };
  switch (sign) {
    case '^':
      if (major > 0 || known === 1) return [from, { operator: '<', version: floor(major + 1) }];
      if (low.minor > 0 || known === 2) return [from, { operator: '<', version: floor(0, low.minor + 1) }];
      return [from, { operator: '<', version: floor(0, 0, low.patch + 1) }];
    case '~':
    case '~>':
      return [from, { operator: '<', version: behind }];
    case '>=':
      return [from];
    case '<':
      return [{ operator: '<', version: known === 3 ? low : floor(low.major, low.minor) }];
    case '>':
      return known === 3
        ? [{ operator: '>', version: low }]
        : [{ operator: '>=', version: { ...behind, prerelease: [] } }];
    case '<=':
      return known === 3 ? [{ operator: '<=', version: low }] : [{ operator: '<', version: behind }];
    default:
      return known === 3
        ? [from, { operator: '<=', version: low }]
        : [from, { operator: '<', version: behind }];
  }
}

/** Parses a range. @throws SyntaxError */
export function parseRange(text: string): Range {
  return text.split('||').map((choice) => {
    const hyphen = /^\s*(\S+)\s+-\s+(\S+)\s*$/.exec(choice);
    const terms = hyphen
      ? [`>=${hyphen[1] ?? ''}`, `<=${hyphen[2] ?? ''}`]
      : choice
          .replace(/(\^|~>?|[<>]=?|=)\s+/g, '$1')
          .split(/\s+/)
          .filter(Boolean);
    return terms.flatMap(expandTerm);
  });
}

function holds({ operator, version }: Comparator, candidate: Version): boolean {
  const order = compareVersions(candidate, version);
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** Whether a version is in a range. A prerelease is only if the range names one of the same core. */
export function satisfies(version: Version, range: Range): boolean {
  return range.some((comparators) => {
    if (!comparators.every((comparator) => holds(comparator, version))) return false;
    if (version.prerelease.length === 0) return true;
    return comparators.some(
      ({ version: bound }) =>
        bound.prerelease.length > 0 &&
        bound.major === version.major &&
        bound.minor === version.minor &&
        bound.patch === version.patch,
    );
  });
}

/** The highest of the versions that the range allows, as it was written. */
export function maxSatisfying(versions: Iterable<string>, range: string): string | undefined {
  const parsed = parseRange(range);
  let best: { text: string; version: Version } | undefined;
  for (const text of versions) {
    const version = parseVersion(text);
    if (!satisfies(version, parsed)) continue;
    if (!best || compareVersions(version, best.version) > 0) best = { text, version };
  }
  return best?.text;
}
