/** One of the roles that somebody has at a school, in the words of OneRoster 1.2; days as YYYY-MM-DD. */
export type Role = {
  readonly role: string;
  readonly type: string;
  readonly begin: string | null;
  readonly end: string | null;
};
export type RoleAt = Role & { readonly school: string };

/** As a person reads it: `high: teacher, primary, from 2026-08-17`. */
export function roleText({ school, role, type, begin, end }: RoleAt): string {
  const days = [begin === null ? [] : [`from ${begin}`], end === null ? [] : [`until ${end}`]].flat();
  return `${school}: ${[role, type, ...days].join(', ')}`;
}

/** A person at a school. `role`: the word that counts; `roles`: all that was said, null where there is no more than that word. */
export type Account = {
  readonly school: string;
  readonly role: string | null;
  /** Named as the person's own school. */
  readonly primary: boolean | null;
  readonly roles: readonly Role[] | null;
};

/** The accounts of a person whose roles are told one by one: one a school, and one at the schools that are named as primary. */
export function accountsOfRoles(roles: readonly RoleAt[], primary: readonly string[]): readonly Account[] {
  const bySchool = Map.groupBy(roles, ({ school }) => school);
  return [...new Set([...bySchool.keys(), ...primary])].sort().map((school) => {
    const there = (bySchool.get(school) ?? []).map(({ school: _, ...role }) => role).sort(byWeight);
    return {
      school,
      role: there[0]?.role ?? null,
      primary: primary.includes(school) ? true : null,
      roles: there.length === 0 ? null : there,
    };
  });
}

/**
 * The primary role counts first, then one without an end, then the one that ends last: what is stored must not depend on
 * the day on which it is stored. The rest makes the order the same, in whatever order roles come.
 */
function byWeight(a: Role, b: Role): number {
  const primary = Number(b.type === 'primary') - Number(a.type === 'primary');
  if (primary !== 0) return primary;
  return compare(b.end ?? later, a.end ?? later) || compare(b.begin ?? '', a.begin ?? '') || compare(a.role, b.role);
}
const later = '9999-12-31';
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
