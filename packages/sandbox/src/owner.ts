import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type Docker from 'dockerode';
import { codeOf } from './errors.ts';

const MINE = 'seedmill=sandbox';

/**
 * Labels that say which process a container belongs to. A pid alone is not enough: it is used again, after a
 * reboot all the more, and means another process in another pid namespace or on another machine.
 */
export function ownerLabels(): Record<string, string> {
  return {
    seedmill: 'sandbox',
    'seedmill.machine': machine(),
    'seedmill.pid': String(process.pid),
    'seedmill.started': startTime(process.pid),
  };
}

/**
 * Removes the containers of owners on this machine that are dead. Containers end by themselves when their
 * owner's connection closes; this is for those whose Docker daemon missed it.
 */
export async function removeLeftovers(docker: Docker): Promise<void> {
  const containers = await docker.listContainers({ all: true, filters: JSON.stringify({ label: [MINE] }) });
  const dead = containers.filter(({ Labels }) => isDeadOwner(Labels));
  await Promise.all(dead.map(({ Id }) => removeContainer(docker, Id)));
}

/** Whether these labels name an owner that was on this machine and is no more. */
export function isDeadOwner(labels: Readonly<Record<string, string>>): boolean {
  if (labels['seedmill.machine'] !== machine()) return false;
  return startTime(Number(labels['seedmill.pid'])) !== labels['seedmill.started'];
}

/** Removes a container, which may be gone or going already, and returns when it is gone. */
export async function removeContainer(docker: Docker, id: string): Promise<void> {
  const container = docker.getContainer(id);
  try {
    await container.remove({ force: true }).catch(async (error: unknown) => {
      if (codeOf(error) !== 409) throw error;
      await container.wait({ condition: 'removed' });
    });
  } catch (error) {
    if (codeOf(error) !== 404) throw error;
  }
}

function machine(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/** When a process started, in a form that only compares; empty when it is dead. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything; the start time is the 20th field behind it. (proc(5))
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return isAlive(pid) ? 'alive' : '';
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
