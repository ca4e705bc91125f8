import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AttendanceView, CourseDetail } from '../../rostering/roster/roster.schema.ts';
import { PassportLink } from '../passport/passport-link.tsx';
import { Copyable } from '../shell/copyable.tsx';
import { Facts, Panel } from '../shell/facts.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { StateMark } from '../shell/state-mark.tsx';
import { text } from '../text/text.ts';
import { CourseMembers } from './course-members.tsx';
import { CourseSessions } from './course-sessions.tsx';
import { Dates } from './courses-page.tsx';
import { RefusalList } from './refusal-list.tsx';
import css from './roster.module.css';
import { courseQuery } from './roster-queries.ts';
import { RunLink } from './run-link.tsx';
import { nameOf } from './users-page.tsx';

export function CoursePage() {
  const { id } = useParams({ from: '/frame/courses/$id' });
  const course = useQuery(courseQuery(id));
  return <PageStates asked={course}>{(detail) => <ReadyCourse course={detail} />}</PageStates>;
}

function ReadyCourse({ course }: { course: CourseDetail }) {
  const { tab } = useSearch({ from: '/frame/courses/$id' });
  const navigate = useNavigate({ from: '/courses/$id' });
  return (
    <>
      <PageHead
        title={course.title === '' ? text.roster.unnamed : course.title}
        up={<TextLink to="/courses">{text.courses.title}</TextLink>}
        lead={<CoursePassport course={course} />}
        mark={course.archived && <StateMark state="cancelled" word={text.courses.archived} pill />}
      />
      <div className={css.stack}>
        <Facts facts={factsOf(course)} />
        <RefusalList refusals={course.refusals} />
        <div className={css.panels}>
          <Staff course={course} />
          <Attendance attendance={course.attendance} />
        </div>
        <Tabs
          value={tab ?? 'members'}
          onChange={(next) =>
            void navigate({
              search: (before) => ({ ...before, tab: next === 'sessions' ? 'sessions' : 'members' }),
              replace: true,
              resetScroll: false,
            })
          }
          keepMounted={false}
        >
          <Tabs.List>
            <Tabs.Tab value="members">{text.courses.tabs.members(course.members)}</Tabs.Tab>
            <Tabs.Tab value="sessions">{text.courses.tabs.sessions(course.sessions)}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="members" pt="md">
            <CourseMembers id={course.id} />
          </Tabs.Panel>
          <Tabs.Panel value="sessions" pt="md">
            <CourseSessions id={course.id} />
          </Tabs.Panel>
        </Tabs>
      </div>
    </>
  );
}

function Staff({ course }: { course: CourseDetail }) {
  return (
    <Panel title={text.courses.staff}>
      {course.staff.length === 0 ? (
        <p className={css.dim}>{text.courses.noStaff}</p>
      ) : (
        <ul className={css.people}>
          {course.staff.map(({ person, role }) => (
            <li key={`${person.email} ${person.userId} ${role}`}>
              {person.id === null ? (
                <bdi>{nameOf(person)}</bdi>
              ) : (
                <TextLink to="/users/$id" params={{ id: person.id }}>
                  {nameOf(person)}
                </TextLink>
              )}
              <span className={css.dim}>{text.courses.staffRoles[role]}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

const times = ['totalTime', 'syncTime', 'asyncTime', 'awardedTime', 'maxAwardedTimePerDay'] as const;

function Attendance({ attendance }: { attendance: AttendanceView | null }) {
  if (attendance === null)
    return (
      <Panel title={text.courses.attendance}>
        <p className={css.dim}>{text.courses.noAttendance}</p>
      </Panel>
    );
  const facts: [string, ReactNode][] = [
    [text.courses.attendanceName, <ForeignLine key="name" value={attendance.name} />],
    [text.courses.attendanceKind, attendance.conversion ? text.courses.conversion : text.courses.plain],
  ];
  if (attendance.strategy !== null) facts.push([text.courses.strategy, text.courses.strategies(attendance.strategy)]);
  for (const name of times) {
    const minutes = attendance[name];
    if (minutes !== null) facts.push([text.courses.times[name], text.courses.minutes(minutes)]);
  }
  return (
    <Panel title={text.courses.attendance}>
      <Facts facts={facts} />
    </Panel>
  );
}

/** A course of the API is named by its courseID, a section of files by its id at the source. */
function CoursePassport({ course: { flow, connection, courseId, sourceId } }: { course: CourseDetail }) {
  if (flow === null) return null;
  const named =
    connection.system === 'rostering'
      ? { kind: 'course', key: courseId ?? sourceId }
      : { kind: 'class', key: sourceId };
  return <PassportLink named={{ flow, ...named }} />;
}

function factsOf(course: CourseDetail): [string, ReactNode][] {
  const copied: readonly (readonly [string, string | null])[] = [
    [text.roster.courseId, course.courseId],
    [text.roster.addCode, course.addCode],
    [text.courses.classCode, course.classCode],
    [text.roster.mappingId, course.mappingId],
    [text.roster.sourceId, course.sourceId === course.courseId ? null : course.sourceId],
  ];
  const said: readonly (readonly [string, string | null])[] = [
    [text.courses.days, course.days],
    [text.courses.instructor, course.instructorName],
    [text.courses.location, course.location],
  ];
  return [
    [text.courses.columns.school, <ForeignLine key="school" value={course.school.name} />],
    ...copied.flatMap(([name, value]): [string, ReactNode][] =>
      value === null || value === '' ? [] : [[name, <Copyable key={name} value={value} name={name} />]],
    ),
    [text.courses.columns.dates, <Dates key="dates" course={course} />],
    ...said.flatMap(([name, value]): [string, ReactNode][] =>
      value === null || value === '' ? [] : [[name, <ForeignLine key={name} value={value} />]],
    ),
    [text.roster.broughtBy, <ForeignLine key="by" value={course.connection.name} />],
    [text.roster.createdBy, <RunLink key="created" run={course.createdRun} />],
    [text.roster.changedBy, <RunLink key="changed" run={course.changedRun} />],
  ];
}
