import { dockerSilent } from './errors.ts';

/** For questions that take a daemon some ms, and one that has far too much to do a second or two. */
const MOST_MS = 20_000;

/**
 * Waits for an answer of the Docker daemon, but not for ever: one that hangs takes connections and says nothing.
 *
 * @throws AppError `DOCKER_UNREACHABLE` after `mostMs`
 */
export async function answered<T>(asked: Promise<T>, mostMs = MOST_MS): Promise<T> {
  const silence = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    silence.reject(dockerSilent(mostMs));
  }, mostMs);
  try {
    return await Promise.race([asked, silence.promise]);
  } finally {
    clearTimeout(timer);
  }
}
