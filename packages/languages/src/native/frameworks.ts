import { posix } from 'node:path';
import type { Files } from '@seedmill/contracts';
import { includesOf } from './includes.ts';

interface Framework {
  name: string;
  /** What suites include of it. */
  header: RegExp;
  /** Its own code, which suites may bring: the image has it. */
  brought: RegExp;
  /** What a header that a suite brings is replaced with. */
  instead: string;
}

const frameworks: readonly Framework[] = [
  {
    name: 'doctest',
    header: /(^|\/)doctest\.h$/,
    brought: /(^|\/)doctest\.h$/,
    instead: '#include <doctest.h>\n',
  },
  {
    name: 'catch',
    header: /(^|\/)catch(_amalgamated)?\.hpp$|^catch2\//,
    brought: /(^|\/)catch(_amalgamated)?\.[hc]pp$/,
    instead: '#include <catch.hpp>\n',
  },
  { name: 'gtest', header: /^(gtest|gmock)\//, brought: /(^|\/)g(test|mock)\/g(test|mock)\.h$/, instead: '' },
  {
    name: 'unity',
    header: /(^|\/)unity\.h$/,
    brought: /(^|\/)unity(_internals)?\.[hc]$/,
    instead: '#include <unity.h>\n',
  },
  { name: 'check', header: /^check\.h$/, brought: /(^|\/)check\.h$/, instead: '' },
  { name: 'cmocka', header: /^cmocka\.h$/, brought: /(^|\/)cmocka\.h$/, instead: '' },
];

/** Headers that no solution may bring: suites judge by them. */
const JUDGES = /(^|\/)(assert\.h|cassert)$/;

export const isFrameworks = (path: string): boolean =>
  JUDGES.test(path) || frameworks.some(({ brought }) => brought.test(path));

/** The framework that sources of these texts use. */
export const frameworkOf = (texts: readonly string[]): string => {
  const headers = texts.flatMap(includesOf).map(({ name }) => name);
  return frameworks.find(({ header }) => headers.some((name) => header.test(name)))?.name ?? 'plain';
};

/** For every header of a framework that a suite includes by a path of its own, a file that leads to the image's. */
export function bridgesOf(tests: Files): Files {
  const bridges: Record<string, string> = {};
  for (const [path, text] of Object.entries(tests)) {
    for (const { name, quoted } of includesOf(text)) {
      const place = posix.join(posix.dirname(path), name);
      const framework = frameworks.find(({ header, instead }) => instead !== '' && header.test(name));
      if (quoted && framework !== undefined && !place.startsWith('..')) bridges[place] = framework.instead;
    }
  }
  return bridges;
}
