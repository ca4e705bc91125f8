import { aeriesEntries } from './entries/aeries.ts';
import { aspenEntries } from './entries/aspen.ts';
import { bannerEntries } from './entries/banner.ts';
import { canvasEntries } from './entries/canvas.ts';
import { colleagueEntries } from './entries/colleague.ts';
import { connectionEntries } from './entries/connection.ts';
import { connectionOutsideEntries } from './entries/connection-outside.ts';
import { focusEntries } from './entries/focus.ts';
import { infiniteCampusEntries } from './entries/infinite-campus.ts';
import { mailEntries } from './entries/mail.ts';
import { mergeEntries } from './entries/merge.ts';
import { notificationEntries } from './entries/notification.ts';
import { onerosterEntries } from './entries/oneroster.ts';
import { peoplesoftEntries } from './entries/peoplesoft.ts';
import { pinnacleEntries } from './entries/pinnacle.ts';
import { powerschoolEntries } from './entries/powerschool.ts';
import { progressbookEntries } from './entries/progressbook.ts';
import { qEntries } from './entries/q.ts';
import { requestEntries } from './entries/request.ts';
import { rosteringEntries } from './entries/rostering.ts';
import { sapphireEntries } from './entries/sapphire.ts';
import { schoolYearEntries } from './entries/school-year.ts';
import { skywardEntries } from './entries/skyward.ts';
import { synergyEntries } from './entries/synergy.ts';
import { webhookEntries } from './entries/webhook.ts';
import type { Entry } from './entry.schema.ts';

/** All entries of the dictionary, by system and in the order in which they are documented. */
export const entries: readonly Entry[] = [
  ...aeriesEntries,
  ...aspenEntries,
  ...focusEntries,
  ...infiniteCampusEntries,
  ...pinnacleEntries,
  ...powerschoolEntries,
  ...progressbookEntries,
  ...qEntries,
  ...sapphireEntries,
  ...skywardEntries,
  ...synergyEntries,
  ...canvasEntries,
  ...bannerEntries,
  ...colleagueEntries,
  ...peoplesoftEntries,
  ...mergeEntries,
  ...onerosterEntries,
  ...rosteringEntries,
  ...connectionEntries,
  ...connectionOutsideEntries,
  ...mailEntries,
  ...notificationEntries,
  ...webhookEntries,
  ...requestEntries,
  ...schoolYearEntries,
];
