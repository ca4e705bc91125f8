import type { Version } from './record.ts';

/** An answer before it is carried to the client. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** The three shapes of an error body that are met in the field (standards.md 1.2): at the root, wrapped, or as a set. */
export const errorShapes = ['root', 'wrapped', 'set'] as const;
export type ErrorShape = (typeof errorShapes)[number];

/** By the words of 1.2; 1.1 has others for two of them. */
export type CodeMinor =
  | 'invalid_filter_field'
  | 'invalid_selection_field'
  | 'invalid_sort_field'
  | 'invaliddata'
  | 'unauthorisedrequest'
  | 'forbidden'
  | 'server_busy'
  | 'unknownobject'
  | 'internal_server_error'
  | 'unsupported';

const wordsOf11: Partial<Record<CodeMinor, string>> = {
  internal_server_error: 'targetreadfailure',
  unsupported: 'unsupportedoperation',
};

/** The request is refused; the whole answer but its shape. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly minor: CodeMinor;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, minor: CodeMinor, description: string, headers: Readonly<Record<string, string>> = {}) {
    super(description);
    this.name = 'ApiRefusal';
    this.status = status;
    this.minor = minor;
    this.headers = headers;
  }
}

export function jsonAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

export type Dialect = { readonly version: Version; readonly errors: ErrorShape };

export function refusalAnswer({ status, minor, message, headers }: ApiRefusal, dialect: Dialect, id: number): Answer {
  return jsonAnswer(status, errorBody(dialect, status, minor, message, id), headers);
}

/** A status that was asked for, with the code that belongs to it. */
export function refusalOf(status: number, headers: Readonly<Record<string, string>> = {}): ApiRefusal {
  return new ApiRefusal(status, minorOf(status), `The provider was told to answer ${status}.`, headers);
}

function errorBody(
  { version, errors }: Dialect,
  status: number,
  minor: CodeMinor,
  description: string,
  id: number,
): unknown {
  const word = (version === '1.1' ? wordsOf11[minor] : undefined) ?? minor;
  const head = {
    imsx_codeMajor: status === 405 || status === 501 ? 'unsupported' : 'failure',
    imsx_severity: 'error',
    // The OpenAPI of 1.1 requires it; 1.2 has dropped it.
    ...(version === '1.1' ? { imsx_messageRefIdentifier: `${id}` } : {}),
    imsx_description: description,
  };
  if (errors === 'set') return { statusInfoSet: [{ ...head, imsx_codeMinor: word }] };
  const field = { imsx_codeMinorFieldName: 'TargetEndSystem', imsx_codeMinorFieldValue: word };
  const info = { ...head, imsx_CodeMinor: { imsx_codeMinorField: [field] } };
  return errors === 'wrapped' ? { imsx_StatusInfo: info } : info;
}

function minorOf(status: number): CodeMinor {
  switch (status) {
    case 401:
      return 'unauthorisedrequest';
    case 403:
      return 'forbidden';
    case 404:
      return 'unknownobject';
    case 405:
    case 501:
      return 'unsupported';
    case 429:
    case 503:
      return 'server_busy';
    default:
      return status < 500 ? 'invaliddata' : 'internal_server_error';
  }
}
