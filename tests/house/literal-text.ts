import { parseSync } from '@swc/core';

/** Attributes whose value a person sees or hears. */
const spoken = new Set(
  'alt aria-description aria-label aria-placeholder aria-roledescription aria-valuetext caption description error heading help hint label legend message placeholder subtitle text title'.split(
    ' ',
  ),
);

type Node = { readonly type: string; readonly [key: string]: unknown };

/** Text with a letter that stands in JSX itself instead of the catalogue, in the order of the source. */
export function literalTexts(source: string): string[] {
  const found: string[] = [];
  visit(parseSync(source, { syntax: 'typescript', tsx: true, target: 'es2022' }), found);
  return found;
}

function visit(value: unknown, found: string[]): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, found);
    return;
  }
  if (!isNode(value)) {
    if (typeof value === 'object' && value !== null) visit(Object.values(value), found);
    return;
  }
  if (value.type === 'JSXElement' || value.type === 'JSXFragment') found.push(...childTexts(value['children']));
  if (value.type === 'JSXAttribute' && spoken.has(attributeName(value['name']))) found.push(...textsOf(value['value']));
  visit(Object.values(value), found);
}

function childTexts(children: unknown): string[] {
  if (!Array.isArray(children)) return [];
  return children
    .filter((child) => child.type === 'JSXText' || child.type === 'JSXExpressionContainer')
    .flatMap(textsOf);
}

/** What is shown of an expression: both ways of a condition, every part of a sum; not what is handed to a call. */
function textsOf(value: unknown): string[] {
  if (!isNode(value)) return [];
  switch (value.type) {
    case 'JSXText':
    case 'StringLiteral':
      return withLetter([value['value']]);
    case 'TemplateLiteral':
      return withLetter((value['quasis'] as { cooked?: unknown }[]).map(({ cooked }) => cooked));
    case 'JSXExpressionContainer':
    case 'ParenthesisExpression':
      return textsOf(value['expression']);
    case 'ConditionalExpression':
      return [...textsOf(value['consequent']), ...textsOf(value['alternate'])];
    case 'BinaryExpression':
      return isShown(value['operator']) ? [...textsOf(value['left']), ...textsOf(value['right'])] : [];
    default:
      return [];
  }
}

/** `&&`, `||` and `??` give one of their sides, `+` both; a comparison shows neither. */
function isShown(operator: unknown): boolean {
  return operator === '&&' || operator === '||' || operator === '??' || operator === '+';
}

function withLetter(texts: readonly unknown[]): string[] {
  return texts
    .filter((text): text is string => typeof text === 'string' && /\p{L}/u.test(text))
    .map((text) => text.trim());
}

function attributeName(name: unknown): string {
  return isNode(name) && typeof name['value'] === 'string' ? name['value'] : '';
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
