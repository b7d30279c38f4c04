import { lstatSync, readlinkSync } from 'node:fs';

/** Folders of the root that hold programs and libraries, or lead to /usr. */
const PROGRAMS = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
/** What programs need to find libraries and each other; the rest of /etc is the host's own business. */
const SETTINGS = [
  'alternatives',
  'java-21-openjdk',
  'ld.so.cache',
  'localtime',
  'lua',
  'perl',
  'python3',
  'ruby',
];
/** For the agent alone: namespaces and mounts, the job's user, killing it, raising the loopback. */
const CAPABILITIES = ['SYS_ADMIN', 'SETUID', 'SETGID', 'KILL', 'NET_ADMIN'];

const isRoot = () => process.getuid?.() === 0;

/** What was made ready for a language: its folders appear as /opt/seedmill, /usr/local/bin and in /etc. */
export interface Parts {
  opt: string;
  bin: string;
  etc: string;
}

/** How the agent is started as the only program of a slot. */
export function slotArguments(parts: Parts, command: readonly string[]): string[] {
  return [
    ...namespaces(),
    // Without privileges, bubblewrap makes a user namespace in which the agent is root, and nobody else is.
    ...(isRoot()
      ? ['--cap-drop', 'ALL', ...CAPABILITIES.flatMap((name) => ['--cap-add', `CAP_${name}`])]
      : ['--unshare-user', '--uid', '0', '--gid', '0', '--cap-add', 'ALL']),
    ...view(parts, '--ro-bind'),
    '--dir',
    '/work',
    '--dir',
    '/tmp',
    '--remount-ro',
    '/',
    '--as-pid-1',
    '--chdir',
    '/work',
    '--',
    ...command,
  ];
}

/** How a script is run that fills the parts; `source` appears as /source, where it starts. */
export function scriptArguments(parts: Parts, source: string, script: string): string[] {
  return [
    ...namespaces(),
    ...(isRoot() ? ['--cap-drop', 'ALL'] : ['--unshare-user']),
    ...view(parts, '--bind'),
    '--tmpfs',
    '/work',
    '--tmpfs',
    '/tmp',
    '--ro-bind',
    source,
    '/source',
    '--chdir',
    '/source',
    '--',
    'sh',
    '-e',
    script,
  ];
}

/** The variables that all in a slot start with. */
const VARIABLES = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/tmp', TMPDIR: '/tmp', LANG: 'C.UTF-8' };

function namespaces(): string[] {
  const kinds = ['ipc', 'pid', 'net', 'uts', 'cgroup-try'];
  return [
    ...kinds.map((kind) => `--unshare-${kind}`),
    '--die-with-parent',
    '--new-session',
    '--clearenv',
    ...Object.entries(VARIABLES).flatMap(([name, value]) => ['--setenv', name, value]),
  ];
}

function view({ opt, bin, etc }: Parts, bind: '--bind' | '--ro-bind'): string[] {
  return [
    // Made here, because bubblewrap gives folders that it makes on the way to its own user only.
    ...['/etc', '/opt'].flatMap((folder) => ['--dir', folder]),
    '--ro-bind',
    '/usr',
    '/usr',
    bind,
    bin,
    '/usr/local/bin',
    bind,
    opt,
    '/opt/seedmill',
    ...PROGRAMS.flatMap(asOnTheHost),
    ...['passwd', 'group', 'hosts', 'nsswitch.conf'].flatMap((file) => [
      '--ro-bind',
      `${etc}/${file}`,
      `/etc/${file}`,
    ]),
    ...SETTINGS.flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]),
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    '--remount-ro',
    '/dev',
  ];
}

function asOnTheHost(path: string): string[] {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  return found.isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path];
}
