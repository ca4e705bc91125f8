import { execFileSync } from 'node:child_process';
import { entries } from '../../src/dictionary/entries.ts';
import type { Question } from '../../src/dictionary/entry.schema.ts';
import { writeEntryFile } from '../../src/dictionary/entry-file.model.ts';
import { explainMessage } from '../../src/dictionary/explanation.model.ts';
import { makeMatcher } from '../../src/dictionary/match.model.ts';
import type { OwnEntry } from '../../src/dictionary/own-entry.schema.ts';
import { systemIds, systems } from '../../src/dictionary/systems.ts';
import { sayingsOf } from '../../src/dictionary/told.model.ts';
import { root } from '../source-files.mjs';
import { code, link, madeFrom, plain, slug, table } from './markdown.ts';

// What the examples answer is asked of the dictionary itself when the page is made.

const matcher = makeMatcher(entries);
const example = { system: 'skyward', message: 'Section 4411 does not have a gradebook.' } as const;

/** docs/dictionary.md: what the dictionary is, how to use it, and how it grows. */
export function dictionaryPage(): string {
  return `${[madeFrom('scripts/docs/dictionary-page.ts and src/dictionary'), intro(), use(), matching(), anEntry, anOwnEntry()].join('\n\n')}\n`;
}

function intro(): string {
  const sayings = entries.flatMap(sayingsOf).length;
  const rows = systemIds.map((id) => {
    const { title, about, kind } = systems[id];
    const page = kind === 'hallpass' ? `errors.md#${slug(title)}` : `guides/${id}.md`;
    const its = entries.filter(({ system }) => system === id).flatMap(sayingsOf);
    return [code(id), link(title, page), about, String(its.length)];
  });
  return `# The dictionary of messages

A message of any system goes in; out comes what it means, whether anything was lost, who fixes it, the steps, what keeps it from coming back, and what another try is worth. ${sayings} messages of ${systemIds.length} systems and surfaces are known, and the same cause has the same name in all of them (see [causes](causes.md)). A message that is not known stays unknown: nothing is guessed.

The dictionary is data and pure code. It needs no hub, no database and no network, and works in a browser too.

${table(['system', '', 'what its messages are about', 'messages'], rows)}`;
}

function use(): string {
  const told = execFileSync(process.execPath, ['src/main.ts', 'explain', '--system', example.system, example.message], {
    cwd: root,
    encoding: 'utf8',
  });
  return `## Use it

### From the command line

\`\`\`
$ hallpass explain --system ${example.system} "${example.message}"
${told.trimEnd()}
\`\`\`

| option | what it does |
| --- | --- |
| \`--system\` | whose message it is. Without it all systems are searched, and each that says the same answers |
| \`--status\`, \`--code\`, \`--resource\` | narrow it where they came with the message; the resource is one of the rostering API |
| \`--json\` | prints JSON, the same as over HTTP |
| \`--file errors.csv\` | a whole error log: lines of text, CSV, JSON or NDJSON, grouped by cause with counts. \`-\` is standard input |
| \`--file questions.ndjson --json\` | a question a line, \`{"system":"q","message":"…"}\`; each is answered by a line, in order. Add \`--log\` to read the file as a log instead |

It ends with 0 also for a message that is unknown, with 1 if a line of questions could not be read, and with 2 if it was asked wrongly.

### Over HTTP

\`\`\`sh
curl -X POST https://hallpass.north.example/dictionary/v1/explain -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(example)}'
\`\`\`

\`\`\`json
${JSON.stringify(explainMessage(matcher, example), null, 2)}
\`\`\`

No sign-in is needed, and nothing is kept. It knows the built-in entries only, and answers an address 60 times a minute. Signed in, \`POST /api/v1/dictionary/explain\` knows the entries of the district too and counts what is unknown, and \`POST /api/v1/dictionary/log\` takes a whole log. All addresses are described at \`/docs\` of a running hub.

### From another program

\`\`\`js
import { entries, explainLog, explainMessage, makeMatcher } from 'hallpass/dictionary';

const matcher = makeMatcher(entries);
const { matches, unknown } = explainMessage(matcher, { system: '${example.system}', message: '${example.message}' });
const { groups } = explainLog(matcher, log, { system: 'powerschool' });
\`\`\`

| export | what it is |
| --- | --- |
| \`entries\`, \`causes\`, \`systems\` | the data: all entries, the canonical causes by name, the systems by id |
| \`makeMatcher(entries)\` | makes entries findable; give it some only, or your own beside them. Make it once: \`matcher.match(question)\` is quick, making it is not |
| \`explainMessage(matcher, question)\` | \`{ matches, unknown }\` as over HTTP |
| \`explainLog(matcher, text, { system })\` | \`{ total, groups, unknown }\`: a whole log by cause |

### In the console

*Dictionary*, then *Explain*: paste a message or a whole log. There every entry, every cause and every guide has its page too.`;
}

/** What is shown of matching: a question, and why it is there. */
const questions: readonly (readonly [Question, string])[] = [
  [
    {
      system: 'synergy',
      message:
        'grading category ‘Labs’ NOT FOUND in Synergy for assignment [Lab 4: Tides]. Please ensure that your assignment categories/groups match between Synergy and Canvas. Available grading categories for class 88 are: Homework',
    },
    'case, kinds of quotes and brackets round values do not count',
  ],
  [
    {
      system: 'powerschool',
      message: '2026-10-02 WARN exchange: {"message":"Score entry points is required.","errors":[]}',
    },
    'it stands inside of something else',
  ],
  [
    {
      system: 'aspen',
      message: 'Grading category "Labs" not found in Aspen for assignment "Lab 4". Please ensure that your assi',
    },
    'the end was cut off, and nothing else begins so',
  ],
  [{ message: 'Internal Server Error' }, 'two systems say so: without a system both answer'],
  [{ system: 'skyward', message: 'Student is excluded from assignment' }, 'Q says so, and Skyward does not'],
  [{ system: 'q', message: 'Everybody is excluded from assignments' }, 'words of a message are not the message'],
];

function answerOf(question: Question): string {
  const { matches, unknown } = explainMessage(matcher, question);
  if (unknown) return 'unknown';
  return matches
    .map(({ entry, facts, cut }) => {
      const told = Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
      return [code(entry), ...(cut ? ['cut off'] : []), ...told.map(plain)].join('; ');
    })
    .join('<br>');
}

function matching(): string {
  const rows = questions.map(([question, why]) => [
    code(question.message.replaceAll('|', '\\|')),
    question.system ?? '',
    answerOf(question),
    why,
  ]);
  return `## How a message is matched

An entry holds its message as it is printed, with \`{placeholders}\` for what changes. No regular expression is made of it, so that the work grows with the length of the message and with nothing else.

- Only letters and digits are compared, without regard to case. White space, line breaks, punctuation, quotes of any kind, brackets and the syntax of JSON do not count.
- All fixed words of the entry have to be there, whole and in their order. Anything may stand in place of a placeholder: it becomes a fact, without the quotes and brackets round it. Facts are told in the explanation.
- The message may stand inside of something else, such as a log line or an answer in JSON. One with few fixed letters is found only where it is a sentence of its own.
- Where several entries of a system fit, the one with the most fixed letters is meant. If two have equally many, none is.
- A message whose end is missing is found by what is left, if that is a good part of the entry and nothing else of the system begins so. The answer says \`cut\`.
- The same words in two systems are two entries. With a system, only its own are looked at; without, the best of each answers, the most specific first.
- A status or a code that came along rules out the entries that print another.

${table(['message', 'system', 'answer', ''], rows)}`;
}

const anEntry = `## What an entry holds, and how to write one

| part | what it says |
| --- | --- |
| \`entry\`, \`system\`, \`title\`, \`source\` | its name, \`system.what_it_is\`; who says it; its heading; the public document it is known from |
| \`message\` | verbatim, on one line, with \`{placeholders}\`: letters only, the same name for the same thing everywhere |
| \`aliases\` | the same message in another spelling, or its core without what wraps it |
| \`also\` | further messages that the source has under the same title, each with its own causes |
| \`cause\` | what is wrong, by the name it has for all systems: \`area.reason\` of \`src/dictionary/causes\` |
| \`blocking\`, \`retry\` | whether it keeps something from arriving; when another try is worth it: \`now\`, \`next_run\`, \`after_fix\`, \`after_support\`, \`none\` |
| \`status\`, \`code\` | only where they are printed |
| \`causes\` | each thing that can be behind it, in the order in which to look: meaning, owner, steps, prevention |
| in a cause: \`owner\`, \`ownerInferred\`, \`desk\` | who does the decisive step; true where no source names anybody; whose support it is |
| in a cause: \`destroys\` | for each step that loses something: what, and what to save first |
| in a cause: \`screens\`, \`fixes\` | where it is put right; which actions take it away |

1. Find the system’s file in \`src/dictionary/entries\`. A new system also needs its id in \`entry.schema.ts\` and a line in \`systems.ts\`.
2. Copy the message letter by letter; what differs from case to case becomes a placeholder. Between two placeholders stands a word or at least a sign.
3. Write what it means for a teacher who knows neither system: what happened, why the system minds, whether anything was lost, what became of the rest. Write it anew; sentences of other documents are theirs. If no meaning is known, say so and invent none.
4. Write steps that a tired person can follow, each naming the system and the place in it. Where a step loses something, say what, in \`destroys\`.
5. Use the canonical cause that other systems use for the same thing; a new one is a line in \`src/dictionary/causes\`.
6. Type the message into the tests as it was printed, and as it comes with values: \`tests/dictionary\`.
7. \`node scripts/docs.ts\` writes it into the guide of its system, and \`npm test -- tests/dictionary\` says what is incomplete.`;

const sample: OwnEntry = {
  name: 'roster_frozen',
  system: 'skyward',
  title: 'The roster is frozen',
  message: 'Roster of section {section} is frozen until {date}.',
  cause: 'section.locked',
  blocking: true,
  retry: 'next_run',
  causes: [
    {
      meaning: 'Skyward takes no changes to section {section} while its students are being counted.',
      owner: 'sis_admin',
      steps: ['Wait until {date}; what is left goes out with the next run.'],
      prevention: ['Send the last grades before the day of the count.'],
    },
  ],
};

const anOwnEntry = () => `## Entries of a district

Signed in, a message that no entry knows is kept: counted, put together with those that differ in names, ids and numbers only, and with a few samples, sealed. *Dictionary*, *Unknown messages* shows the most frequent first. Whoever holds \`dictionary.write\` names one, or lets it be ignored; from then on the entry is told to everybody in the district like a built-in one. While it is written, the page shows which of the unknown messages it would explain, and which built-in entries would fit the same ones: of those, the one with more fixed letters is told.

Entries can be shared between districts as a file:

\`\`\`yaml
${writeEntryFile([sample]).trimEnd()}
\`\`\`

| field | what it says |
| --- | --- |
| \`name\` | small letters, digits and \`_\`; the entry is called \`district.\` and this name |
| \`system\`, \`title\` | who says the message; a heading in a few words |
| \`message\` | the message with \`{placeholders}\`, never a regular expression. A word is needed between two placeholders, and enough letters outside of them that it does not fit just anything |
| \`cause\` | one of the [canonical causes](causes.md), or another \`area.reason\` |
| \`blocking\`, \`retry\` | as above |
| \`causes\` | meaning, owner, steps and prevention; \`desk\` where the owner is support. Placeholders of the message can be told in them |

\`\`\`sh
hallpass dictionary export entries.yaml
hallpass dictionary import entries.yaml --dry-run
hallpass dictionary import entries.yaml
\`\`\`

An import adds entries that are new and changes those of the same name; it takes nothing away. If anything in the file is wrong, nothing is imported, and each mistake is told with its line. The console has the same under *Own entries*, and HTTP as \`GET /api/v1/dictionary/export\` and \`POST /api/v1/dictionary/import\`.

### Did this fix it?

Every entry asks. A person’s answer counts once a day and can be changed; it stands beside what the last runs show. Where people say that an entry helped and it comes back all the same, it has another cause.`;
