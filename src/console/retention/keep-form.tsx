import { Button, NumberInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import css from './retention.module.css';
import { type Kept, useKeep } from './retention-queries.ts';

const words = text.retention.edit;

/** How long one class is kept: within its bounds, or as usual. */
export function KeepForm({ kept, classes }: { kept: Kept; classes: readonly Kept[] }) {
  const [days, setDays] = useState<number | string>(kept.days);
  const keep = useKeep(classes);
  const save = (to: number | null) =>
    keep.mutate(
      { name: kept.name, days: to },
      {
        onSuccess: () => {
          setDays(to ?? kept.usual);
          notifications.show({ message: words.saved });
        },
      },
    );
  const isRight = typeof days === 'number' && days >= kept.least && days <= kept.most;
  return (
    <form
      className={css.detail}
      onSubmit={(event) => {
        event.preventDefault();
        if (isRight) save(days);
      }}
    >
      <div className={css.form}>
        <NumberInput
          label={words.label}
          description={words.bounds(kept.least, kept.most)}
          value={days}
          onChange={setDays}
          allowDecimal={false}
          allowNegative={false}
          error={!isRight && days !== ''}
          w={220}
        />
        <Button type="submit" disabled={!isRight || days === kept.days} loading={keep.isPending}>
          {words.save}
        </Button>
        {kept.set !== null && (
          <Button variant="default" onClick={() => save(null)} disabled={keep.isPending}>
            {words.usual(kept.usual)}
          </Button>
        )}
      </div>
      {typeof days === 'number' && days < kept.days && <p className={css.plain}>{words.shorter}</p>}
      {keep.isError && <RefusalPanel problem={keep.error} />}
    </form>
  );
}
