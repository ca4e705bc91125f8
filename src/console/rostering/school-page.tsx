import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { SchoolView } from '../../rostering/school.schema.ts';
import { Copyable } from '../shell/copyable.tsx';
import { Facts } from '../shell/facts.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { SchoolForm } from './school-form.tsx';
import { schoolQuery } from './school-queries.ts';
import css from './schools.module.css';

export function SchoolPage() {
  const { id } = useParams({ from: '/frame/schools/$id' });
  const school = useQuery(schoolQuery(id));
  return <PageStates asked={school}>{(view) => <ReadySchool school={view} />}</PageStates>;
}

function ReadySchool({ school }: { school: SchoolView }) {
  const mayWrite = useCan('schools.write');
  return (
    <>
      <PageHead title={school.name} up={<TextLink to="/schools">{text.schools.title}</TextLink>} />
      <div className={css.narrow}>
        <Facts facts={factsOf(school)} />
        <SchoolForm school={school} editable={mayWrite} />
      </div>
    </>
  );
}

function factsOf(school: SchoolView): [string, React.ReactNode][] {
  const facts: [string, React.ReactNode][] = [
    [text.schools.columns.id, <Copyable key="id" value={school.id} name={text.shell.id} />],
    [text.schools.type, <Foreign key="type" value={school.type} />],
    [text.schools.columns.classes, text.number(school.classes)],
    [text.schools.columns.people, text.number(school.people)],
    [text.schools.columns.broughtBy, <Foreign key="by" value={school.connection?.name ?? text.schools.byHand} />],
  ];
  if (school.identifier !== null)
    facts.push([
      text.schools.identifier,
      <Copyable key="identifier" value={school.identifier} name={text.schools.identifier} />,
    ]);
  if (school.parentId !== null)
    facts.push([text.schools.parent, <Copyable key="parent" value={school.parentId} name={text.schools.parent} />]);
  return facts;
}
