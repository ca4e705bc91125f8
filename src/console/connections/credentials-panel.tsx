import { Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import type { ConnectionView, ConnectorView } from '../../connections/connection.schema.ts';
import { ShownOnce } from '../access/shown-once.tsx';
import { apiPath, send } from '../shell/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { Facts, Panel } from '../shell/facts.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import type { LinkMade } from './connection-queries.ts';
import css from './connections.module.css';

const words = text.connections.credentials;
const linkHours = 24;

/** The way a connection signs in and which values are set, never they themselves; new ones, or a link to whoever holds them. */
export function CredentialsPanel(props: {
  connection: ConnectionView;
  connector: ConnectorView;
  reauthenticate: () => void;
}) {
  const { connection, connector, reauthenticate } = props;
  const { signsIn } = connection;
  const mayGive = useCan('connections.credentials');
  const way = connector.credentials.find(({ kind }) => kind === signsIn?.kind);
  return (
    <Panel title={words.title}>
      <Stack gap="md">
        {signsIn === null ? (
          <p className={css.plain}>{words.none}</p>
        ) : (
          <>
            <Facts
              facts={[
                [text.connections.facts.signsIn, way?.label ?? signsIn.kind],
                [
                  words.set,
                  <span key="set">
                    {way?.fields.map(({ label }) => label).join(text.shell.listComma)}
                    {way !== undefined && text.shell.listComma}
                    <When at={signsIn.since} />
                  </span>,
                ],
              ]}
            />
            <p className={css.dim}>{words.values}</p>
          </>
        )}
        {mayGive && (
          <Group gap="xs">
            <Button variant="default" onClick={reauthenticate}>
              {signsIn === null ? words.give : words.replace}
            </Button>
            <LinkButton connection={connection} />
          </Group>
        )}
      </Stack>
    </Panel>
  );
}

/** A link for the person who holds the credentials, shown once. */
export function LinkButton({ connection: { id, name } }: { connection: ConnectionView }) {
  const [opened, { open, close }] = useDisclosure(false);
  const make = useMutation({
    mutationFn: () => send<LinkMade>('POST', apiPath(['connections', id, 'reauthenticate-link'])),
  });
  const done = () => {
    close();
    make.reset();
  };
  return (
    <>
      <Button variant="default" onClick={open}>
        {words.link}
      </Button>
      <Dialog opened={opened} close={done} title={words.linkTitle} keepOpen={make.isSuccess}>
        {make.data === undefined ? (
          <Stack gap="md">
            <p className={css.plain}>{words.linkWhat}</p>
            {make.isError && <RefusalPanel problem={make.error} />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={done}>
                {text.shell.cancel}
              </Button>
              <Button loading={make.isPending} onClick={() => make.mutate()} data-autofocus>
                {words.makeLink}
              </Button>
            </Group>
          </Stack>
        ) : (
          <ShownOnce
            words={words.linkWords(name, linkHours)}
            value={make.data.link}
            name={words.linkName}
            done={done}
          />
        )}
      </Dialog>
    </>
  );
}
