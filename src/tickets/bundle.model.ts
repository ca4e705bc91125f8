import type { ExchangeView } from '../exchanges/exchange.schema.ts';
import type { BundleFile } from './ticket.schema.ts';

// The handover bundle: what whoever looks after a system needs to find out what is wrong, as a file for people and one for
// programs. It says nothing of whom the records are about.

/** All that a bundle tells, already without names. */
export type Bundle = {
  readonly format: 'hallpass-handover-1';
  readonly district: string;
  readonly ticket: { readonly no: number; readonly openedAt: string; readonly words: string };
  readonly about: {
    readonly entry: string;
    readonly title: string;
    readonly cause: string;
    readonly message: string;
    readonly meaning: string;
    readonly owner: string;
    readonly steps: readonly string[];
  };
  readonly connection: {
    readonly name: string;
    readonly system: string;
    readonly addresses: readonly string[];
    readonly status: string;
    readonly lastSyncedAt: string | null;
  };
  /** Null: it is not about records. */
  readonly records: {
    readonly refused: number;
    readonly waiting: number;
    readonly byKind: readonly { readonly kind: string; readonly records: number }[];
    readonly ids: readonly { readonly kind: string; readonly id: string }[];
  } | null;
  readonly seen: { readonly first: string; readonly last: string };
  readonly tried: readonly { readonly at: string; readonly what: string }[];
  readonly samples: readonly ExchangeView[];
  readonly versions: Readonly<Record<string, string>>;
};

/** More of a body than this says nothing more to whoever reads it. */
const mostOfBody = 8000;

/** A call as it stands in a bundle: long bodies are cut. */
export function shortened(view: ExchangeView): ExchangeView {
  if (view.said === null) return view;
  const { request, answer } = view.said;
  const short = <M extends typeof request | null>(message: M): M =>
    message === null || message.body === null || message.body.text.length <= mostOfBody
      ? message
      : { ...message, body: { ...message.body, text: message.body.text.slice(0, mostOfBody), cut: true } };
  return { ...view, said: { ...view.said, request: short(request), answer: short(answer) } };
}

/** The files of a bundle, as they are shown and as they go. */
export function filesOf(bundle: Bundle): readonly BundleFile[] {
  return [
    { name: 'ticket.txt', text: textOf(bundle) },
    { name: 'ticket.json', text: `${JSON.stringify(bundle, null, 2)}\n` },
  ];
}

const count = (n: number, one: string, many: string) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
/** 2026-11-24 08:00 UTC. */
const moment = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
const heading = (text: string) => [``, text, '='.repeat(text.length)];

function textOf(bundle: Bundle): string {
  const { about, connection, ticket, seen, tried, samples, versions } = bundle;
  const lines = [
    `Ticket ${ticket.no} of ${bundle.district}: ${about.title}`,
    ...(ticket.words === '' ? [] : ['', ticket.words]),
    ...heading('What is wrong'),
    about.message,
    '',
    about.meaning,
    '',
    `In the dictionary of Hallpass: ${about.entry} (cause ${about.cause}, usually fixed by: ${about.owner.replaceAll('_', ' ')})`,
    `First seen ${moment(seen.first)}, last ${moment(seen.last)}.`,
    ...recordLines(bundle.records),
    ...heading('Where'),
    `${connection.name} (${connection.system}), ${connection.status}`,
    ...connection.addresses,
    connection.lastSyncedAt === null
      ? 'It was never read to its end.'
      : `Last read to its end ${moment(connection.lastSyncedAt)}.`,
    ...heading('What was tried'),
    ...(tried.length === 0 ? ['Nothing yet.'] : tried.map(({ at, what }) => `${moment(at)}  ${what}`)),
    ...about.steps.map((step, at) => `${at === 0 ? 'The steps that the dictionary names:\n' : ''}${at + 1}. ${step}`),
    ...heading('Sample requests and answers'),
    'Names, e-mails, birth dates and scores are replaced by the names of their fields.',
    ...(samples.length === 0 ? ['None are kept.'] : samples.flatMap(sampleLines)),
    ...heading('Versions'),
    ...Object.entries(versions).map(([name, version]) => `${name}: ${version}`),
  ];
  return `${lines.join('\n')}\n`;
}

function recordLines(records: Bundle['records']): readonly string[] {
  if (records === null) return [];
  const { refused, waiting, byKind, ids } = records;
  const kinds = byKind.map(({ kind, records: n }) => `${kind} ${n.toLocaleString('en')}`).join(', ');
  return [
    `${count(refused, 'record is', 'records are')} refused${kinds === '' ? '' : ` (${kinds})`}, ${count(waiting, 'waits', 'wait')} for these.`,
    ...(ids.length === 0
      ? []
      : [`Some of them, by their ids: ${ids.map(({ kind, id }) => `${kind} ${id}`).join('; ')}`]),
  ];
}

function sampleLines(
  { at, took, method, address, status, explained, said }: ExchangeView,
  no: number,
): readonly string[] {
  return [
    '',
    `${no + 1}. ${method} ${said?.address ?? address}`,
    `   ${moment(at)}, ${status === null ? 'no answer' : `status ${status}`}, after ${took} ms${explained === null ? '' : `: ${explained.title}`}`,
    ...messageLines('sent', said?.request ?? null),
    ...messageLines('answered', said?.answer ?? null),
  ];
}

type Message = NonNullable<ExchangeView['said']>['answer'];

function messageLines(what: string, message: Message): readonly string[] {
  if (message === null) return [];
  const { headers, body } = message;
  const all = Object.entries(headers).map(([name, value]) => `   ${what}  ${name}: ${value}`);
  if (body === null) return all;
  const cut = body.cut ? [`   ${what}  … cut off here, of ${body.bytes.toLocaleString('en')} bytes`] : [];
  return [...all, ...body.text.split('\n').map((line) => `   ${what}  ${line}`), ...cut];
}

/** Whose ticket it is, and what it is about. */
type Letter = Pick<Bundle, 'district'> & {
  readonly ticket: Pick<Bundle['ticket'], 'no' | 'words'>;
  readonly title: string;
  readonly connection: Pick<Bundle['connection'], 'name' | 'system'>;
};

/** The mail that carries a bundle. */
export function mailOf(
  { ticket, title, connection, district }: Letter,
  files: readonly string[],
): { readonly subject: string; readonly text: string } {
  return {
    subject: `Ticket ${ticket.no}: ${title} (${connection.name})`,
    text: [
      `${district} asks for your help with ${connection.name} (${connection.system}): ${title}.`,
      ...(ticket.words === '' ? [] : [ticket.words]),
      `The attached ${zipName(ticket.no)} says what is wrong, since when, what was tried, and shows sample requests and answers. It holds ${files.join(' to read, and ')} for programs, and no names of people.`,
      `Please answer this mail and leave “Ticket ${ticket.no}” in its subject, so that your answer finds its ticket.`,
    ].join('\n\n'),
  };
}

export const zipName = (ticket: number): string => `hallpass-ticket-${ticket}.zip`;
