const longest = 60;

/** An id made from a name: `Šumava Unified` becomes `sumava-unified`. A name without a letter or digit of ASCII gives `district`. */
export function districtIdOf(name: string): string {
  return slugOf(name) || 'district';
}

/** The letters and digits of a name in ASCII, with dashes between words; empty where it has none. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '');
}

/** Whether a name is one of the IANA time zones, such as America/Chicago; an offset such as +05:00 is none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
