import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { text } from '../text/text.ts';
import css from './copyable.module.css';

export function CopyAction({ value, name }: { value: string; name: string }) {
  return (
    <CopyButton value={value} timeout={1_500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? text.shell.copied : text.shell.copy(name)}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={copied ? text.shell.copied : text.shell.copy(name)}
            onClick={copy}
          >
            {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** An id, an address or a command, with a button that copies it. */
export function Copyable({ value, name }: { value: string; name: string }) {
  return (
    <span className={css.copyable}>
      <bdi className={css.value}>{value}</bdi>
      <CopyAction value={value} name={name} />
    </span>
  );
}

/** A command or a secret in a box of its own. */
export function CopyBox({ value, name }: { value: string; name: string }) {
  return (
    <div className={css.box}>
      <code className={css.code}>{value}</code>
      <CopyAction value={value} name={name} />
    </div>
  );
}
