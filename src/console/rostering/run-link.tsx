import { TextLink } from '../shell/links.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';

/** A run by its number; a link for those who may open it. */
export function RunLink({ run }: { run: number }) {
  const mayRead = useCan('runs.read');
  if (!mayRead) return <span>{text.runs.runTitle(run)}</span>;
  return (
    <TextLink to="/runs/$id" params={{ id: String(run) }}>
      {text.runs.runTitle(run)}
    </TextLink>
  );
}
