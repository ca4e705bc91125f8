import { Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { SubscriptionsAnswer, SubscriptionView } from '../../notifications/subscription.schema.ts';
import { KeptBanner } from '../mail/kept-banner.tsx';
import { RawMessage } from '../runs/raw-message.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { EmptyState } from '../shell/empty-state.tsx';
import { Panel } from '../shell/facts.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { ChoiceForm } from './choice-form.tsx';
import { daysInWords } from './draft.ts';
import { subscriptionsQuery, useEnd, useResume } from './notification-queries.ts';
import css from './notifications.module.css';

const words = text.notifications;

/** What whoever is signed in is told of by mail. */
export function NotificationsPage() {
  const asked = useQuery(subscriptionsQuery);
  return <PageStates asked={asked}>{(known) => <Ready known={known} />}</PageStates>;
}

function Ready({ known }: { known: SubscriptionsAnswer }) {
  const [opened, { open, close }] = useDisclosure(false);
  const { subscriptions, address, sending } = known;
  const isFull = subscriptions.length > known.flows.length;
  const add = (
    <Button onClick={open} disabled={isFull}>
      {words.add}
    </Button>
  );
  return (
    <>
      <PageHead
        title={words.title}
        lead={words.lead(address)}
        {...(subscriptions.length === 0 ? {} : { actions: add })}
      />
      {!sending && <KeptBanner words={words.kept} />}
      <div className={css.stack}>
        {subscriptions.length === 0 && (
          <EmptyState icon={IconBell} title={words.none} action={add}>
            <p>{words.noneHelp}</p>
          </EmptyState>
        )}
        {subscriptions.map((one) => (
          <Choice key={one.no} one={one} known={known} />
        ))}
      </div>
      <Dialog opened={opened} close={close} title={words.add} wide keepOpen>
        {opened && <ChoiceForm known={known} one={null} close={close} />}
      </Dialog>
    </>
  );
}

function Choice({ one, known }: { one: SubscriptionView; known: SubscriptionsAnswer }) {
  const [opened, { open, close }] = useDisclosure(false);
  const end = useEnd(one.no);
  const name = nameOf(one, known);
  return (
    <Panel
      title={name}
      actions={
        <Group gap="xs">
          <Button size="xs" variant="default" aria-label={`${words.change}: ${name}`} onClick={open}>
            {words.change}
          </Button>
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            aria-label={`${words.end}: ${name}`}
            loading={end.isPending}
            onClick={() => end.mutate()}
          >
            {words.end}
          </Button>
        </Group>
      }
    >
      <Stack gap="sm">
        {one.restsSince !== null && <Rests no={one.no} />}
        <ul className={css.said}>
          {saidOf(one).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {one.lastMail !== null && <LastMail mail={one.lastMail} />}
        {end.isError && <RefusalPanel problem={end.error} />}
      </Stack>
      <Dialog opened={opened} close={close} title={`${words.change}: ${name}`} wide keepOpen>
        {opened && <ChoiceForm known={known} one={one} close={close} />}
      </Dialog>
    </Panel>
  );
}

const nameOf = ({ flow }: SubscriptionView, { subscriptions }: SubscriptionsAnswer) =>
  flow?.connection.name ?? (subscriptions.length > 1 ? words.other : words.all);

function saidOf({ runs, changes, stillOpenHours, digestAt, quiet }: SubscriptionView): readonly string[] {
  const spans = quiet.map(({ from, to, days }) => words.said.span(from, to, daysInWords(days)));
  return [
    ...(runs === null ? [] : [words.said.runs[runs]]),
    ...(changes === null ? [] : [words.said.changes[changes]]),
    ...(stillOpenHours === null ? [] : [words.said.stillOpen(stillOpenHours)]),
    digestAt === null ? words.said.now : words.said.daily(digestAt),
    ...(spans.length === 0 ? [] : [words.said.quiet(spans.join(text.shell.listComma))]),
  ];
}

function Rests({ no }: { no: number }) {
  const resume = useResume(no);
  return (
    <section className={css.warn}>
      <h3>{words.rests.title}</h3>
      <p>{words.rests.help}</p>
      <Button size="xs" loading={resume.isPending} onClick={() => resume.mutate()}>
        {words.rests.resume}
      </Button>
      {resume.isError && <RefusalPanel problem={resume.error} />}
    </section>
  );
}

function LastMail({ mail: { subject, at, failed } }: { mail: NonNullable<SubscriptionView['lastMail']> }) {
  if (failed === null)
    return (
      <p className={css.dim}>
        <bdi>{words.lastMail(subject)}</bdi> <When at={at} />
      </p>
    );
  return (
    <section className={css.warn}>
      <h3>{words.failed(subject)}</h3>
      <p>{failed.message}</p>
      <p className={css.dim}>{failed.steps[0]}</p>
      <RawMessage message={failed.message} entry={failed.entry} />
    </section>
  );
}
