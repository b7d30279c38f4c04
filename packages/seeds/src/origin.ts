import { basename } from 'node:path';
import { execa } from 'execa';

/** Where a seed repository comes from. */
export interface Origin {
  /** URL without credentials, or the folder's name. */
  repo: string;
  commit: string | null;
}

/**
 * Asks git about a folder that is the top of a checkout. A seed repository is untrusted and its `.git/config`
 * can name programs for git to run, so the two settings that could be used here are overruled.
 */
export async function originOf(folder: string): Promise<Origin> {
  const name = basename(folder);
  const git = async (...args: string[]) => {
    const result = await execa(
      'git',
      ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-C', folder, ...args],
      {
        reject: false,
        timeout: 5_000,
        stdin: 'ignore',
        env: { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
      },
    );
    return result.exitCode === 0 ? result.stdout.trim() : null;
  };
  // Inside a larger checkout the commit and the origin would be those of something else.
  if ((await git('rev-parse', '--show-prefix')) !== '') return { repo: name, commit: null };
  const url = await git('config', '--get', 'remote.origin.url');
  return { repo: (url === null ? null : publicUrl(url)) ?? name, commit: await git('rev-parse', 'HEAD') };
}

/** The URL without user, password or query; null for what is a path of this machine. */
export function publicUrl(url: string): string | null {
  const scp = /^(?:[^@/]+@)?([\w.-]+\.[\w.-]+):(?!\/\/)(.+)$/.exec(url);
  if (scp !== null) return `ssh://${scp[1]}/${scp[2]}`;
  if (!URL.canParse(url)) return null;
  const { protocol, host, pathname } = new URL(url);
  return ['http:', 'https:', 'ssh:', 'git:'].includes(protocol) ? `${protocol}//${host}${pathname}` : null;
}
