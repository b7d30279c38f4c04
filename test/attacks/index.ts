import type { Attack } from './attack.ts';
import { bash } from './bash.ts';
import { c } from './c.ts';
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

/** Every language's hostile programs. One line each. */
export const attacks: Readonly<Record<string, readonly Attack[]>> = {
  bash,
  php,
  javascript,
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
};
