import { systems } from '../../dictionary/systems.ts';
import { text } from '../text/text.ts';

const known: Readonly<Record<string, { title: string } | undefined>> = systems;

/** A system as people call it where they connect to it. */
export const systemTitle = (system: string): string =>
  text.connections.systems[system] ?? known[system]?.title ?? system;
