import type { AppError } from '@seedmill/contracts';
import { namespacesForbidden } from '../errors.ts';
import { runBubblewrap } from './run-bubblewrap.ts';

/** How bubblewrap (0.8 to 0.12) words a refusal, and what allows it. */
const REMEDIES: readonly { says: RegExp; remedy: string }[] = [
  // AppArmor lets the namespace be made, and everything in it be refused: Ubuntu 24.04.
  {
    says: /uid map: Permission denied|RTM_NEWADDR: Operation not permitted/,
    remedy:
      'sysctl kernel.apparmor_restrict_unprivileged_userns=0 (or an AppArmor profile for /usr/bin/bwrap)',
  },
  {
    says: /No permissions to create (a )?new namespace/,
    remedy:
      'sysctl kernel.unprivileged_userns_clone=1 (in a container: a seccomp filter that allows namespaces)',
  },
  {
    says: /namespace failed: No space left|max_user_namespaces/,
    remedy: 'sysctl user.max_user_namespaces=10000',
  },
  {
    says: /mount proc on/,
    remedy: 'a container around it that leaves /proc unmasked (--security-opt systempaths=unconfined)',
  },
];

/** The refusal that these last words of bubblewrap mean. */
export const forbiddenBy = (words: string): AppError =>
  namespacesForbidden(words, REMEDIES.find(({ says }) => says.test(words))?.remedy);

/** Throws `BUBBLEWRAP_MISSING`, and `NAMESPACES_FORBIDDEN` where the machine keeps them from its users. */
export async function checkNamespaces(): Promise<void> {
  const user = process.getuid?.() === 0 ? [] : ['--unshare-user'];
  const { code, words } = await runBubblewrap([
    ...user,
    ...['--unshare-pid', '--unshare-net', '--ro-bind', '/', '/', '--proc', '/proc', 'true'],
  ]);
  if (code !== 0) throw forbiddenBy(words);
}

/** As bubblewrap tells it. */
export async function bubblewrapVersion(): Promise<string> {
  const { words } = await runBubblewrap(['--version']);
  return words.replace('bubblewrap ', '');
}
