import { expect, test } from 'vitest';
import { withEndings } from './endings.ts';

test.each([
  ['int main() { f(); exit(0); }', 'int main() { f(); return (0); }'],
  [
    'int main() { if (ok) { std::exit(0); } else exit(1); }',
    'int main() { if (ok) { return (0); } else return (1); }',
  ],
  ['int main() { if (ok) _exit(0); exit(1); }', 'int main() { if (ok) return (0); return (1); }'],
  ['int main() { if (ok) return 0; puts("no"); return 1; }', null],
  [
    'int main() { if (bad) { puts("no;"); return 0; } return 0; }',
    'int main() { if (bad) { puts("no;"); __builtin_exit( 0); } return 0; }',
  ],
  [
    'int main() { for (;;) { if (bad) return n; } }',
    'int main() { for (;;) { if (bad) __builtin_exit( n); } }',
  ],
  ['int main() { if (bad) return 1; return 0; }', null],
  ['int main() { if (bad) exit(0); return 0; }', null],
  ['auto main() -> int { auto f = [](int x) { return x; }; return f(0); }', null],
  ['int main() { int g(int x) { return x; } return g(0); }', null],
  ['int main() { struct S { int f() { return 0; } } s; return s.f(); }', null],
  [
    'int main() { try { f(); } catch (E& e) { puts(e.what()); return 0; } puts("ok"); }',
    'int main() { try { f(); } catch (E& e) { puts(e.what()); __builtin_exit( 0); } puts("ok"); }',
  ],
  ['int main() { return f(); }\nint f() { exit(0); }', null],
  [
    'static _Noreturn void end(int n) { if (n) exit(1); exit(0); }\nint main() { f(); end(bad); return 0; }',
    'static  int end(int n) { if (n) exit(1); return (0); return 0; }\nint main() { f(); return end(bad); return 0; }',
  ],
  ['void end() { exit(0); }\nint main() { if (bad) end(); f(); end(); }', null],
  ['void end() { exit(0); }\nint main() { end(); f(); }', null],
  ['void end() { if (none) return; exit(0); }\nint main() { f(); end(); }', null],
  ['#define T(x) if (!(x)) return 0\nint main() { T(1); /* return 0; */ return 0; }', null],
])('%s', (text, altered) => {
  expect(withEndings(text, true)).toBe(altered ?? text);
});

test('a framework tells by itself what came of its tests', () => {
  const text = 'int main() { int r = context.run(); if (context.shouldExit()) return r; exit(r); }';
  expect(withEndings(text, false)).toBe(text.replace('exit(r)', 'return (r)'));
});
