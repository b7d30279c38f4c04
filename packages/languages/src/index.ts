import type { Language } from '@seedmill/contracts';
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

/** Every language, in the order of tables and help texts. A new language is one file and one line here. */
export const languages: readonly Language[] = [
  python,
  javascript,
  typescript,
  bash,
  php,
  java,
  ruby,
  perl,
  c,
  cpp,
  go,
  rust,
  lua,
];
