import { Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { TextLink } from '../shell/links.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { subjectQuery } from './roster-queries.ts';

/** From an outcome to the person and the course it speaks of, where they are there. */
export function SubjectLinks(props: { run: number; kind: string; recordKey: string }) {
  const { run, kind, recordKey: key } = props;
  const mayRead = useCan('roster.read');
  const subject = useQuery({ ...subjectQuery({ run, kind, key }), enabled: mayRead });
  const { user = null, course = null } = subject.data ?? {};
  if (user === null && course === null) return null;
  return (
    <Group gap="md">
      {user !== null && (
        <TextLink to="/users/$id" params={{ id: user.id }}>
          {text.roster.openUser(user.name)}
        </TextLink>
      )}
      {course !== null && (
        <TextLink to="/courses/$id" params={{ id: course.id }}>
          {text.roster.openCourse(course.name)}
        </TextLink>
      )}
    </Group>
  );
}
