import { queryOptions } from '@tanstack/react-query';
import { RequestProblem } from '../shell/api.ts';

// The rostering API as its own description tells it.

export interface Parameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  description: string;
}
export interface Field {
  name: string;
  required: boolean;
  schema: FieldSchema;
}
export interface FieldSchema {
  type?: string;
  enum?: readonly string[];
  items?: FieldSchema & { properties?: Readonly<Record<string, FieldSchema>>; required?: readonly string[] };
}
export interface Operation {
  id: string;
  method: string;
  /** As it is documented: /rostering/v1/courses/{courseID}. */
  path: string;
  summary: string;
  parameters: readonly Parameter[];
  /** Null: it takes no body. */
  fields: readonly Field[] | null;
  /** The body is one JSON object a line. */
  lines: boolean;
}

interface Described {
  operationId?: string;
  tags?: readonly string[];
  summary?: string;
  parameters?: readonly { name: string; in: string; required?: boolean; description?: string }[];
  requestBody?: {
    content?: Readonly<
      Record<string, { schema?: { properties?: Readonly<Record<string, FieldSchema>>; required?: readonly string[] } }>
    >;
  };
}
export interface Description {
  paths?: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

const tag = 'Rostering';
const readOnly = new Set(['get']);

/** The operations of the rostering API that have a name, those that write first. */
export function operationsOf(description: Description): readonly Operation[] {
  const all = Object.entries(description.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, described]) => {
      const id = described.operationId;
      return id === undefined || described.tags?.includes(tag) !== true
        ? []
        : [operationOf(id, method, path, described)];
    }),
  );
  const order = ({ method, path }: Operation) =>
    `${readOnly.has(method.toLowerCase()) ? 1 : 0} ${path} ${methods.indexOf(method)}`;
  return all.toSorted((one, other) => order(one).localeCompare(order(other)));
}

const methods = ['POST', 'PATCH', 'DELETE', 'GET'];

function operationOf(id: string, method: string, path: string, described: Described): Operation {
  const schema = Object.values(described.requestBody?.content ?? {})[0]?.schema;
  const required = new Set(schema?.required ?? []);
  return {
    id,
    method: method.toUpperCase(),
    path,
    summary: described.summary ?? id,
    parameters: (described.parameters ?? []).flatMap((one) =>
      one.in === 'path' || one.in === 'query'
        ? [{ name: one.name, in: one.in, required: one.required === true, description: one.description ?? '' }]
        : [],
    ),
    fields:
      described.requestBody === undefined
        ? null
        : Object.entries(schema?.properties ?? {}).map(([name, field]) => ({
            name,
            required: required.has(name),
            schema: field,
          })),
    lines: id === 'batch',
  };
}

export const operationsQuery = queryOptions({
  queryKey: ['openapi'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }) => {
    const answer = await fetch('/openapi.json', { signal }).catch((cause: unknown) => {
      if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
      throw new RequestProblem(0, null);
    });
    if (!answer.ok) throw new RequestProblem(answer.status, null);
    return operationsOf((await answer.json()) as Description);
  },
});
