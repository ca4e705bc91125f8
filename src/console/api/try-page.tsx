import { Anchor, Button, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, useId, useState } from 'react';
import { CopyBox } from '../shell/copyable.tsx';
import { Panel } from '../shell/facts.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { text } from '../text/text.ts';
import { type Answer, type Call, curlOf, reads, sendCall } from './call.ts';
import { exampleBody, exampleParameter } from './example.ts';
import { type Operation, operationsQuery } from './operation.ts';
import css from './try.module.css';
import { TryAnswer } from './try-answer.tsx';
import { TryEntries } from './try-entries.tsx';

/** One call of the rostering API by hand: sent for real, answered as the sending system is, and explained. */
export function TryPage() {
  const operations = useQuery(operationsQuery);
  return (
    <>
      <PageHead
        title={text.tryIt.title}
        lead={text.tryIt.lead}
        actions={<Anchor href="/docs">{text.tryIt.docs}</Anchor>}
      />
      <Warning />
      <PageStates
        asked={operations}
        isEmpty={(all) => all.length === 0}
        empty={<p className={css.dim}>{text.tryIt.loadFailed}</p>}
      >
        {(all) => <Trial operations={all} />}
      </PageStates>
    </>
  );
}

function Warning() {
  return (
    <section className={css.warning} aria-label={text.tryIt.warning}>
      <IconAlertTriangle size={20} stroke={1.8} aria-hidden />
      <div>
        <h2>{text.tryIt.warning}</h2>
        <p>{text.tryIt.warningHelp}</p>
      </div>
    </section>
  );
}

function Trial({ operations }: { operations: readonly Operation[] }) {
  const search = useSearch({ from: '/frame/try' });
  const navigate = useNavigate({ from: '/try' });
  // The key lives here and in nothing that is stored: no address, no query cache, no storage of the browser.
  const [key, setKey] = useState('');
  const operation =
    operations.find(({ id }) => id === search.operation) ??
    operations.find(({ id }) => id === 'createUser') ??
    operations[0];
  if (operation === undefined) return null;
  return (
    <div className={css.stack}>
      <Panel>
        <div className={css.form}>
          <NativeSelect
            label={text.tryIt.operation}
            value={operation.id}
            data={operations.map(({ id, method, path }) => ({ value: id, label: `${method} ${path} (${id})` }))}
            onChange={(event) =>
              void navigate({ search: { operation: event.currentTarget.value }, replace: true, resetScroll: false })
            }
          />
          <p className={css.dim}>{operation.summary}</p>
          <PasswordInput
            label={text.tryIt.key}
            description={text.tryIt.keyHelp}
            autoComplete="off"
            data-1p-ignore=""
            data-lpignore="true"
            spellCheck={false}
            visibilityToggleButtonProps={{ 'aria-label': text.tryIt.showKey }}
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
        </div>
      </Panel>
      <CallForm key={operation.id} operation={operation} secret={key.trim()} />
      <TryEntries operation={operation} />
    </div>
  );
}

const filled = (operation: Operation) =>
  Object.fromEntries(operation.parameters.map(({ name }) => [name, exampleParameter(name, operation)]));

function CallForm({ operation, secret }: { operation: Operation; secret: string }) {
  const [parameters, setParameters] = useState<Record<string, string>>(() => filled(operation));
  const [body, setBody] = useState(() => exampleBody(operation));
  const [keyMissing, setKeyMissing] = useState(false);
  const missing = useId();
  const call: Call = { operation, parameters, body };
  const sent = useMutation<Answer, unknown, { call: Call; key: string }>({
    mutationFn: (asked) => sendCall(asked.call, asked.key),
    // What was sent held the key: it is forgotten with the page.
    gcTime: 0,
  });
  const send = () => {
    setKeyMissing(secret === '');
    if (secret !== '' && !sent.isPending) sent.mutate({ call, key: secret });
  };
  return (
    <>
      <Panel>
        <form
          className={css.form}
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            send();
          }}
        >
          {operation.parameters.length > 0 && (
            <fieldset className={css.parameters}>
              <legend>{text.tryIt.parameters}</legend>
              {operation.parameters.map(({ name, description, required }) => (
                <TextInput
                  key={name}
                  label={name}
                  description={description}
                  withAsterisk={required}
                  spellCheck={false}
                  autoComplete="off"
                  value={parameters[name] ?? ''}
                  onChange={(event) => {
                    const { value } = event.currentTarget;
                    setParameters((before) => ({ ...before, [name]: value }));
                  }}
                />
              ))}
            </fieldset>
          )}
          {operation.fields !== null && (
            <BodyField operation={operation} body={body} onChange={setBody} valid={reads(call)} send={send} />
          )}
          <div className={css.actions}>
            <Button type="submit" size="sm" loading={sent.isPending} aria-describedby={missing}>
              {text.tryIt.send(operation.method)}
            </Button>
            <span id={missing} className={css.missing} role="alert">
              {keyMissing && secret === '' ? text.tryIt.keyNeeded : ''}
            </span>
          </div>
        </form>
      </Panel>
      <TryAnswer sent={{ answer: sent.data, problem: sent.error, pending: sent.isPending }} />
      <Panel title={text.tryIt.curl}>
        <CopyBox value={curlOf(call, window.location.origin)} name={text.tryIt.curlName} />
        <p className={css.dim}>{text.tryIt.curlHelp}</p>
      </Panel>
    </>
  );
}

function BodyField(props: {
  operation: Operation;
  body: string;
  onChange: (body: string) => void;
  valid: boolean;
  send: () => void;
}) {
  const { operation, body, onChange, valid, send } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send();
  };
  return (
    <div>
      <Textarea
        label={text.tryIt.body}
        description={operation.lines ? text.tryIt.bodyLines : text.tryIt.bodyHelp}
        autosize
        minRows={4}
        maxRows={24}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: css.code ?? '' }}
        value={body}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className={css.under}>
        <span className={css.dim} aria-live="polite">
          {valid ? text.tryIt.sendHelp : text.tryIt.notJson}
        </span>
        <Button variant="subtle" color="gray" onClick={() => onChange(exampleBody(operation))}>
          {text.tryIt.reset}
        </Button>
      </div>
    </div>
  );
}
