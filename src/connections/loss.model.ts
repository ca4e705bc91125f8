const words: Readonly<Record<string, readonly [one: string, many: string]>> = {
  schools: ['school', 'schools'],
  terms: ['term', 'terms'],
  courses: ['course', 'courses'],
  classes: ['class', 'classes'],
  people: ['person', 'people'],
  roles: ['role of a person', 'roles of people'],
  enrollments: ['enrollment', 'enrollments'],
  sessions: ['attendance session', 'attendance sessions'],
  runs: ['run', 'runs'],
  outcomes: ['outcome', 'outcomes'],
  holds: ['open hold', 'open holds'],
  issues: ['issue', 'issues'],
  fixes: ['fix', 'fixes'],
  identities: ['identity that was said by hand', 'identities that were said by hand'],
  exchanges: ['kept call', 'kept calls'],
  tickets: ['ticket', 'tickets'],
  apiKeys: ['API key', 'API keys'],
};

/** What would be lost, as a person reads it: “3 schools, 1,200 people, 4 runs”. */
export function lossInWords(lost: Readonly<Record<string, number>>): string {
  const told = Object.entries(lost).flatMap(([kind, n]) => {
    const [one, many] = words[kind] ?? [kind, kind];
    return n === 0 ? [] : [`${n.toLocaleString('en')} ${n === 1 ? one : many}`];
  });
  return told.length === 0 ? 'nothing but the connection itself' : told.join(', ');
}
