import type { OwnerName } from '../../dictionary/entry.schema.ts';

/** Who fixes, in the address too; kept here so that the first page does not carry zod. The compiler holds it equal to the schema. */
const known: Readonly<Record<OwnerName, true>> = {
  teacher: true,
  registrar: true,
  scheduler: true,
  lms_admin: true,
  sis_admin: true,
  integration_manager: true,
  support: true,
};
export const ownerNames = Object.keys(known) as OwnerName[];
