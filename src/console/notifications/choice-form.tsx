import { Button, Group, NumberInput, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SubscriptionsAnswer, SubscriptionView } from '../../notifications/subscription.schema.ts';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import { allFlows, type Draft, draftOf, madeOf } from './draft.ts';
import { usePreview, useSave } from './notification-queries.ts';
import css from './notifications.module.css';
import { Preview } from './preview.tsx';
import { QuietFields } from './quiet-fields.tsx';

const words = text.notifications.form;

/** Chooses what to be told of, and shows what that would have sent. `one`: the choice that is changed; null: a new one. */
export function ChoiceForm(props: { known: SubscriptionsAnswer; one: SubscriptionView | null; close: () => void }) {
  const { known, one, close } = props;
  const flows = freeFlows(known, one);
  const [draft, setDraft] = useState<Draft>(() => draftOf(one, flows[0]?.value ?? allFlows));
  const [told, setTold] = useState(false);
  const save = useSave(one?.no ?? null);
  const preview = usePreview();
  const put = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }));
    preview.reset();
  };
  const made = madeOf(draft);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTold(true);
        if ('wanted' in made) save.mutate(made.wanted, { onSuccess: close });
      }}
    >
      <Stack gap="lg">
        <Select
          label={words.about}
          description={words.aboutHelp}
          data={flows}
          allowDeselect={false}
          value={draft.flow}
          onChange={(flow) => put({ flow: flow ?? allFlows })}
          data-autofocus
        />
        <What draft={draft} put={put} mayChooseAll={known.sees.issues || known.sees.all} />
        <Times draft={draft} put={put} />
        <QuietFields quiet={draft.quiet} zone={known.timeZone} put={put} />
        {told && 'wrong' in made && (
          <p className={css.wrong} role="alert">
            {made.wrong}
          </p>
        )}
        <Preview
          preview={preview}
          ask={() => {
            setTold(true);
            if ('wanted' in made) preview.mutate(made.wanted);
          }}
        />
        {save.isError && <RefusalPanel problem={save.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What is not chosen for yet, all of it first. */
function freeFlows({ flows, subscriptions }: SubscriptionsAnswer, one: SubscriptionView | null) {
  const taken = new Set(subscriptions.filter(({ no }) => no !== one?.no).map(({ flow }) => flow?.no ?? null));
  return [
    ...(taken.has(null) ? [] : [{ value: allFlows, label: text.notifications.all }]),
    ...flows
      .filter(({ no }) => !taken.has(no))
      .map(({ no, connection }) => ({ value: String(no), label: connection.name })),
  ];
}

type Fields = { draft: Draft; put: (part: Partial<Draft>) => void };

function What({ draft, put, mayChooseAll }: Fields & { mayChooseAll: boolean }) {
  return (
    <>
      <Choices
        label={words.runs}
        help={words.runsHelp}
        choices={words.runChoices}
        value={draft.runs}
        choose={(runs) => put({ runs })}
      />
      {mayChooseAll && (
        <Choices
          label={words.changes}
          help={words.changesHelp}
          choices={words.changeChoices}
          value={draft.changes}
          choose={(changes) => put({ changes })}
        />
      )}
      <NumberInput
        label={words.stillOpen}
        description={words.stillOpenHelp}
        min={1}
        max={2000}
        allowDecimal={false}
        styles={{ wrapper: { maxWidth: 140 } }}
        value={draft.stillOpen}
        onChange={(stillOpen) => put({ stillOpen })}
      />
    </>
  );
}

function Times({ draft, put }: Fields) {
  return (
    <>
      <Choices label={words.when} choices={words.whens} value={draft.when} choose={(when) => put({ when })} />
      {draft.when === 'daily' && (
        <TextInput
          type="time"
          label={words.at}
          required
          w={140}
          value={draft.at}
          onChange={(event) => put({ at: event.currentTarget.value })}
        />
      )}
    </>
  );
}

function Choices<Word extends string>(props: {
  label: string;
  help?: string;
  choices: Readonly<Record<Word, string>>;
  value: Word;
  choose: (word: Word) => void;
}) {
  const { label, help, choices, value, choose } = props;
  return (
    <Radio.Group
      label={label}
      {...(help === undefined ? {} : { description: help })}
      value={value}
      onChange={(word) => choose(word as Word)}
    >
      <Stack gap="xs" mt="xs">
        {(Object.entries(choices) as [Word, string][]).map(([word, said]) => (
          <Radio key={word} value={word} label={said} size="xs" />
        ))}
      </Stack>
    </Radio.Group>
  );
}
