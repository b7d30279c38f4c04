import type { MissingWall } from '@seedmill/contracts';
import type { DockerInfo } from 'dockerode';

/** A wall that does not stand here. */
export interface Weakness {
  name: string;
  /** What that costs, in half a sentence. */
  lost: string;
}

const lostWith: Readonly<Record<MissingWall, string>> = {
  'cgroup-per-job':
    'the kernel limits no job as a whole: the agent looks after it every 4 ms, and memory can go past its limit between two looks',
  'user-per-job':
    'jobs run as the user of Seedmill: a hole in the kernel’s namespaces leads to that user’s files',
  container:
    'no second filter and no second limits stand around the jail, and jobs can read the toolchains of this machine',
};

/** What a missing wall costs. */
export const weaknessOf = (wall: MissingWall): Weakness => ({ name: wall, lost: lostWith[wall] });

/** What this Docker daemon does not put around its containers. docs/security.md has the whole list. */
export function weaknessesOf({ SecurityOptions, MemoryLimit, PidsLimit }: DockerInfo): Weakness[] {
  const options = SecurityOptions ?? [];
  const filtered = options.some((option) => /seccomp(?!.*unconfined)/.test(option));
  const unlimited = [
    ...(MemoryLimit === false ? ['memory'] : []),
    ...(PidsLimit === false ? ['processes'] : []),
  ];
  return [
    ...(options.some((option) => option.includes('apparmor'))
      ? [
          {
            name: 'apparmor',
            lost: 'Docker’s profile is off for these containers, because it forbids the agent’s mounts; the job’s own filter forbids them, too',
          },
        ]
      : []),
    ...(filtered
      ? []
      : [{ name: 'docker-seccomp', lost: 'no second filter stands around the agent; the job’s own stays' }]),
    ...(unlimited.length === 0
      ? []
      : [
          {
            name: 'container-limits',
            lost: `Docker cannot limit the ${unlimited.join(' and ')} of a container here; only the job’s own limits hold`,
          },
        ]),
  ];
}
