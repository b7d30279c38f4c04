import { AppError, messageOf } from '@seedmill/contracts';

/** No daemon answers, or it does not let us in. */
function dockerUnreachable(cause: unknown): AppError {
  const denied = codeOf(cause) === 'EACCES' || codeOf(cause) === 'EPERM';
  return denied
    ? new AppError(
        'DOCKER_UNREACHABLE',
        'fix-setup',
        'Docker runs, but this user may not open its socket.',
        'Join its group with: sudo usermod -aG docker "$USER", then log in again.',
        { cause },
      )
    : new AppError(
        'DOCKER_UNREACHABLE',
        'fix-setup',
        'No Docker daemon answers.',
        'Start it, or let this do it: npm run setup',
        { cause },
      );
}

/** A daemon hangs. */
export const dockerSilent = (ms: number): AppError =>
  new AppError(
    'DOCKER_UNREACHABLE',
    'fix-setup',
    `The Docker daemon does not answer: nothing came within ${ms / 1000} s.`,
    'Restart it, for instance with: sudo systemctl restart docker',
  );

/** The image of a language was never built, or its parts changed since. */
export const imageMissing = (language: string, tag: string): AppError =>
  new AppError(
    'SANDBOX_IMAGE_MISSING',
    'fix-setup',
    `Docker has no up-to-date image for ${language} (${tag}).`,
    `Build it with: npx seedmill sandbox build ${language}`,
  );

/** Debian, on which all images stand, is not there and cannot be pulled. */
export const baseMissing = (name: string, cause?: unknown): AppError =>
  new AppError(
    'SANDBOX_BASE_MISSING',
    'fix-setup',
    `Docker has no image "${name}".`,
    'Make it with: npm run setup',
    {
      cause,
    },
  );

/** No room for an image. */
export const diskFull = (cause: unknown): AppError =>
  new AppError(
    'DOCKER_DISK_FULL',
    'fix-setup',
    'The disk that Docker keeps its images on is full.',
    'Make room, with: npx seedmill sandbox prune, or: docker system prune',
    { cause },
  );

/** `log` is the end of what the build said. */
export const buildFailed = (language: string, log: string): AppError =>
  new AppError(
    'SANDBOX_BUILD_FAILED',
    'fix-setup',
    `The image for ${language} could not be built: ${log}`,
    `Mend what it names, then: npx seedmill sandbox build ${language}`,
  );

/** `sandbox.runtime` names a runtime that Docker was not told of. */
export const runtimeUnknown = (runtime: string, cause: unknown): AppError =>
  new AppError(
    'SANDBOX_RUNTIME_UNKNOWN',
    'fix-setup',
    `Docker knows no runtime "${runtime}".`,
    'Install it and name it under "runtimes" in /etc/docker/daemon.json, or leave sandbox.runtime out.',
    { cause },
  );

/** The driver without Docker stands on bubblewrap. */
export const bubblewrapMissing = (): AppError =>
  new AppError(
    'BUBBLEWRAP_MISSING',
    'fix-setup',
    'The sandbox without Docker needs bubblewrap (the program bwrap), which is not installed.',
    'Install it, with: apt-get install bubblewrap',
  );

/** This machine forbids what bubblewrap is made of; `remedy` is what its administrator can do, where that is known. */
export const namespacesForbidden = (cause: string, remedy: string | undefined): AppError =>
  new AppError(
    'NAMESPACES_FORBIDDEN',
    'fix-setup',
    `This machine does not let its users make namespaces: ${cause}`,
    remedy === undefined
      ? 'Ask its administrator for what docs/local.md lists under "User namespaces", or use sandbox.driver: docker.'
      : `Ask its administrator for: ${remedy}, or use sandbox.driver: docker.`,
  );

/** A program that a language needs of the host is not there, or too old. */
export const toolchainMissing = (language: string, lacks: string, packages: readonly string[]): AppError =>
  new AppError(
    'TOOLCHAIN_MISSING',
    'fix-setup',
    `The sandbox without Docker cannot run ${language} here: ${lacks}.`,
    packages.length > 0
      ? `Install it, with: apt-get install ${packages.join(' ')}`
      : 'Use sandbox.driver: docker for this language.',
  );

/** What a language needs beside the host's programs was never made, or its parts changed since. */
export const partsMissing = (language: string): AppError =>
  new AppError(
    'SANDBOX_PARTS_MISSING',
    'fix-setup',
    `The sandbox without Docker has not been made ready for ${language}.`,
    `Make it ready with: npx seedmill sandbox build ${language} --sandbox local`,
  );

/** `log` is the end of what the preparation said. */
export const preparationFailed = (language: string, log: string): AppError =>
  new AppError(
    'SANDBOX_BUILD_FAILED',
    'fix-setup',
    `The sandbox without Docker could not be made ready for ${language}: ${log}`,
    `Mend what it names, then: npx seedmill sandbox build ${language} --sandbox local`,
  );

/** The jail cannot be set up on this machine: every job would be lost. */
export const sandboxBroken = (cause: string): AppError =>
  new AppError(
    'SANDBOX_BROKEN',
    'fix-setup',
    `A trial job did not get through the sandbox: ${cause}`,
    'See what this machine lacks with: npx seedmill doctor',
  );

/** The owner gave up; the job itself is fine. */
export const sandboxClosed = (): AppError =>
  new AppError(
    'SANDBOX_CLOSED',
    'retry',
    'The sandbox was closed before the job was done.',
    'Run the job again.',
  );

/** The caller's mistake: a job that no sandbox would take. */
export const jobRefused = (why: string): AppError =>
  new AppError(
    'SANDBOX_JOB_REFUSED',
    'fix-input',
    `The sandbox does not take this job: ${why}.`,
    'Correct the job.',
  );

/** The error code of the operating system or the HTTP status of Docker's answer. */
export function codeOf(error: unknown): string | number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Maps what dockerode throws to the failures we foresaw; anything else stays as it is. */
export function explain(error: unknown): unknown {
  const code = codeOf(error);
  const unreachable = [
    'ECONNREFUSED',
    'ENOENT',
    'EACCES',
    'EPERM',
    'ENOTFOUND',
    'ETIMEDOUT',
    'ECONNRESET',
    'EPIPE',
  ];
  if (typeof code === 'string' && unreachable.includes(code)) return dockerUnreachable(error);
  if (error instanceof Error && error.message.includes('no space left on device')) return diskFull(error);
  if (typeof code === 'number') return dockerRefused(error);
  return error;
}

/** Docker answered with an HTTP error that has no name of its own here. */
function dockerRefused(cause: unknown): AppError {
  return new AppError(
    'DOCKER_REFUSED',
    'retry',
    `Docker refused a request: ${messageOf(cause)}`,
    'If it stays so, look at the daemon with: npx seedmill doctor',
    { cause },
  );
}
