const hour = 60 * 60 * 1000;
/** A session ends 12 hours after it was last used, and 30 days after it began at the latest. */
export const sessionIdle = 12 * hour;
export const sessionLongest = 30 * 24 * hour;
/** Used again within this time, a session is not written again. */
const unwritten = 5 * 60 * 1000;

/** The secret of a session begins with the instant it was opened: only its digest is stored, so a secret with another beginning opens nothing. */
export function sessionSecret(now: Date, random: string): string {
  return `${now.getTime().toString(36)}.${random}`;
}

/** When a session that is used now will end; null where its secret is none of ours. */
export function sessionEnd(secret: string, now: Date): Date | null {
  const opened = Number.parseInt(secret.split('.')[0] ?? '', 36);
  if (!Number.isSafeInteger(opened) || opened < 0) return null;
  return new Date(Math.min(now.getTime() + sessionIdle, opened + sessionLongest));
}

export function worthWriting(stored: Date, end: Date): boolean {
  return end.getTime() - stored.getTime() > unwritten;
}
