import type { Connector } from './connector.ts';
import { oneroster } from './oneroster/oneroster.connector.ts';

/** All connectors, one for each folder beside this file. */
export const connectors: readonly Connector[] = [oneroster];

/** The connector of a system; undefined: it is none that Hallpass asks. */
export const connectorOf = (system: string): Connector | undefined => connectors.find(({ id }) => id === system);
