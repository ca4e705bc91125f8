import { type Body, given } from './body.model.ts';
import { type Fault, fault } from './fault.model.ts';
import type { Attendance, AttendanceSetting, Course, School } from './known.model.ts';

// How a course's attendance is counted: by a setting of its school. A setting that is a conversion counts minutes, by
// one of two strategies.

const times = ['totalTime', 'syncTime', 'asyncTime'] as const;
const options = ['awardedTime', 'maxAwardedTimePerDay'] as const;
type Time = (typeof times)[number] | (typeof options)[number];

const conversionFields: readonly string[] = ['strategy', ...times, ...options];

/** The fields of a course that speak of attendance. */
export const attendanceFields: readonly string[] = ['attendanceName', ...conversionFields];

/** What a course is counted by after the request: a setting of the school, and the conversion's fields. */
type Wanted = {
  readonly setting: AttendanceSetting | null;
  /** Null: no conversion is set up or changed. */
  readonly conversion: Conversion | null;
};

/** The conversion as it would be: values of the request, and what was there before where it says nothing. */
type Conversion = {
  readonly update: boolean;
  readonly strategy: string | null;
  readonly times: Readonly<Record<Time, unknown>>;
  /** The request says null for asyncTime. */
  readonly asyncIsNull: boolean;
};

/** The setting that a name means at a school: without a name the only one. */
export function settingOf(name: string | null, school: School | undefined): AttendanceSetting | null {
  const settings = school?.rostering?.attendanceSettings ?? [];
  if (name !== null) return settings.find((setting) => setting.name === name) ?? null;
  return settings.length === 1 ? (settings[0] ?? null) : null;
}

/** Of a new course; `school` is the key's and is configured. */
export function checkNewAttendance(body: Body, school: School): readonly Fault[] {
  const name = given(body, 'attendanceName');
  const settings = school.rostering?.attendanceSettings ?? [];
  if (settingOf(name, school) === null && (name !== null || settings.length > 0)) return [nameRequired(name)];
  return checkConversion(wantedOfNew(body, school).conversion);
}

function wantedOfNew(body: Body, school: School | undefined): Wanted {
  const setting = settingOf(given(body, 'attendanceName'), school);
  return { setting, conversion: setting?.conversion === true ? conversionOf(body, null, false) : null };
}

/** Of a course that is there; `school` is that of the course after the update. */
export function checkChangedAttendance(body: Body, course: Course, school: School | undefined): readonly Fault[] {
  const name = given(body, 'attendanceName');
  if (name !== null && school?.rostering == null) return [];
  if (name !== null && settingOf(name, school) === null) return [nameRequired(name)];
  const { setting, conversion } = wantedOfChanged(body, course, school);
  if (conversion !== null) return checkConversion(conversion);
  const created = course.attendance?.conversion === true || setting?.conversion === true;
  return created
    ? []
    : saidOf(body).map((field) => fault(`/${field}`, 'rostering.course.conversion_not_created', { field }));
}

/** The conversion fields to which a request gives a value. */
const saidOf = (body: Body) => conversionFields.filter((field) => (body[field] ?? null) !== null);

function wantedOfChanged(body: Body, course: Course, school: School | undefined): Wanted {
  const name = given(body, 'attendanceName');
  const setting = name === null ? course.attendance : settingOf(name, school);
  const before = course.attendance?.conversion === true ? course.attendance : null;
  const asked = name !== null || saidOf(body).length > 0;
  return { setting, conversion: asked && setting?.conversion === true ? conversionOf(body, before, true) : null };
}

function nameRequired(name: string | null): Fault {
  return fault('/attendanceName', 'rostering.course.attendance_name_required', {}, name ?? undefined);
}

function conversionOf(body: Body, before: Attendance | null, update: boolean): Conversion {
  const strategy = given(body, 'strategy') ?? before?.strategy ?? null;
  // Options of the strategy that is left do not stay.
  const kept = strategy === 'uniform' ? null : before;
  return {
    update,
    strategy,
    times: {
      totalTime: body['totalTime'] ?? before?.totalTime ?? null,
      syncTime: body['syncTime'] ?? before?.syncTime ?? null,
      asyncTime: body['asyncTime'] ?? before?.asyncTime ?? null,
      awardedTime: body['awardedTime'] ?? kept?.awardedTime ?? null,
      maxAwardedTimePerDay: body['maxAwardedTimePerDay'] ?? kept?.maxAwardedTimePerDay ?? null,
    },
    // An update that names no attendance and says null for every conversion field changes none.
    asyncIsNull: body['asyncTime'] === null && (!update || given(body, 'attendanceName') !== null),
  };
}

function checkConversion(wanted: Conversion | null): readonly Fault[] {
  if (wanted === null) return [];
  return [
    ...checkAsyncNull(wanted),
    ...checkTimes(wanted),
    ...checkStrategy(wanted),
    ...checkSum(wanted),
    ...checkUniformOptions(wanted),
    ...checkFixedOptions(wanted),
  ];
}

const asyncWasNull = (wanted: Conversion) => wanted.asyncIsNull && wanted.strategy !== 'fixed';

function checkAsyncNull(wanted: Conversion): readonly Fault[] {
  return asyncWasNull(wanted) ? [fault('/asyncTime', 'rostering.course.async_time_null', { field: 'asyncTime' })] : [];
}

function checkTimes(wanted: Conversion): readonly Fault[] {
  const wrong = times.filter((field) => {
    const value = wanted.times[field];
    if (value !== null) return !isNumber(value);
    return requires(wanted, field) && !(field === 'asyncTime' && asyncWasNull(wanted));
  });
  return wrong.map((field) =>
    fault(`/${field}`, 'rostering.course.times_required', { field }, shown(wanted.times[field])),
  );
}

/** What a strategy that is not known requires beside totalTime cannot be told. */
function requires({ strategy }: Conversion, field: Time): boolean {
  return field === 'totalTime' || strategy === 'uniform' || strategy === null;
}

function checkStrategy({ strategy }: Conversion): readonly Fault[] {
  if (strategy === 'uniform' || strategy === 'fixed') return [];
  const detail = strategy === null ? 'strategy is missing' : `strategy "${strategy}" is unknown`;
  return [invalid('strategy', `${detail}: it must be "uniform" or "fixed"`, strategy)];
}

function checkSum({ times: { totalTime, syncTime, asyncTime } }: Conversion): readonly Fault[] {
  if (!isNumber(totalTime) || !isNumber(syncTime) || !isNumber(asyncTime)) return [];
  // As decimals are added: 0.3 is 0.1 + 0.2.
  const difference = Math.abs(totalTime - (syncTime + asyncTime));
  const equal = difference <= Number.EPSILON * 2 * (Math.abs(totalTime) + Math.abs(syncTime) + Math.abs(asyncTime));
  return equal ? [] : [fault('/totalTime', 'rostering.course.times_unequal', {}, totalTime)];
}

function checkUniformOptions(wanted: Conversion): readonly Fault[] {
  if (wanted.strategy !== 'uniform') return [];
  const said = options.filter((field) => wanted.times[field] !== null);
  return said.map((field) => {
    const value = shown(wanted.times[field]);
    if (wanted.update) return invalid(field, `the uniform strategy allows no ${field}`, value);
    return fault(`/${field}`, 'rostering.course.options_in_uniform', { field }, value);
  });
}

function checkFixedOptions({ strategy, times: given }: Conversion): readonly Fault[] {
  if (strategy !== 'fixed') return [];
  const said = options.filter((field) => given[field] !== null);
  if (said.length === 0) {
    return [invalid('awardedTime', 'the fixed strategy requires awardedTime or maxAwardedTimePerDay', null)];
  }
  const wrong = said.filter((field) => !isNumber(given[field]));
  return wrong.map((field) => invalid(field, `${field} must be a number`, shown(given[field])));
}

function invalid(field: string, detail: string, received: unknown): Fault {
  const found = fault(`/${field}`, 'rostering.course.conversion_invalid', { field, detail }, received ?? undefined);
  return { ...found, info: { strategy: detail } };
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** A value as it is told again: no whole objects. */
function shown(value: unknown): unknown {
  if (value === null) return undefined;
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  return value;
}

/** How a new course is counted; null: its school has no settings. */
export function planNewAttendance(body: Body, school: School | undefined): Attendance | null {
  return attendanceOf(wantedOfNew(body, school));
}

/** How a course is counted after an update. */
export function planChangedAttendance(body: Body, course: Course, school: School | undefined): Attendance | null {
  const wanted = wantedOfChanged(body, course, school);
  const same = wanted.conversion === null && wanted.setting?.conversion === true;
  return same ? course.attendance : attendanceOf(wanted);
}

function attendanceOf({ setting, conversion }: Wanted): Attendance | null {
  if (setting === null) return null;
  const time = (field: Time) => {
    const value = conversion?.times[field];
    return isNumber(value) ? value : null;
  };
  const strategy = conversion?.strategy;
  return {
    name: setting.name,
    conversion: setting.conversion,
    strategy: strategy === 'uniform' || strategy === 'fixed' ? strategy : null,
    totalTime: time('totalTime'),
    syncTime: time('syncTime'),
    asyncTime: time('asyncTime'),
    awardedTime: time('awardedTime'),
    maxAwardedTimePerDay: time('maxAwardedTimePerDay'),
  };
}

/** The fields of attendance as they are answered: what counts now, by the names that the school has given. */
export function answeredAttendance(attendance: Attendance | null, named: boolean): Record<string, unknown> {
  if (attendance === null) return {};
  const { name, strategy, totalTime, syncTime, asyncTime, awardedTime, maxAwardedTimePerDay } = attendance;
  const fields = { strategy, totalTime, syncTime, asyncTime, awardedTime, maxAwardedTimePerDay };
  const said = Object.entries(fields).filter(([, value]) => value !== null);
  return { ...(named ? { attendanceName: name } : {}), ...Object.fromEntries(said) };
}
