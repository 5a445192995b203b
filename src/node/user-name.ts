import { userInfo } from 'node:os';

/** The name of the current user, for the LogonUser property. */
export function userName(env: Readonly<Record<string, string | undefined>> = process.env): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that has no name.
    return env.USERNAME ?? env.USER ?? 'unknown';
  }
}
