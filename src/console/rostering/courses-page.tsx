import { Select } from '@mantine/core';
import { IconBook2 } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { CourseView } from '../../rostering/roster/roster.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { ForeignLine } from '../shell/foreign.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { SearchField } from '../shell/search-field.tsx';
import { useSession } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { dateIn } from './days.ts';
import css from './roster.module.css';
import type { CoursesAnswer } from './roster-queries.ts';
import { SchoolFilter } from './school-filter.tsx';
import { NoneFound, NoRoster } from './users-page.tsx';

const columns: readonly Column<CourseView>[] = [
  {
    id: 'title',
    head: text.courses.columns.title,
    width: '32%',
    cell: (course) => (
      <span className={css.two}>
        <Link to="/courses/$id" params={{ id: course.id }} className={css.open ?? ''} {...rowOpen}>
          <ForeignLine value={course.title === '' ? text.roster.unnamed : course.title} />
        </Link>
        <span className={css.dim}>
          <ForeignLine value={course.courseId ?? course.sourceId} />
        </span>
      </span>
    ),
  },
  {
    id: 'school',
    head: text.courses.columns.school,
    width: '18%',
    cell: (course) => <ForeignLine value={course.school.name} />,
  },
  {
    id: 'members',
    head: text.courses.columns.members,
    width: '90px',
    align: 'end',
    cell: (course) => text.number(course.members),
  },
  { id: 'dates', head: text.courses.columns.dates, cell: (course) => <Dates course={course} /> },
  {
    id: 'by',
    head: text.courses.columns.source,
    width: '20%',
    cell: (course) => <ForeignLine value={course.connection.name} />,
  },
];

export function Dates({ course }: { course: CourseView }) {
  const { district } = useSession();
  const { startsAt, endsAt } = course;
  if (startsAt === null || endsAt === null) return <span className={css.dim}>{text.courses.noDates}</span>;
  return <span>{text.courses.dates(dateIn(startsAt, district.timeZone), dateIn(endsAt, district.timeZone))}</span>;
}

export function CoursesPage() {
  const search = useSearch({ from: '/frame/courses' });
  const filtered = search.q !== undefined || search.school !== undefined || search.state !== undefined;
  const list = usePaged({
    key: ['courses', 'list', search],
    page: (cursor, signal) => get<CoursesAnswer>(apiPath(['courses'], { ...search, cursor }), signal),
    rows: (answer: CoursesAnswer) => answer.courses,
  });
  return (
    <>
      <PageHead title={text.courses.title} lead={text.courses.lead} />
      <Filters />
      <PageStates
        asked={list.asked}
        isEmpty={(courses) => courses.length === 0}
        empty={filtered ? <NoneFound q={search.q} /> : <NoRoster words={text.courses} icon={IconBook2} />}
      >
        {(courses) => (
          <RecordList
            label={text.courses.title}
            columns={columns}
            rows={courses}
            rowId={(course) => course.id}
            more={list.more}
          />
        )}
      </PageStates>
    </>
  );
}

function Filters() {
  const search = useSearch({ from: '/frame/courses' });
  const navigate = useNavigate({ from: '/courses' });
  const change = (part: 'q' | 'school' | 'state', value: string | null) =>
    void navigate({
      search: ({ [part]: _before, ...rest }) => ({
        ...rest,
        ...(value === null || value === '' ? {} : { [part]: value }),
      }),
      replace: part === 'q',
    });
  return (
    <div className={css.filters}>
      <SearchField label={text.courses.search} value={search.q ?? ''} onSearch={(q) => change('q', q)} />
      <SchoolFilter value={search.school} onChange={(school) => change('school', school)} />
      <Select
        size="xs"
        w={140}
        aria-label={text.roster.filterState}
        allowDeselect={false}
        value={search.state ?? 'active'}
        data={(['active', 'archived'] as const).map((state) => ({ value: state, label: text.roster.states[state] }))}
        onChange={(state) => change('state', state === 'archived' ? state : null)}
      />
    </div>
  );
}
