import type { Job, Step } from '@seedmill/contracts';

// The format is described in sandbox/agent/agent.h.

/** One job as the agent reads it. `uid` is the user the job runs as, `diskBytes` the room for its files. */
export function encodeJob(job: Job, uid: number, diskBytes: number): Buffer {
  const files = Object.entries(job.files);
  const payload = Buffer.concat([
    u32(uid),
    u64(diskBytes),
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
    u64(step.limits.wallMs),
    u64(step.limits.cpuMs),
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
