import type { Actor } from '../../src/platform/actor.ts';
import type { App } from '../../src/platform/house.ts';
import { heldRoster } from '../../src/rostering/held/held-roster.read-model.ts';
import * as holds from '../../src/runs/hold.usecases.ts';

// What people do about held records of a roster, as the hub puts it together.

const held = { rostering: heldRoster };
type Decision = {
  readonly no: number;
  readonly digest: string;
  readonly records?: string[];
  readonly schools?: string[];
};

export const showHold = (app: App, actor: Actor, no: number) => holds.showHold(app, actor, { no, held });
export const releaseHold = (app: App, actor: Actor, decision: Decision) =>
  holds.releaseHold(app, actor, { ...decision, held });
export const dismissHold = (app: App, actor: Actor, decision: Decision) =>
  holds.dismissHold(app, actor, { ...decision, held });
