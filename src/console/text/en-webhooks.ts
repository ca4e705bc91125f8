import type { WorkerView } from '../../runs/presence.schema.ts';
import type { EventState, WebhookChange, WebhookKind, WebhookState } from '../../webhooks/webhook.schema.ts';
import { pluralsOf } from './plural.ts';

const { number, plural } = pluralsOf('en');

type Kinds = { [Kind in WebhookKind]: { label: string; changes: Record<WebhookChange<Kind>, string> } };
type KindWords = { readonly label: string; readonly changes: Readonly<Record<string, string>> };
const kinds = {
  run: { label: 'Runs', changes: { ended: 'A run has ended' } },
  issue: {
    label: 'Issues',
    changes: { opened: 'A new cause', regressed: 'A cause came back', resolved: 'A cause is gone' },
  },
  connection: {
    label: 'Connections',
    changes: { error: 'A connection is in error', recovered: 'A connection is well again' },
  },
  hold: { label: 'Holds', changes: { opened: 'A mass change waits for a decision' } },
  expectation: {
    label: 'Expectations',
    changes: { missed: 'Something that usually happens did not', met: 'What was missed has come' },
  },
  ticket: {
    label: 'Tickets',
    changes: { opened: 'Opened', sent: 'Sent', answered: 'Answered', closed: 'Closed', reopened: 'Reopened' },
  },
  backup: { label: 'Backups', changes: { done: 'A backup was made', failed: 'A backup failed' } },
} satisfies Kinds;

export const webhooks = {
  title: 'Webhooks',
  lead: 'Programs that Hallpass tells at once what happened: counts, causes and links, never names.',
  create: 'Add a webhook',
  none: 'No webhooks yet',
  noneHelp:
    'A webhook is the address of another program, such as a help desk, a chat or an on-call service, which Hallpass calls when something happens.',
  columns: { name: 'Webhook', wants: 'Hears of', state: 'State', last: 'Last delivered' },
  states: { active: 'On', off: 'Off', disabled: 'Disabled' } satisfies Record<WebhookState, string> as Record<
    WebhookState,
    string
  >,
  failing: 'Does not take what it is sent',
  waiting: (count: number) => plural(count, { one: '# waits', other: '# wait' }),
  failed: (count: number) => plural(count, { one: '# failed', other: '# failed' }),
  kinds: kinds as Readonly<Record<WebhookKind, KindWords>>,
  wantsNothing: 'Nothing by itself; tickets of a desk only',
  form: {
    name: 'Name',
    nameHelp: 'By what people know it, such as “On-call service”.',
    address: 'Address',
    addressHelp: 'It begins with https:// and leads to a public address. It may hold a key of the other program.',
    wants: 'What it hears of',
    wantsHelp: 'Everything that happens to what you choose, or some of it.',
    save: 'Save',
    changed: 'The webhook was changed.',
  },
  secret: 'Secret',
  secretWords: (name: string) => [
    `Enter this secret in the program behind ${name}, so that it can check that what it gets is from here.`,
    'It is shown only now. If it is lost, rotate it.',
  ],
  rotatedWords: (name: string) => [
    `This is the new secret of ${name}. For 24 hours what is sent is signed with the old one as well: enter the new one until then.`,
    'It is shown only now.',
  ],
  facts: {
    address: 'Address',
    wants: 'Hears of',
    made: 'Added',
    delivered: 'Last delivered',
    waiting: 'Waiting',
    failed: 'Failed for good',
    oldSecret: 'Old secret signs until',
  },
  test: 'Send a test',
  tested: 'A test is on its way. What comes of it stands in the delivery log.',
  manage: 'Manage',
  change: 'Change',
  switchOff: 'Switch off',
  switchOn: 'Switch on',
  switchedOff: 'The webhook is off. What waits is kept, and goes out once it is on again.',
  switchedOn: 'The webhook is on.',
  rotate: 'Rotate secret',
  rotateHelp:
    'A new secret is made and shown once. The old one goes on signing for 24 hours, so that nothing is refused meanwhile.',
  remove: 'Delete',
  removeTitle: 'Delete this webhook',
  removeWarning: (events: number) =>
    `It is told nothing more, and its delivery log is lost${events > 0 ? `, with ${plural(events, { one: '# event', other: '# events' })} that it has not had` : ''}. There is no way back; switching it off keeps everything.`,
  removed: (name: string) => `${name} was deleted.`,
  disabled: {
    title: 'Disabled: it did not take anything for five days, or said that it is gone',
    help: 'Press Send a test. When the test arrives, switch the webhook on: what waits then goes out. What happened meanwhile was not queued; Send again sends it for a span of time.',
  },
  trouble: {
    title: 'It does not take what it is sent',
    help: 'Hallpass tries again by itself, after longer and longer waits. After five days the webhook is disabled, and whoever hears of changes by mail is told. The delivery log says what it answers.',
    since: 'Since',
  },
  log: 'Delivery log',
  logHelp: 'The newest first, kept for 30 days.',
  logNone: 'Nothing was sent yet',
  logNoneHelp:
    'What happens from now on, and what this webhook hears of, stands here. Send a test to see whether it arrives.',
  logNoneFiltered: 'No event is in this state.',
  logColumns: { event: 'Event', state: 'State', answer: 'Answer', attempts: 'Attempts', when: 'When' },
  filterState: 'State',
  anyState: 'Any state',
  eventStates: { queued: 'Queued', delivered: 'Delivered', failed: 'Failed' } satisfies Record<
    EventState,
    string
  > as Record<EventState, string>,
  status: (status: number | null, ms: number) =>
    status === null ? `no answer, ${number(ms)} ms` : `${status}, ${number(ms)} ms`,
  notYet: 'Not attempted yet',
  again: 'Send again',
  againHelp: 'Under the same ids, so that its receiver can tell what it has had already.',
  againWhat: 'What is sent again',
  againFailed: (count: number) =>
    count === 0 ? 'What failed for good (nothing has)' : `What failed for good (${number(count)})`,
  againSpan: 'Everything that happened in a span of time, delivered or not',
  from: 'From',
  to: 'Until',
  spanWrong: 'Until must be after From.',
  queuedAgain: (count: number) =>
    count === 0
      ? 'There was nothing to send.'
      : `${plural(count, { one: '# event goes out', other: '# events go out' })}.`,
  event: {
    title: (type: string) => `Event ${type}`,
    id: 'Id (webhook-id)',
    made: 'Happened',
    ended: 'Ended',
    due: 'Next attempt',
    attempts: 'Attempts since it was queued',
    body: 'What is sent',
    bodyName: 'body',
    tries: 'Attempts',
    triesNone: 'None yet.',
    attempt: (no: number) => `Attempt ${number(no)}`,
    answer: 'What it answered',
    noAnswer: 'An empty answer.',
    taken: 'Taken',
    again: 'Send it again',
    next: {
      queued: 'Hallpass tries again by itself.',
      failed: 'Nothing. It is not tried again unless somebody asks for it.',
      delivered: 'Nothing; a later attempt was taken.',
    } satisfies Record<EventState, string> as Record<EventState, string>,
  },
};

export const workers = {
  title: 'Workers',
  lead: 'The processes that carry out runs and send mail and webhooks, for all districts of this installation.',
  none: 'Nobody works',
  noneHelp: 'No process of Hallpass has been heard of. Whoever runs it starts the hub, or `hallpass work` beside it.',
  columns: { process: 'Process', state: 'State', since: 'Since', has: 'Has in hand' },
  kinds: { hub: 'Hub', worker: 'Worker' } satisfies Record<WorkerView['kind'], string> as Record<
    WorkerView['kind'],
    string
  >,
  states: { working: 'Here', stopping: 'Is stopping', quiet: 'Not heard of' } satisfies Record<
    WorkerView['state'],
    string
  > as Record<WorkerView['state'], string>,
  place: (host: string, pid: number) => `${host}, process ${pid}`,
  seen: 'last heard of',
  quietHelp: 'What it had, another takes over within half a minute. It is forgotten after an hour.',
  nothing: 'Nothing',
  part: (part: string, done: number, of: number) => (of > 0 ? `${part}, ${number(done)} of ${number(of)}` : part),
  run: (run: number) => `run ${run}`,
  more: (count: number) => plural(count, { one: 'and # more', other: 'and # more' }),
  elsewhere: (count: number) =>
    plural(count, { one: '# part of another district', other: '# parts of other districts' }),
  another: 'One more worker, on any machine',
  anotherHelp:
    'It wants the same DATABASE_URL and SECRET_KEY as the hub. Asked to stop (SIGTERM), it ends after the page in hand and gives back the rest at once.',
  command: 'command',
  commandLine: 'DATABASE_URL=… SECRET_KEY=… hallpass work',
};
