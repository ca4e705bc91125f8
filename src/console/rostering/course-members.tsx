import { Link } from '@tanstack/react-router';
import type { MemberView } from '../../rostering/roster/roster.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { ForeignLine } from '../shell/foreign.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { text } from '../text/text.ts';
import css from './roster.module.css';
import type { MembersAnswer } from './roster-queries.ts';
import { nameOf } from './users-page.tsx';

const columns: readonly Column<MemberView>[] = [
  { id: 'name', head: text.courses.memberColumns.name, cell: ({ person }) => <MemberName person={person} /> },
  { id: 'role', head: text.courses.memberColumns.role, width: '20%', cell: ({ role }) => text.roster.roles(role) },
  {
    id: 'user',
    head: text.courses.memberColumns.userId,
    width: '24%',
    cell: ({ person }) => <ForeignLine value={person.userId ?? ''} />,
  },
  {
    id: 'via',
    head: text.courses.memberColumns.via,
    width: '18%',
    cell: ({ viaApi }) => (viaApi ? text.roster.viaApi : text.roster.viaFile),
  },
];

function MemberName({ person }: { person: MemberView['person'] }) {
  return (
    <span className={css.two}>
      {person.id === null ? (
        <ForeignLine value={nameOf(person)} />
      ) : (
        <Link to="/users/$id" params={{ id: person.id }} className={css.open ?? ''} {...rowOpen}>
          <ForeignLine value={nameOf(person)} />
        </Link>
      )}
      <span className={css.dim}>
        <ForeignLine value={person.email ?? text.roster.noEmail} />
      </span>
    </span>
  );
}

export function CourseMembers({ id }: { id: string }) {
  const list = usePaged({
    key: ['courses', 'members', id],
    page: (cursor, signal) => get<MembersAnswer>(apiPath(['courses', id, 'members'], { cursor }), signal),
    rows: (answer: MembersAnswer) => answer.members,
  });
  return (
    <PageStates
      asked={list.asked}
      isEmpty={(members) => members.length === 0}
      empty={<p className={css.dim}>{text.courses.noMembers}</p>}
    >
      {(members) => (
        <RecordList
          label={text.courses.columns.members}
          columns={columns}
          rows={members}
          rowId={(member) => member.id}
          more={list.more}
        />
      )}
    </PageStates>
  );
}
