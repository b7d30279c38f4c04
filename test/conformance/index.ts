import { bash } from './bash.ts';
import { c } from './c.ts';
import type { Conformance } from './conformance.ts';
import { cpp } from './cpp.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { javascript } from './javascript.ts';
import { lua } from './lua.ts';
import { perl } from './perl.ts';
import { php } from './php.ts';
import { python } from './python.ts';
import { ruby } from './ruby.ts';
import { rust } from './rust.ts';
import { typescript } from './typescript.ts';

/** Every language's programs. One line each. */
export const conformance: readonly Conformance[] = [
  bash,
  javascript,
  php,
  typescript,
  python,
  ruby,
  java,
  perl,
  go,
  rust,
  lua,
  c,
  cpp,
];
