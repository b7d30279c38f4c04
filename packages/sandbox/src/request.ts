import type { Job, Step } from '@seedmill/contracts';

// The format is described in sandbox/agent/agent.h.

/** In the order of the agent's `enum warm`. */
const WARM: readonly Step['warm'][] = [undefined, 'runner', 'compiler'];

/** What the client says first: the room for the files of each job. */
export const encodeGreeting = (diskBytes: number): Buffer => u64(diskBytes);

/** One job as the agent reads it. */
export function encodeJob(job: Job): Buffer {
  const files = Object.entries(job.files);
  const payload = Buffer.concat([
    u32(files.length),
    ...files.flatMap(([path, content]) => [text(path), text(content)]),
    u32(job.steps.length),
    ...job.steps.flatMap(encodeStep),
  ]);
  return Buffer.concat([u32(payload.length), payload]);
}

function encodeStep(step: Step): Buffer[] {
  const variables = Object.entries(step.env ?? {});
  return [
    u32(step.command.length),
    ...step.command.map(text),
    u32(variables.length),
    ...variables.map(([name, value]) => text(`${name}=${value}`)),
    text(step.stdin ?? ''),
    Buffer.of(WARM.indexOf(step.warm)),
    u64(step.limits.wallMs),
    u64(step.limits.cpuMs),
    u64(step.limits.memoryBytes),
    u64(step.limits.processes),
    u64(step.limits.fileBytes),
    u64(step.limits.outputBytes),
  ];
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(Math.round(value)));
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u32(bytes.length), bytes]);
}
