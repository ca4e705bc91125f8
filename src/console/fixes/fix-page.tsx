import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FixDetail } from '../../fixes/fix.schema.ts';
import { EntryLink } from '../shell/entry-link.tsx';
import { Facts, Panel } from '../shell/facts.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { fixQuery } from './fix-queries.ts';
import { FixMark, FixStanding } from './fix-standing.tsx';
import { FixUndo } from './fix-undo.tsx';
import css from './fixes.module.css';

const words = text.fixes;

export function FixPage() {
  const { id } = useParams({ from: '/frame/fixes/$id' });
  const fix = useQuery(fixQuery(id));
  return <PageStates asked={fix}>{(detail) => <Ready fix={detail} />}</PageStates>;
}

function Ready({ fix }: { fix: FixDetail }) {
  return (
    <>
      <PageHead
        title={fix.title}
        up={<TextLink to="/fixes">{words.title}</TextLink>}
        mark={<FixMark fix={fix} pill />}
        lead={<FixStanding fix={fix} />}
      />
      <div className={css.stack}>
        <Facts facts={factsOf(fix)} />
        {fix.takesBack !== null && (
          <Panel title={words.undo.title}>
            <FixUndo fix={fix} />
          </Panel>
        )}
      </div>
    </>
  );
}

function factsOf({ values, connection, group, records, waiting, madeBy, madeAt, undone }: FixDetail) {
  const facts: [string, ReactNode][] = Object.entries(values).map(([name, value]) => [
    words.values[name] ?? name,
    <Foreign key={name} value={value} most={200} />,
  ]);
  facts.push(
    [words.facts.group, <GroupWords key="group" group={group} />],
    [words.facts.connection, <Foreign key="connection" value={connection.name} />],
    [
      words.facts.records,
      waiting > 0 ? `${text.number(records)}, ${words.facts.waited(waiting)}` : text.number(records),
    ],
    [words.facts.madeBy, <Foreign key="by" value={madeBy} />],
    [words.facts.when, <When key="when" at={madeAt} />],
  );
  if (undone !== null)
    facts.push([
      words.facts.undoneBy,
      <span key="undone">
        <Foreign value={undone.by} /> <When at={undone.at} />{' '}
        {undone.run !== null && (
          <TextLink to="/runs/$id" params={{ id: String(undone.run) }}>
            {words.standing.run(undone.run)}
          </TextLink>
        )}
      </span>,
    ]);
  return facts;
}

function GroupWords({ group }: { group: FixDetail['group'] }) {
  return (
    <span className={css.group}>
      {Object.entries(group.facts).map(([name, value]) => (
        <Foreign key={name} value={words.facts.at(text.dictionary.factName(name), value)} most={120} />
      ))}
      <EntryLink entry={group.entry} />
    </span>
  );
}
