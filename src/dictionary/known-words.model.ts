import { entries } from './entries.ts';

// Words that are certainly no value of somebody: those of which the dictionary's own messages are made, and small words.

/** Without these a sentence says something else, so that two messages that differ in one are never the same. */
const smallWords = `
  a an the this that these those it its they them their we our you your he she his her i
  and or but nor not no none neither either both all any each every some other another same only also than then else
  of in on at by for from to into onto with without within between before after during until since under over above
  below through against about as per via out off up down again once here there where when while if unless whether because
  is are was were be been being am has have had having do does did done can cannot could may might must shall should
  will would isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't can't couldn't won't wouldn't shouldn't
  what which who whom whose why how please yes true false null undefined
  error errors warning warn info debug fatal exception failed failure fail fails invalid valid missing required unknown
  unexpected unable unavailable unauthorized forbidden denied refused rejected timeout timed expired duplicate conflict
  already exists exist found find locked closed disabled inactive allowed permitted supported exceeded too many few long
  short large small try contact check see request response server service system connection message reason detail details
  code status value field name number date time id ids user file line row column page record data http https url api json
  xml sql`;

/** Small letters, as `wordParts` makes them. */
export const knownWords: ReadonlySet<string> = new Set([
  ...wordParts(smallWords),
  ...entries
    .flatMap((entry) => [entry, ...(entry.also ?? [])])
    .flatMap(({ message, aliases = [] }) => [message, ...aliases])
    .flatMap((message) => wordParts(message.replaceAll(/\{[a-zA-Z]+\}/g, ' '))),
  ...entries.flatMap(({ title }) => wordParts(title)),
]);

/** The words in a text, in small letters; `re-sync` is two, `doesn’t` is one. */
export function wordParts(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/\p{L}[\p{L}\p{M}]*(?:'\p{L}+)*/gu) ?? []
  );
}
