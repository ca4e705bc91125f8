import type { Key } from '../../runs/job.ts';
import type { Fault } from '../api/fault.model.ts';
import { fault } from '../api/fault.model.ts';
import { planCourse } from './course-line.job.ts';
import type { Item } from './line.model.ts';
import { planMember } from './member-line.job.ts';
import { missingParents } from './parents.model.ts';
import { type Planned, refused } from './planned.model.ts';
import type { RosterView } from './roster-view.model.ts';
import { planSession } from './session-line.job.ts';
import { planUser } from './user-line.job.ts';

export type PlannedLine =
  | Planned
  /** What it belongs to was refused in the same batch. */
  | { readonly to: 'blocked'; readonly parent: Key; readonly fault: Fault };

/** What becomes of a line, by what is known when its turn comes: the rules are those of the single calls. */
export function planLine(item: Item, known: RosterView): PlannedLine {
  // What has another form than the documented one cannot be judged further.
  if (item.faults.length > 0) return refused(item.faults);
  const planned = planOf(item, known);
  return planned.to === 'refused' ? (blockedBy(planned.faults, item, known) ?? planned) : planned;
}

function planOf(item: Item, known: RosterView): Planned {
  switch (item.kind) {
    case 'user':
      return planUser(item, known);
    case 'course':
      return planCourse(item, known);
    case 'courseMember':
      return planMember(item, known);
    case 'attendanceSession':
      return planSession(item, known);
    case 'line':
      throw new Error('a line that could not be read was planned');
  }
}

function blockedBy(faults: readonly Fault[], item: Item, known: RosterView): PlannedLine | null {
  for (const one of faults)
    for (const { key, name } of missingParents(one, item.data)) {
      const line = known.refused(name);
      if (line === undefined) continue;
      const told = fault(one.pointer, 'rostering.request.parent_refused', { parentLine: String(line) });
      return { to: 'blocked', parent: key, fault: told };
    }
  return null;
}
