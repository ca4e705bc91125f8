import { Button, Group, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRef, useState } from 'react';
import type { RetryWord, SystemId } from '../../dictionary/entry.schema.ts';
import type { OwnEntry } from '../../dictionary/own-entry.schema.ts';
import { Panel } from '../shell/facts.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import { type Book, causesByTopic, factsIn } from './book.ts';
import { type Draft, type DraftForm, nameOf, newCause, templateOf, writeOf } from './draft.ts';
import css from './naming.module.css';
import { NamingCauses } from './naming-causes.tsx';
import { NamingPreview } from './naming-preview.tsx';
import { SystemSelect } from './system-select.tsx';
import { TemplateEditor } from './template-editor.tsx';
import type { Taken } from './template-words.ts';

const words = text.dictionary.naming;
const retries = Object.keys(words.retryWords) as RetryWord[];

const needed = (value: string) => (value.trim() === '' ? words.needed : null);

const validate = {
  title: needed,
  template: needed,
  system: (system: SystemId | undefined) => (system === undefined ? words.needed : null),
  // Without a title, that is what is told.
  name: (_: string, draft: Draft) =>
    draft.title.trim() === '' || /^[a-z0-9_]+$/.test(nameOf(draft)) ? null : words.nameWrong,
  cause: needed,
  ownCause: (own: string, { cause }: Draft) =>
    cause !== newCause || /^[a-z_]+\.[a-z_]+$/.test(own.trim()) ? null : words.causeWrong,
  causes: {
    meaning: needed,
    steps: needed,
  },
};

/** How a message is to be explained from now on. */
export function NamingForm(props: {
  book: Book;
  initial: Draft;
  /** What the parts of the template stand for in the sample, as far as that is known. */
  taken: Taken;
  /** One of the messages as it came; empty: there is none. */
  sample: string;
  /** The entry that is being changed; its name stays. */
  entry?: string;
  save: (entry: OwnEntry) => void;
  busy: boolean;
  problem: unknown;
}) {
  const { book, initial, taken, sample, entry, save, busy, problem } = props;
  const form = useForm<Draft>({ initialValues: initial, validate });
  const whole = useRef<HTMLFormElement>(null);
  const { system } = form.values;
  return (
    <form
      className={css.form}
      ref={whole}
      onSubmit={form.onSubmit(
        (draft) => {
          if (draft.system !== undefined) save(writeOf({ ...draft, system: draft.system }));
        },
        // The fields are marked as wrong with the next frame.
        () => requestAnimationFrame(() => whole.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()),
      )}
      noValidate
    >
      <Panel title={words.message}>
        <Stack gap="md">
          <SystemSelect
            label={words.system}
            placeholder={text.dictionary.chooseSystem}
            width={280}
            value={system}
            onChange={(chosen) => form.setFieldValue('system', chosen)}
            error={(form.errors['system'] as string | undefined) ?? null}
          />
          <Template form={form} book={book} taken={taken} sample={sample} />
          <NamingPreview system={system} template={form.values.template} entry={entry} />
        </Stack>
      </Panel>
      <Panel title={words.about}>
        <Stack gap="md">
          <TextInput
            label={words.titleField}
            description={words.titleHelp}
            required
            maxLength={200}
            {...form.getInputProps('title')}
            onChange={(event) => {
              form.setFieldValue('title', event.currentTarget.value);
              form.clearFieldError('name');
            }}
          />
          <TextInput
            label={words.name}
            description={words.nameHelp(nameOf(form.values))}
            required
            readOnly={entry !== undefined}
            maxLength={60}
            spellCheck={false}
            {...form.getInputProps('name')}
            value={nameOf(form.values)}
          />
          <CauseField form={form} book={book} />
          <Switch
            label={words.blocking}
            description={words.blockingHelp}
            {...form.getInputProps('blocking', { type: 'checkbox' })}
          />
          <Select
            label={words.retry}
            w={{ base: '100%', xs: 320 }}
            allowDeselect={false}
            data={retries.map((word) => ({ value: word, label: words.retryWords[word] }))}
            {...form.getInputProps('retry')}
          />
        </Stack>
      </Panel>
      <NamingCauses form={form} />
      {Boolean(problem) && <RefusalPanel problem={problem} />}
      <Group justify="flex-end">
        <Button type="submit" size="sm" loading={busy}>
          {words.save}
        </Button>
      </Group>
    </form>
  );
}

function Template(props: { form: DraftForm; book: Book; taken: Taken; sample: string }) {
  const { form, book, sample: given } = props;
  const { template } = form.values;
  const [sample, setSample] = useState(given);
  const [taken, setTaken] = useState(props.taken);
  const isThere = sample.trim() !== '' && template.trim() !== '';
  const facts = isThere ? factsIn(book, template, sample) : null;
  return (
    <>
      {given === '' && (
        <Textarea
          label={words.sample}
          description={words.samplePaste}
          autosize
          minRows={2}
          maxRows={8}
          spellCheck={false}
          autoComplete="off"
          value={sample}
          onChange={(event) => setSample(event.currentTarget.value)}
          onBlur={() => {
            if (template.trim() === '') form.setFieldValue('template', templateOf(sample));
          }}
        />
      )}
      <TemplateEditor
        edited={{ template, taken: { ...facts, ...taken } }}
        change={(edited) => {
          form.setFieldValue('template', edited.template);
          setTaken(edited.taken);
        }}
        fits={isThere ? facts !== null : null}
        error={(form.errors['template'] as string | undefined) ?? null}
      />
    </>
  );
}

function CauseField({ form, book }: { form: DraftForm; book: Book }) {
  const groups = causesByTopic(book)
    .filter(({ causes }) => causes.length > 0)
    .map(({ title, causes }) => ({
      group: title,
      items: causes.map(({ cause, title: label }) => ({ value: cause, label })),
    }));
  return (
    <>
      <Select
        label={words.cause}
        description={words.causeHelp}
        placeholder={words.causeChoose}
        required
        searchable
        maxDropdownHeight={320}
        data={[{ value: newCause, label: words.causeNew }, ...groups]}
        {...form.getInputProps('cause')}
      />
      {form.values.cause === newCause && (
        <TextInput
          label={words.causeNew}
          description={words.causeNewHelp}
          required
          maxLength={80}
          spellCheck={false}
          {...form.getInputProps('ownCause')}
        />
      )}
    </>
  );
}
