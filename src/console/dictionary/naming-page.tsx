import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Entry } from '../../dictionary/entry.schema.ts';
import type { OwnEntry } from '../../dictionary/own-entry.schema.ts';
import { send } from '../shell/api.ts';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { NotFound } from '../shell/plain-pages.tsx';
import { text } from '../text/text.ts';
import { type Book, factsIn, isCanonical, isOwn } from './book.ts';
import { useBook } from './dictionary-queries.ts';
import { draftOf, emptyDraft, templateOf } from './draft.ts';
import { type ToName, useToName } from './name-it.tsx';
import { NamingForm } from './naming-form.tsx';
import { dictionaryPath, ownEntriesQuery, unknownQuery } from './own-queries.ts';
import { type Edited, withParts } from './template-words.ts';

const words = text.dictionary.naming;

/** Names a message: one that was just explained, one of the unknown ones, or one that is written from nothing. */
export function NewEntryPage() {
  const { unknown: id } = useSearch({ from: '/frame/own-entries/new' });
  const [asked] = useToName();
  const book = useBook();
  const unknown = useQuery({ ...unknownQuery(id ?? ''), enabled: id !== undefined });
  return (
    <>
      <PageHead
        title={words.title}
        lead={words.lead}
        up={
          id === undefined ? (
            <TextLink to="/own-entries">{text.dictionary.own.title}</TextLink>
          ) : (
            <TextLink to="/unknown/$id" params={{ id }}>
              {text.dictionary.unknown.one}
            </TextLink>
          )
        }
      />
      <PageStates asked={book}>
        {(all) =>
          id === undefined ? (
            <NewEntry book={all} toName={asked} />
          ) : (
            <PageStates asked={unknown}>
              {({ samples, template, system }) => (
                <NewEntry
                  book={all}
                  toName={{ message: samples[0] ?? template, wording: template, system: system ?? undefined }}
                />
              )}
            </PageStates>
          )
        }
      </PageStates>
    </>
  );
}

function NewEntry({ book, toName }: { book: Book; toName: ToName | null }) {
  const save = useSave((body) => send<void>('POST', dictionaryPath('entries'), body));
  const [start] = useState(() => startOf(book, toName));
  return (
    <NamingForm
      book={book}
      initial={emptyDraft(start.template, toName?.system)}
      taken={start.taken}
      sample={toName?.message ?? ''}
      save={save.mutate}
      busy={save.isPending}
      problem={save.error}
    />
  );
}

/** The message with its values as parts, where other messages of the same wording have shown them. */
function startOf(book: Book, toName: ToName | null): Edited {
  if (toName === null) return { template: '', taken: {} };
  const { message, wording } = toName;
  const values = wording === undefined ? {} : (factsIn(book, wording, message) ?? {});
  return withParts(templateOf(message), Object.values(values));
}

/** Changes an own entry. */
export function EditEntryPage() {
  const { entry: name } = useParams({ from: '/frame/own-entries/$entry' });
  const book = useBook();
  return (
    <PageStates asked={book}>
      {(all) => {
        const entry = isOwn(name) ? all.byName.get(name) : undefined;
        return entry === undefined ? <NotFound /> : <EditEntry book={all} entry={entry} />;
      }}
    </PageStates>
  );
}

function EditEntry({ book, entry }: { book: Book; entry: Entry }) {
  const save = useSave((body) => send<void>('PUT', dictionaryPath('entries', entry.entry), body));
  return (
    <>
      <PageHead
        title={text.dictionary.own.edit(entry.title)}
        lead={words.lead}
        up={<TextLink to="/own-entries">{text.dictionary.own.title}</TextLink>}
      />
      <NamingForm
        book={book}
        initial={draftOf(entry, isCanonical(book, entry.cause))}
        taken={{}}
        sample=""
        entry={entry.entry}
        save={save.mutate}
        busy={save.isPending}
        problem={save.error}
      />
    </>
  );
}

/** Ends on the page of the entry, as everybody now reads it. */
function useSave(write: (body: OwnEntry) => Promise<void>) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [, keep] = useToName();
  return useMutation({
    mutationFn: write,
    onSuccess: async (_, { name }) => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ownEntriesQuery.queryKey }),
        // The wording itself is gone once it is named.
        queryClient.invalidateQueries({ queryKey: ['unknown', 'list'] }),
      ]);
      keep(null);
      notifications.show({ message: words.saved });
      void navigate({ to: '/dictionary/$entry', params: { entry: `district.${name}` } });
    },
  });
}
