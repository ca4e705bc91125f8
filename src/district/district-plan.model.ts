import { blackoutsInWords } from '../connections/calendar.model.ts';
import { keepingOf, retentionNames } from '../retention/retention.model.ts';
import { settingsText } from '../rostering/school.model.ts';
import {
  became,
  type DistrictPlan,
  type DistrictState,
  type Planned,
  type Rostering,
  type SchoolState,
  type Wanted,
  type Warning,
  type Work,
} from './district-change.model.ts';
import { planConnectionRemovals, planConnections } from './district-connection-plan.model.ts';
import type { DistrictFile } from './district-file.schema.ts';
import { planKeys } from './district-key-plan.model.ts';
import { planNotificationRemovals, planNotifications } from './district-notification-plan.model.ts';

/**
 * What has to be done so that the district is as the file says. Names and secrets are freed before what follows can use
 * them; schools go last, when no key is for them any more.
 */
export function planDistrict(state: DistrictState, wanted: Wanted, prune: boolean): DistrictPlan {
  const freed = prune
    ? [
        ...planNotificationRemovals(state, wanted),
        ...planRemovals(state, wanted.file),
        ...planConnectionRemovals(state, wanted),
      ]
    : [];
  const schools = prune ? planSchoolRemovals(state, wanted.file) : { changes: [], warnings: [] };
  const gone = new Set(freed.map((change) => `${change.kind} ${change.id}`));
  const keys = planKeys(state, wanted, gone);
  const connections = planConnections(state, wanted);
  const notifications = planNotifications(state, wanted);
  return {
    changes: [
      ...freed,
      ...planSettings(state, wanted.file),
      ...planBlackouts(state, wanted.file),
      ...planRetention(state, wanted.file),
      ...planTemplates(state, wanted.file),
      ...planSchools(state, wanted.file),
      ...connections.changes,
      ...keys.changes,
      ...notifications.changes,
      ...schools.changes,
    ],
    warnings: [...warningsOf(state, wanted, gone), ...schools.warnings],
    mistakes: [...connections.mistakes, ...keys.mistakes, ...notifications.mistakes],
  };
}

function planSettings(state: DistrictState, { district }: DistrictFile): Planned[] {
  const same = { kind: 'district', id: district.id, name: district.name } as const;
  if (state.district === null)
    return [
      {
        ...same,
        operation: 'create',
        details: [`time zone: ${district.timeZone}`],
        work: { do: 'make_district', district },
      },
    ];
  const details = [
    ...(state.district.name === district.name ? [] : [became('name', state.district.name, district.name)]),
    ...(state.district.timeZone === district.timeZone
      ? []
      : [became('time zone', state.district.timeZone, district.timeZone)]),
  ];
  return details.length === 0
    ? []
    : [{ ...same, operation: 'change', details, work: { do: 'change_district', district } }];
}

function planBlackouts(state: DistrictState, { district, blackouts }: DistrictFile): Planned[] {
  const [before, after] = [blackoutsInWords(state.blackouts), blackoutsInWords(blackouts)];
  if (before === after) return [];
  const { id, name } = district;
  const details = [became('blackouts', before, after)];
  return [{ operation: 'change', kind: 'district', id, name, details, work: { do: 'set_blackouts', blackouts } }];
}

/** A file that says nothing of it leaves it as it is. */
function planRetention(state: DistrictState, { district, retention }: DistrictFile): Planned[] {
  if (retention === null) return [];
  const [before, after] = [keepingOf(state.retention), keepingOf(retention)];
  const details = retentionNames.flatMap((name) =>
    before[name] === after[name] ? [] : [became(`${name} kept`, `${before[name]} days`, `${after[name]} days`)],
  );
  const { id, name } = district;
  const work: Work = { do: 'set_retention', days: retention };
  return details.length === 0 ? [] : [{ operation: 'change', kind: 'district', id, name, details, work }];
}

function planTemplates(state: DistrictState, file: DistrictFile): Planned[] {
  return file.mailTemplates.flatMap((template): Planned[] => {
    const same = { kind: 'mail_template', id: template.name, name: template.name } as const;
    const before = state.templates.get(template.name);
    if (before === undefined)
      return [{ ...same, operation: 'create', details: [], work: { do: 'make_template', template } }];
    const details = [
      ...(before.subject === template.subject ? [] : ['subject changes']),
      ...(before.text === template.text ? [] : ['text changes']),
    ];
    return details.length === 0
      ? []
      : [{ ...same, operation: 'change', details, work: { do: 'change_template', template } }];
  });
}

function planSchools(state: DistrictState, file: DistrictFile): Planned[] {
  return file.schools.flatMap((school): Planned[] => {
    const rostering = rosteringOf(school);
    const before = state.schools.get(school.id);
    if (before !== undefined) return changedSchool(school, rostering, before);
    const details = [rostering === null ? 'without configuration' : 'with configuration'];
    const work: Work = { do: 'make_school', id: school.id, name: school.name, rostering };
    return [{ operation: 'create', kind: 'school', id: school.id, name: school.name, details, work }];
  });
}

function changedSchool(school: { id: string; name: string }, rostering: Rostering, before: SchoolState): Planned[] {
  const named = before.connection === null && before.name !== school.name;
  const set = settingsText(before.rostering) !== settingsText(rostering);
  const details = [
    ...(named ? [became('name', before.name, school.name)] : []),
    ...(set ? [settingsChange(before.rostering, rostering)] : []),
  ];
  if (details.length === 0) return [];
  const work: Work = {
    do: 'change_school',
    id: school.id,
    name: named ? school.name : null,
    rostering: set ? rostering : undefined,
  };
  return [
    { operation: 'change', kind: 'school', id: school.id, name: named ? school.name : before.name, details, work },
  ];
}

function settingsChange(before: Rostering, after: Rostering): string {
  if (after === null) return 'loses its configuration';
  return before === null ? 'gets a configuration' : 'configuration changes';
}

function rosteringOf(school: DistrictFile['schools'][number]): Rostering {
  if (school.rostering === undefined) return null;
  const { attendanceSettings, duration, welcomeEmail } = school.rostering;
  return {
    attendanceSettings,
    ...(duration === undefined ? {} : { duration }),
    ...(welcomeEmail === undefined ? {} : { welcomeEmail }),
  };
}

function planRemovals(state: DistrictState, file: DistrictFile): Planned[] {
  const keys = new Set(file.apiKeys.map((key) => key.name));
  const templates = new Set(file.mailTemplates.map((template) => template.name));
  return [
    ...[...state.keys].flatMap(([name, { id }]): Planned[] => {
      const work: Work = { do: 'revoke_key', id };
      const change = {
        operation: 'remove',
        kind: 'api_key',
        id: String(id),
        name,
        details: ['is revoked'],
        work,
      } as const;
      return keys.has(name) ? [] : [change];
    }),
    ...[...state.templates.keys()].flatMap((name): Planned[] => {
      const work: Work = { do: 'remove_template', name };
      return templates.has(name)
        ? []
        : [{ operation: 'remove', kind: 'mail_template', id: name, name, details: [], work }];
    }),
  ];
}

/** A school goes only if nothing would be lost with it; what keeps it is said. */
function planSchoolRemovals(state: DistrictState, file: DistrictFile): { changes: Planned[]; warnings: Warning[] } {
  const changes: Planned[] = [];
  const warnings: Warning[] = [];
  const named = new Set(file.schools.map((school) => school.id));
  const used = new Set(file.apiKeys.flatMap((key) => key.schools ?? []));
  for (const [id, school] of state.schools) {
    if (named.has(id)) continue;
    const holds = used.has(id) ? 'an API key of this file is for it' : school.holds;
    const work: Work = { do: 'remove_school', id };
    if (holds === null) changes.push({ operation: 'remove', kind: 'school', id, name: school.name, details: [], work });
    else warnings.push({ line: null, message: `The school ${id} (${school.name}) is not named, and stays: ${holds}.` });
  }
  return { changes, warnings };
}

function warningsOf(state: DistrictState, wanted: Wanted, gone: ReadonlySet<string>): Warning[] {
  const { file, lineOf } = wanted;
  const others = state.otherDistricts.join(', ');
  const second = `This hub has another district already (${others}); the file makes a second one beside it.`;
  const left = [...state.templates.keys()].filter((name) => !gone.has(`mail_template ${name}`));
  const templates = new Set([...left, ...file.mailTemplates.map(({ name }) => name)]);
  return [
    ...(state.district === null && others !== '' ? [{ line: lineOf(['district', 'id']), message: second }] : []),
    ...file.schools.flatMap((school, no) => [
      ...nameWarning(school, state.schools.get(school.id), lineOf(['schools', no, 'name'])),
      ...settingsWarnings(school, templates, (key) => lineOf(['schools', no, 'rostering', key])),
    ]),
  ];
}

function nameWarning(school: { id: string; name: string }, before: SchoolState | undefined, line: number): Warning[] {
  if (before === undefined || before.connection === null || before.name === school.name) return [];
  const message = `The name of the school ${school.id} comes from the connection ${before.connection} and stays “${before.name}”.`;
  return [{ line, message }];
}

const shortest = 1;
const longest = 1440;

function settingsWarnings(
  school: DistrictFile['schools'][number],
  templates: ReadonlySet<string>,
  lineOf: (key: string) => number,
): Warning[] {
  const warnings: Warning[] = [];
  const { duration, welcomeEmail } = school.rostering ?? {};
  if (duration !== undefined && (duration < shortest || duration > longest)) {
    const message = `duration: ${duration} is outside ${shortest} to ${longest} minutes; it is stored, and courses of the school ${school.id} will be refused until it is changed.`;
    warnings.push({ line: lineOf('duration'), message });
  }
  if (welcomeEmail !== undefined && !templates.has(welcomeEmail)) {
    const message = `welcomeEmail: there is no mail template ${welcomeEmail}; it is stored, and people of the school ${school.id} cannot be welcomed until there is.`;
    warnings.push({ line: lineOf('welcomeEmail'), message });
  }
  return warnings;
}
