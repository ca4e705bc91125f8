import { Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useId, useRef, useState } from 'react';
import type { ConnectionView } from '../../connections/connection.schema.ts';
import { Dialog } from '../shell/dialog.tsx';
import { Panel } from '../shell/facts.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import type { ConnectionLists } from './connection-queries.ts';
import css from './connections.module.css';
import { useSetLists } from './use-acts.ts';

const words = text.connections.lists;

/** What is filled in of one that is added, until it is whole; `wrong`: what keeps it from being added. */
interface Form<Asked, Draft> {
  empty: Draft;
  fields: (draft: Draft, put: (part: Partial<Draft>) => void) => ReactNode;
  made: (draft: Draft) => { item: Asked } | { wrong: string };
}

/** How a whole list is stored. */
interface Saving<Asked> {
  mutate: (items: readonly Asked[], then: { onSuccess: () => void }) => void;
  isPending: boolean;
  isError: boolean;
  error: unknown;
}

interface Listed<Asked, Item extends Asked, Draft> {
  words: { title: string; help: ReactNode; none: string; add: string };
  items: readonly Item[];
  line: (item: Item) => ReactNode;
  form: Form<Asked, Draft>;
  /** Of removing, where that is not plain. */
  foot?: string;
}

/** What of a connection is set one by one. */
export function SetList<Asked, Item extends Asked, Draft>({
  connection,
  listsOf,
  ...list
}: Listed<Asked, Item, Draft> & {
  connection: ConnectionView;
  listsOf: (items: readonly Asked[]) => ConnectionLists;
}) {
  const [add, remove] = [useSetLists(connection), useSetLists(connection)];
  const saving = ({ mutate, ...rest }: typeof add): Saving<Asked> => ({
    ...rest,
    mutate: (items, then) => mutate(listsOf(items), then),
  });
  return <EditedList {...list} add={saving(add)} remove={saving(remove)} />;
}

/** A list whose lines are each said in a sentence and removed at once; a dialog adds one. */
export function EditedList<Asked, Item extends Asked, Draft>(
  props: Listed<Asked, Item, Draft> & { add: Saving<Asked>; remove: Saving<Asked> },
) {
  const { items, line, form, foot, remove } = props;
  const { title, help, none, add } = props.words;
  const mayWrite = useCan('connections.write');
  const [opened, { open, close }] = useDisclosure(false);
  const adder = useRef<HTMLButtonElement>(null);
  const removed = (gone: Item) =>
    remove.mutate(
      items.filter((item) => item !== gone),
      // Its button is gone with it.
      { onSuccess: () => adder.current?.focus() },
    );
  return (
    <Panel
      title={title}
      actions={
        mayWrite && (
          <Button ref={adder} variant="default" onClick={open}>
            {add}
          </Button>
        )
      }
    >
      <Stack gap="md">
        <p className={css.dim}>{help}</p>
        {items.length === 0 ? (
          <p className={css.plain}>{none}</p>
        ) : (
          <ul className={css.set} aria-label={title}>
            {items.map((item) => (
              <Line
                key={JSON.stringify(item)}
                busy={remove.isPending}
                {...(mayWrite ? { remove: () => removed(item) } : {})}
              >
                {line(item)}
              </Line>
            ))}
          </ul>
        )}
        {foot !== undefined && items.length > 0 && mayWrite && <p className={css.dim}>{foot}</p>}
        {remove.isError && <RefusalPanel problem={remove.error} />}
      </Stack>
      <Dialog opened={opened} close={close} title={add} keepOpen>
        {opened && <AddForm items={items} add={props.add} form={form} close={close} />}
      </Dialog>
    </Panel>
  );
}

function Line({ busy, remove, children }: { busy: boolean; remove?: () => void; children: ReactNode }) {
  const id = useId();
  return (
    <li>
      <span id={id} className={css.setWords}>
        {children}
      </span>
      {remove !== undefined && (
        <Button
          id={`${id}remove`}
          aria-labelledby={`${id}remove ${id}`}
          size="compact-xs"
          variant="subtle"
          color="gray"
          flex="none"
          disabled={busy}
          onClick={remove}
        >
          {words.remove}
        </Button>
      )}
    </li>
  );
}

function AddForm<Asked, Draft>(props: {
  items: readonly Asked[];
  add: Saving<Asked>;
  form: Form<Asked, Draft>;
  close: () => void;
}) {
  const { items, add, form, close } = props;
  const [draft, setDraft] = useState(form.empty);
  const [told, setTold] = useState(false);
  const made = form.made(draft);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTold(true);
        if ('item' in made) add.mutate([...items, made.item], { onSuccess: close });
      }}
    >
      <Stack gap="md">
        {form.fields(draft, (part) => setDraft((before) => ({ ...before, ...part })))}
        {told && 'wrong' in made && (
          <p className={css.wrong} role="alert">
            {made.wrong}
          </p>
        )}
        {add.isError && <RefusalPanel problem={add.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {words.add}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
