import {
  type Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconCircleOff,
  IconCircleX,
  IconClock,
  IconHandStop,
  IconHourglassEmpty,
  IconPlayerPause,
  IconRefresh,
} from '@tabler/icons-react';
import type { Outcome } from '../../runs/run.schema.ts';
import { text } from '../text/text.ts';

export type Tone = 'green' | 'grey' | 'blue' | 'amber' | 'red';
export type StateName =
  | 'synced'
  | 'noChange'
  | 'queued'
  | 'working'
  | 'waiting'
  | 'held'
  | 'needsYou'
  | 'failed'
  | 'paused'
  | 'cancelled';

/** One state, one word, one colour, one icon: the only place where they stand. */
export const states: Readonly<Record<StateName, { word: string; tone: Tone; icon: Icon }>> = {
  synced: { word: text.states.synced, tone: 'green', icon: IconCircleCheck },
  noChange: { word: text.states.noChange, tone: 'grey', icon: IconCircleMinus },
  queued: { word: text.states.queued, tone: 'blue', icon: IconClock },
  working: { word: text.states.working, tone: 'blue', icon: IconRefresh },
  waiting: { word: text.states.waiting, tone: 'blue', icon: IconHourglassEmpty },
  held: { word: text.states.held, tone: 'blue', icon: IconHandStop },
  needsYou: { word: text.states.needsYou, tone: 'amber', icon: IconAlertTriangle },
  failed: { word: text.states.failed, tone: 'red', icon: IconCircleX },
  paused: { word: text.states.paused, tone: 'grey', icon: IconPlayerPause },
  cancelled: { word: text.states.cancelled, tone: 'grey', icon: IconCircleOff },
};

export const stateOfOutcome: Readonly<Record<Outcome, StateName>> = {
  created: 'synced',
  updated: 'synced',
  deleted: 'synced',
  unchanged: 'noChange',
  invalid: 'needsYou',
  conflict: 'needsYou',
  held: 'held',
  blocked: 'waiting',
  rejected: 'failed',
};

/** The order in which outcomes are told: what went through, what did not change, what waits, what needs somebody. */
export const outcomeOrder: readonly Outcome[] = [
  'created',
  'updated',
  'deleted',
  'unchanged',
  'held',
  'blocked',
  'invalid',
  'conflict',
  'rejected',
];

export const toneColour = (tone: Tone): string => `var(--hp-${tone})`;
/** For icons and bars, which need less contrast than text. */
export const toneMark = (tone: Tone): string => `var(--hp-${tone}-mark)`;
export const toneSoft = (tone: Tone): string => `var(--hp-${tone}-soft)`;
