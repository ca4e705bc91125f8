import type { RetryWord } from '../../dictionary/entry.schema.ts';
import type { System } from '../../dictionary/systems.ts';
import { toldWords } from '../../dictionary/told-words.model.ts';
import { pluralsOf } from './plural.ts';

const { number, plural } = pluralsOf('en');

const messages = (count: number) => plural(count, { one: '# message', other: '# messages' });
const entries = (count: number) => plural(count, { one: 'One entry', other: '# entries' });

export const dictionary = {
  kinds: {
    gradebook: 'Gradebooks',
    lms: 'Learning management',
    registrar: 'Registrar systems',
    hallpass: 'Hallpass',
  } satisfies Record<System['kind'], string> as Record<System['kind'], string>,
  system: 'System',
  anySystem: 'Any system',
  chooseSystem: 'Choose a system',
  systemEntry: (system: string, title: string) => `${system}: ${title}`,
  cause: 'Cause',
  source: 'Known from',
  status: 'HTTP status',
  code: 'Code',
  /** `assignDate` is read as "assign date"; a single letter says nothing. */
  factName: (name: string) => (name.length === 1 ? '…' : name.replaceAll(/([A-Z])/g, ' $1').toLowerCase()),
  emptyFact: 'empty',
  blocking: { yes: 'Stops its record', no: 'Stops nothing' },
  cut: 'The message ends early. It begins like this one.',
  oneOf: 'One of these is the reason',
  oneOfHelp: (count: number) =>
    `The message has ${number(count)} possible causes. Go through them in this order until one fits.`,
  causeNo: (no: number, count: number) => `Cause ${number(no)} of ${number(count)}`,
  screens: 'Where to go',
  ...toldWords,
  explain: {
    title: 'Explain a message',
    lead: 'Paste what a system said, one message or a whole error log, and read what it means, who fixes it and how.',
    box: 'Message or error log',
    boxHelp: 'As it stands: prefixes, quotes, JSON and line breaks do not matter. A file can be dropped here.',
    placeholder: 'Grading category … not found in …',
    systemHelp: 'The same words can mean something else in another system. Leave it open if you do not know.',
    file: 'Choose a file',
    fileHelp: (most: string) => `CSV, JSON, NDJSON or text, up to ${most}`,
    fileChosen: (name: string, size: string) => `${name}, ${size}`,
    removeFile: 'Take the file away',
    tooLarge: (most: string) => `The file is larger than ${most}. Cut it, or export fewer days.`,
    unreadable: 'The file could not be read. Is it still there, and is it text?',
    empty: 'Paste a message, or choose a file.',
    submit: 'Explain',
    submitHelp: 'Ctrl or ⌘ and Enter explains too.',
    clear: 'Clear',
    answer: 'Explanation',
    none: 'Nothing asked yet. The explanation appears here.',
    several:
      'This wording is known in several systems, and what it means differs. What fits best stands first; if you know the system, choose it above.',
    otherSystem: (system: string, title: string) => `In ${system}: ${title}`,
  },
  unknownOne: {
    title: 'The dictionary does not know this message',
    withSystem: (system: string) => `No entry of ${system} fits it, and a guess would be worse than none.`,
    anySystem: 'No entry of any system fits it, and a guess would be worse than none.',
    steps: [
      'See that the whole message is in the box; a message that is cut off early fits several entries.',
      'If a system is chosen, try without: the message may come from another one.',
      'Ask the support of the system that said it, with the message as it stands.',
    ],
    stepsTitle: 'What to do',
    kept: 'It is kept and counted under Unknown messages, so that somebody can name it.',
    anyTry: 'Try without a system',
    name: 'Name it',
    nameHelp: 'Once you know what it means, write it down: from then on it is explained to everybody in the district.',
    ask: 'Whoever manages the dictionary in your district can name it.',
    seeAll: 'See the unknown messages',
  },
  log: {
    sum: (total: number, causes: number, unknown: number) =>
      `${messages(total)}: ${plural(causes, { one: 'one cause', other: '# causes' })}${unknown > 0 ? `, ${number(unknown)} unknown` : ', all of them known'}.`,
    causes: 'By cause, the largest first',
    share: (count: number, total: number) => `${number(count)} of ${messages(total)}`,
    howTo: 'What it means',
    line: (lines: readonly number[], count: number) => {
      const more = count - lines.length;
      return `${plural(count, { one: 'Line', other: 'Lines' })} ${ranges(lines)}${more > 0 ? ` and ${number(more)} more` : ''}`;
    },
    unknown: (count: number) => plural(count, { one: 'One message is not known', other: '# messages are not known' }),
    unknownHelp: 'No entry fits them, so nothing is guessed. The most frequent first.',
    nothing: 'There is no message in this text.',
  },
  browse: {
    title: 'Dictionary',
    lead: 'Every message that Hallpass can explain, by the system that says it.',
    search: 'Words, a title or a message',
    entries,
    guide: 'Reference guide',
    guideOf: (system: string) => `Reference guide of ${system}`,
    none: 'No entry has these words',
    noneHelp: 'Try fewer words. If you have the message itself, paste it whole on the page Explain.',
    columns: { title: 'Title', system: 'System', message: 'Message', owner: 'Fixed by' },
    own: 'Your own',
    ownEntries: 'Own entries',
    causes: 'All causes',
    shown: (shown: number, all: number) =>
      shown === all
        ? plural(all, { one: 'One entry', other: '# entries' })
        : `${number(shown)} of ${number(all)} entries shown`,
  },
  entry: {
    messages: (count: number) => plural(count, { one: 'The message', other: '# messages under this title' }),
    aliases: 'Also met as',
    siblings: 'The same in other systems',
    own: 'Written by your district',
    edit: 'Edit',
    copyMessage: 'message',
  },
  answers: {
    title: 'Did this fix it?',
    lead: 'Your answer helps the next person, and it stands beside what the next runs show.',
    yes: 'Yes',
    no: 'No',
    mine: {
      yes: 'You said today that it did. You can change that.',
      no: 'You said today that it did not. You can change that.',
    },
    none: 'Nobody has answered yet.',
    sum: (yes: number, no: number) => `Answers so far: ${number(yes)} yes, ${number(no)} no.`,
    runs: 'What the last runs show',
    noRuns: 'It was in none of the last runs.',
    refused: (count: number) =>
      count === 0 ? 'It did not come' : plural(count, { one: 'It came once', other: 'It came # times' }),
  },
  causes: {
    title: 'Causes',
    lead: 'What can be wrong, whatever the system calls it. Each cause lists how the systems say it.',
    search: 'Search the causes',
    topics: 'What they are about',
    systems: (count: number) => plural(count, { one: 'in one system', other: 'in # systems' }),
    said: 'How each system says it',
    saidHelp: 'The meaning is the same; who fixes it and how may differ.',
    none: 'No cause has these words',
    noneHelp: 'Try fewer words, or look in the dictionary.',
    unused: 'No entry names this cause yet.',
    others: 'Other causes',
    shown: (count: number) => plural(count, { one: 'One cause', other: '# causes' }),
  },
  guide: {
    title: (system: string) => `${system}: every known error`,
    print: 'Print',
    contents: 'Contents',
    printed: (day: string) => `Hallpass, reference guide of ${day}`,
    source: (source: string) => `Known from: ${source}`,
    see: 'See also',
  },
  unknown: {
    title: 'Unknown messages',
    lead: 'Messages that nobody could explain yet, put together by their wording. The most frequent first.',
    search: 'Search the wording',
    none: 'Nothing unknown',
    noneHelp: 'Every message that was asked about so far had an entry. What is not known is counted here from then on.',
    noneFiltered: 'No unknown message fits this filter.',
    columns: { message: 'Wording', system: 'System', count: 'Seen', first: 'First seen', last: 'Last seen' },
    notSaid: 'Not said',
    state: 'Show',
    states: { open: 'To be named', ignored: 'Ignored' },
    dropped: (count: number) =>
      plural(count, {
        one: 'One message was let go, since too many different ones came.',
        other: '# messages were let go, since too many different ones came.',
      }),
    ignored: 'Ignored',
    ignore: 'Ignore',
    watch: 'Watch again',
    ignoredNow: 'The message is ignored from now on.',
    watchedNow: 'The message is watched again.',
    ignoreHelp: 'Ignored messages leave the list but are still counted.',
    one: 'An unknown message',
    seen: (count: number) => plural(count, { one: 'Seen once', other: 'Seen # times' }),
    wording: 'Wording',
    samples: 'As it came',
    samplesHelp: 'Up to five of them, as they were pasted. They may hold names.',
    noSamples: 'No sample is kept.',
    nameIt: 'Name it',
  },
  own: {
    title: 'Own entries',
    lead: 'Messages that your district has named. They are explained like the built-in ones.',
    none: 'No entries of your own yet',
    noneHelp: 'Name an unknown message, or import the entries that another district shares.',
    columns: { title: 'Title', system: 'System', message: 'Message', change: 'Change' },
    create: 'Write an entry',
    edit: (title: string) => `Edit ${title}`,
    remove: 'Delete',
    removeNamed: (title: string) => `Delete ${title}`,
    removeTitle: 'Delete an own entry',
    removeWarning: (title: string) =>
      `“${title}” is deleted with its causes and steps. Its messages are unknown again. Export the entries first if you may want it back.`,
    removed: 'The entry is deleted.',
    export: 'Export',
    import: 'Import',
    importTitle: 'Import entries',
    importHelp: 'A YAML file that a Hallpass has exported. You see what would change before anything does.',
    importFile: 'YAML file',
    importChoose: 'Choose a YAML file',
    importNow: 'Import',
    importSum: (created: number, updated: number, unchanged: number) =>
      `${number(created)} new, ${number(updated)} changed, ${number(unchanged)} as they are.`,
    importNothing: 'Nothing would change.',
    importProblems: (count: number) =>
      plural(count, { one: 'One thing must be put right first', other: '# things must be put right first' }),
    importProblem: (entry: string, line: number | undefined, message: string) =>
      `${entry}${line === undefined ? '' : `, line ${number(line)}`}: ${message}`,
    importNone: 'Nothing is imported until the file is right.',
    imported: (created: number, updated: number) => `Imported: ${number(created)} new, ${number(updated)} changed.`,
  },
  naming: {
    title: 'Name a message',
    lead: 'What you write here is how the message is explained to everybody in the district from then on.',
    nothing: 'Nothing to name',
    message: 'The message',
    sample: 'The message as it came',
    sampleHelp: 'Click each word that changes from message to message, such as a name or a number.',
    samplePaste: 'Paste one of the messages, if you have one. Its words can then be clicked.',
    words: 'Words of the message',
    put: (word: string) => `${word}: make it a part that changes`,
    back: (name: string) => `${name}: a part that changes; put the word back`,
    parts: 'Parts that change',
    partName: (name: string) => `Name of the part ${name}`,
    template: 'Template',
    templateHelp: 'Words in {braces} stand for anything. Two of them need a word between them.',
    templateOff: 'The message above does not fit this template.',
    templateFits: 'The message above fits.',
    system: 'System that says it',
    about: 'What it is',
    titleField: 'Title',
    titleHelp: 'In a few words, as people at school would say it.',
    name: 'Short name',
    nameHelp: (name: string) =>
      `${name === '' ? 'Made from the title.' : `In the dictionary it is district.${name}.`} It cannot be changed later.`,
    nameWrong: 'Use small letters, digits and _.',
    cause: 'What is wrong, in general',
    causeHelp: 'The cause that it shares with other systems. If none fits, write a new one.',
    causeNew: 'A new cause',
    causeNewHelp: 'Two words with a dot between, such as category.unmapped.',
    causeWrong: 'Write it as area.reason, in small letters and _.',
    causeChoose: 'Choose a cause',
    blocking: 'It keeps its record from arriving',
    blockingHelp: 'Switch this off for a remark that stops nothing.',
    retry: 'Is another try worth it?',
    retryWords: {
      now: 'Yes, at once',
      next_run: 'It passes by itself in a later run',
      after_fix: 'After it is put right',
      after_support: 'After support has dealt with it',
      none: 'Never',
    } satisfies Record<RetryWord, string> as Record<RetryWord, string>,
    causeOf: (no: number, count: number) => (count === 1 ? 'Explanation' : `Explanation, cause ${number(no)}`),
    meaning: 'What it means',
    meaningHelp: 'For somebody who knows neither system.',
    owner: 'Who fixes it',
    desk: 'Whose support',
    steps: 'What to do',
    stepsHelp: 'One step a line, in order.',
    prevention: 'So that it does not come back',
    preventionHelp: 'One line each; may stay empty.',
    addCause: 'Another possible cause',
    removeCause: 'Take this cause away',
    needed: 'This is needed.',
    preview: 'What it would explain',
    previewWait: 'Choose the system and write a template, to see which of the unknown messages it would explain.',
    catches: (clusters: number, total: number) =>
      clusters === 0
        ? 'It would explain none of the unknown messages that are kept.'
        : `It would explain ${messages(total)} of ${plural(clusters, { one: 'one wording', other: '# wordings' })}.`,
    times: (count: number) => plural(count, { one: 'once', other: '# times' }),
    clashes: (count: number) =>
      plural(count, {
        one: 'One built-in entry would fit the same messages',
        other: '# built-in entries would fit the same messages',
      }),
    clashesHelp: 'The one with more fixed words is told. Make the template longer if it should be yours.',
    problems: 'The template cannot be used yet',
    save: 'Save the entry',
    saved: 'Saved. The message is explained from now on.',
  },
};

/** `[1, 2, 3, 7]` as "1–3, 7". */
function ranges(lines: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const line of lines) {
    const last = parts.at(-1);
    if (last !== undefined && line === last[1] + 1) last[1] = line;
    else parts.push([line, line]);
  }
  return parts.map(([from, to]) => (from === to ? number(from) : `${number(from)}–${number(to)}`)).join(', ');
}
