import type { OwnerName } from './entry.schema.ts';

/** What a message was told with: `{file: "users.csv", line: "17"}`. Values are text as it is shown. */
export type Facts = Readonly<Record<string, string>>;

/** Puts facts into `{placeholders}`; one that has no fact is shown as "…". */
export function fill(text: string, facts: Facts): string {
  return text.replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => facts[name] ?? '…');
}

/** The owners as people call them. */
export const ownerTitles: Readonly<Record<OwnerName, string>> = {
  teacher: 'the teacher of the section',
  registrar: 'the registrar',
  scheduler: 'the scheduler',
  lms_admin: 'the LMS administrator',
  sis_admin: 'the SIS administrator',
  integration_manager: 'the manager of the integration',
  support: 'support',
};
