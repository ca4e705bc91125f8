import { Checkbox, Input } from '@mantine/core';
import type { Want, WebhookKind } from '../../webhooks/webhook.schema.ts';
import { text } from '../text/text.ts';
import css from './webhooks.module.css';

const words = text.webhooks;
const kinds = Object.keys(words.kinds) as readonly WebhookKind[];

/** What a webhook hears of, in a line. */
export function wantsInWords(wants: readonly Want[]): string {
  if (wants.length === 0) return words.wantsNothing;
  return wants
    .map(({ kind, changes }) => {
      const { label, changes: named } = words.kinds[kind];
      return changes === null ? label : changes.map((one) => named[one] ?? one).join(text.shell.listComma);
    })
    .join(text.shell.listComma);
}

/** Chooses what a webhook hears of: whole kinds, or some of what happens to them. */
export function WantsField({
  value,
  onChange,
}: {
  value: readonly Want[];
  onChange: (wants: readonly Want[]) => void;
}) {
  const choose = (kind: WebhookKind, want: Want | undefined) =>
    onChange(
      kinds.flatMap((one) => {
        const kept = one === kind ? want : value.find((before) => before.kind === one);
        return kept === undefined ? [] : [kept];
      }),
    );
  return (
    <Input.Wrapper label={words.form.wants} description={words.form.wantsHelp} labelElement="div">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would stand beside the label of the field. */}
      <div className={css.kinds} role="group" aria-label={words.form.wants}>
        {kinds.map((kind) => (
          <Kind
            key={kind}
            kind={kind}
            want={value.find((want) => want.kind === kind)}
            choose={(want) => choose(kind, want)}
          />
        ))}
      </div>
    </Input.Wrapper>
  );
}

function Kind(props: { kind: WebhookKind; want: Want | undefined; choose: (want: Want | undefined) => void }) {
  const { kind, want, choose } = props;
  const { label, changes } = words.kinds[kind];
  const all = Object.keys(changes);
  const chosen = want?.changes ?? all;
  const toggle = (one: string, wanted: boolean) => {
    const next = all.filter((name) => (name === one ? wanted : chosen.includes(name)));
    // None of them is what the kind itself says.
    choose(next.length === 0 ? undefined : { kind, changes: next.length === all.length ? null : next });
  };
  return (
    <div>
      <Checkbox
        label={label}
        checked={want !== undefined}
        onChange={(event) => choose(event.currentTarget.checked ? { kind, changes: null } : undefined)}
      />
      {want !== undefined && all.length > 1 && (
        <div className={css.changes}>
          {all.map((one) => (
            <Checkbox
              key={one}
              size="xs"
              label={changes[one]}
              checked={chosen.includes(one)}
              onChange={(event) => toggle(one, event.currentTarget.checked)}
            />
          ))}
        </div>
      )}
    </div>
  );
}
