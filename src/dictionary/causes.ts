import type { Cause } from './causes/cause.ts';
import { mergeCauses } from './causes/merge.ts';
import { notificationCauses } from './causes/notification.ts';
import { passbackCauses } from './causes/passback.ts';
import { rosteringCauses } from './causes/rostering.ts';
import { schoolYearCauses } from './causes/school-year.ts';
import { webhookCauses } from './causes/webhook.ts';

/** All canonical causes by name, in the order in which they are documented. */
export const causes: Readonly<Record<string, Cause>> = {
  ...passbackCauses,
  ...mergeCauses,
  ...rosteringCauses,
  ...schoolYearCauses,
  ...notificationCauses,
  ...webhookCauses,
};
