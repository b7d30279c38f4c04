import { expect, it } from 'vitest';
import { forbiddenBy } from './walls.ts';

it.each([
  ['bwrap: setting up uid map: Permission denied', 'kernel.apparmor_restrict_unprivileged_userns=0'],
  ['bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted', '/usr/bin/bwrap'],
  [
    'bwrap: No permissions to create a new namespace, likely because the kernel does not allow non-privileged user namespaces. See <https://deb.li/bubblewrap>',
    'kernel.unprivileged_userns_clone=1',
  ],
  ['bwrap: No permissions to create new namespace, likely because the kernel …', 'seccomp filter'],
  ['bwrap: Creating new namespace failed: No space left on device', 'user.max_user_namespaces'],
  ["bwrap: Can't mount proc on /proc: Operation not permitted", 'systempaths=unconfined'],
  ["bwrap: Can't mount proc on /newroot/proc: Operation not permitted", 'systempaths=unconfined'],
  // Root in a container that may not raise a loopback.
  ['bwrap: loopback: Failed RTM_NEWADDR: No child processes', 'docs/local.md'],
  ['bwrap: Creating new namespace failed: Operation not permitted', 'docs/local.md'],
])('says what allows it: %s', (words, advice) => {
  expect(forbiddenBy(words)).toMatchObject({
    code: 'NAMESPACES_FORBIDDEN',
    remedy: 'fix-setup',
    message: expect.stringContaining(words) as string,
    hint: expect.stringContaining(advice) as string,
  });
});
