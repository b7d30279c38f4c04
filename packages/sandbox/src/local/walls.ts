import { namespacesForbidden } from '../errors.ts';
import { runBubblewrap } from './run-bubblewrap.ts';

/** Throws `BUBBLEWRAP_MISSING`, and `NAMESPACES_FORBIDDEN` where the machine keeps them from its users. */
export async function checkNamespaces(): Promise<void> {
  const user = process.getuid?.() === 0 ? [] : ['--unshare-user'];
  const { code, words } = await runBubblewrap([
    ...user,
    ...['--unshare-pid', '--unshare-net', '--ro-bind', '/', '/', '--proc', '/proc', 'true'],
  ]);
  if (code !== 0) throw namespacesForbidden(words);
}

/** As bubblewrap tells it. */
export async function bubblewrapVersion(): Promise<string> {
  const { words } = await runBubblewrap(['--version']);
  return words.replace('bubblewrap ', '');
}
