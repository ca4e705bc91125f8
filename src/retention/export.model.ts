// How everything about a person is written: for programs and for people. Row by row, so that little is held in memory.

type Row = Readonly<Record<string, unknown>>;
type Section = { readonly title: string; readonly rows: () => AsyncIterable<Row> };
export type About = { readonly district: string; readonly person: number; readonly name: string; readonly at: Date };

/** `{"about": …, "sections": [{"title", "rows": [...]}]}`. */
export async function* asJson({ district, person, at }: About, sections: readonly Section[]): AsyncGenerator<string> {
  yield `{"about":${JSON.stringify({ district, person, at: at.toISOString() })},"sections":[`;
  for (const [no, { title, rows }] of sections.entries()) {
    yield `${no === 0 ? '' : ','}\n{"title":${JSON.stringify(title)},"rows":[`;
    let first = true;
    for await (const row of rows()) {
      yield `${first ? '' : ','}\n${JSON.stringify(row)}`;
      first = false;
    }
    yield ']}';
  }
  yield '\n]}\n';
}

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:0 0 1.5rem;table-layout:fixed}
th,td{border:1px solid color-mix(in srgb,currentColor 25%,transparent);padding:.3rem .5rem;text-align:start;vertical-align:top;overflow-wrap:anywhere;white-space:pre-wrap}
th{width:30%;font-weight:600}h2{margin-top:2.5rem}.none{opacity:.7}
@media(max-width:30rem){th{width:40%}}`;

/** A page that any browser shows, also in print. */
export async function* asPage(about: About, sections: readonly Section[]): AsyncGenerator<string> {
  const title = `What Hallpass knows about ${about.name}`;
  yield `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${style}</style></head><body>
<h1>${escaped(title)}</h1><p>District ${escaped(about.district)}, as of ${escaped(about.at.toUTCString())}. The same stands in person.json, for programs.</p>\n`;
  for (const { title: heading, rows } of sections) {
    yield `<h2>${escaped(heading)}</h2>\n`;
    let any = false;
    for await (const row of rows()) {
      any = true;
      yield `<table>${Object.entries(row).map(lineOf).join('')}</table>\n`;
    }
    if (!any) yield '<p class="none">Nothing.</p>\n';
  }
  yield '</body></html>\n';
}

function lineOf([name, value]: readonly [string, unknown]): string {
  if (value === null || value === undefined || value === '' || name === 'district_id' || name === 'print') return '';
  const text =
    typeof value === 'string' ? value : value instanceof Date ? value.toISOString() : JSON.stringify(value, null, 2);
  return `<tr><th>${escaped(name.replaceAll('_', ' '))}</th><td dir="auto">${escaped(text)}</td></tr>`;
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? sign);
