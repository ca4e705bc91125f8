import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { FixDetail } from '../../fixes/fix.schema.ts';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { TypedConfirm } from '../shell/typed-confirm.tsx';
import { text } from '../text/text.ts';
import { useUndo } from './fix-queries.ts';
import css from './fixes.module.css';

const words = text.fixes.undo;

/** The way back: at once where nothing is lost by it, else with the number of what is deleted typed by hand. */
export function FixUndo({ fix }: { fix: FixDetail }) {
  const mayApply = useCan('fixes.apply');
  const [asking, { open, close }] = useDisclosure(false);
  const undo = useUndo(fix.id, () => {
    close();
    notifications.show({ message: words.done });
  });
  const { takesBack } = fix;
  if (!mayApply || takesBack === null) return null;
  const { removed, restored } = takesBack;
  const told = [
    words.help,
    ...(removed > 0 ? [words.removes(removed)] : []),
    ...(restored > 0 ? [words.restores(restored)] : []),
    ...(fix.name === 'value.map' ? [words.later] : []),
  ];
  return (
    <div className={css.undo}>
      <p className={css.dim}>{told.join(' ')}</p>
      <div>
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={14} aria-hidden />}
          loading={undo.isPending && !asking}
          onClick={removed > 0 ? open : () => undo.mutate()}
        >
          {words.action}
        </Button>
      </div>
      {undo.isError && !asking && <RefusalPanel problem={undo.error} />}
      <TypedConfirm
        opened={asking}
        close={close}
        title={words.title}
        word={String(removed)}
        action={words.confirm(removed)}
        busy={undo.isPending}
        problem={undo.error}
        confirm={() => undo.mutate()}
      >
        <p className={css.plain}>{told.join(' ')}</p>
      </TypedConfirm>
    </div>
  );
}
