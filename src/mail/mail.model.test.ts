import { describe, expect, test } from 'vitest';
import { htmlOf, htmlWithoutLinks, isAddress, renderMail, withoutLinks } from './mail.model.ts';

const rendered = (subject: string, text: string, values = {}) => renderMail({ subject, text }, values);

describe('a template is filled in', () => {
  test('with the values, as they are', () => {
    expect(
      rendered('Welcome, {{firstName}}', 'Dear {{ firstName }} & {{{lastName}}}', {
        firstName: 'Zoë',
        lastName: "O'<b>",
      }),
    ).toEqual({
      ok: true,
      subject: 'Welcome, Zoë',
      text: "Dear Zoë & O'<b>",
    });
  });

  test.each([
    '{{nickname}}',
    '{{constructor}}',
    '{{__proto__}}',
    '{{toString}}',
    '{{firstName.constructor}}',
    '{{> other}}',
  ])('a placeholder that nobody knows is left empty: %s', (placeholder) => {
    expect(rendered('Hello', `[${placeholder}]`, { firstName: 'Mia' })).toMatchObject({ ok: true, text: '[]' });
  });

  test('a value is never a template', () => {
    expect(rendered('{{firstName}}', '{{firstName}}', { firstName: '{{lastName}}', lastName: 'X' })).toEqual({
      ok: true,
      subject: '{{lastName}}',
      text: '{{lastName}}',
    });
  });

  test.each([
    ['Welcome, {{firstName', 'text', 'subject'],
    ['Welcome', 'Dear {{#a}}', 'text'],
    ['Welcome', 'Dear {{/a}}', 'text'],
  ])('one that cannot be read is told: %s / %s', (subject, text, part) => {
    expect(rendered(subject, text)).toMatchObject({ ok: false, part, reason: expect.stringMatching(/[Uu]n/) });
  });

  test.each([
    '\r\n',
    '\n',
    '\r',
    '\u2028',
    '\u0085',
    '\0',
    '\r\n ',
  ])('a subject stays one line, whatever stands in it: %j', (end) => {
    expect(rendered(`A${end}B {{name}}`, 'x', { name: `Mia${end}Bcc: eve@evil.example` })).toMatchObject({
      subject: 'A B Mia Bcc: eve@evil.example',
    });
  });

  test('a text has the ends of lines that mail programs expect, and no character that cannot be stored', () => {
    expect(rendered('s', 'a\r\nb\rc\0\td')).toMatchObject({ text: 'a\nb\nc\td' });
  });
});

describe('the HTML form of a text', () => {
  test('has its paragraphs and lines', () => {
    const html = htmlOf('One\ntwo\n\n\nThree\n');
    expect(html.match(/<p [^>]*>.*?<\/p>/gs)?.map((p) => p.replace(/^<p [^>]*>/, ''))).toEqual([
      'One<br>\ntwo</p>',
      'Three</p>',
    ]);
  });

  test('shows what looks like HTML as text', () => {
    expect(htmlOf('<script>alert("1")</script> & \'x\'')).toContain(
      '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;',
    );
  });

  test.each([
    ['See https://a.example/x.', '<a href="https://a.example/x">https://a.example/x</a>.'],
    ['(http://a.example/?a=1&b=2)', '(<a href="http://a.example/?a=1&amp;b=2">http://a.example/?a=1&amp;b=2</a>)'],
    ['https://a.example/"onclick="x', '<a href="https://a.example/">https://a.example/</a>&quot;onclick=&quot;x'],
  ])('leads where the text does: %s', (text, html) => {
    expect(htmlOf(text)).toContain(html);
  });

  test('makes no link of what is none', () => {
    expect(htmlOf('javascript:alert(1) a.example/x ftp://b.example')).not.toContain('<a ');
  });
});

test.each([
  ['mia@north.example', true],
  ["o'neil+x@north.example", true],
  ['zoë@münchen.example', true],
  ['mia', false],
  ['mia@north.example, eve@evil.example', false],
  ['Mia <mia@north.example>', false],
  ['mia@north.example\r\nRCPT TO:<eve@evil.example>', false],
  ['', false],
])('an address that a server can be told: %j %s', (address, expected) => {
  expect(isAddress(address)).toBe(expected);
});

test.each([
  ['Open https://hub.example/welcome#secret-token now', 'Open https://hub.example/… now'],
  ['https://hub.example:8443/a?b=c.', 'https://hub.example:8443/…'],
  ['http://127.0.0.1:3000/welcome#t', 'http://127.0.0.1:3000/…'],
  ['http://localhost/#t', 'http://localhost/…'],
  ['https://user:pass@hub.example/x', 'https://hub.example/…'],
  ['https://hub.example?token=t', 'https://hub.example/…'],
  ['hub.example/welcome#t', 'hub.example/…'],
  ['canvas://open/t', 'canvas://open/…'],
  ['http://[::1]:3000/x', 'http://[::1]:3000/…'],
  ['Come to https://hub.example and/or call 7/8', 'Come to https://hub.example and/or call 7/8'],
  ['Write to mia@north.example.', 'Write to mia@north.example.'],
])('the outbox tells where a link leads, not what it opens: %s', (text, shown) => {
  expect(withoutLinks(text)).toBe(shown);
});

test('in HTML no link leads anywhere any more, and what is only shown is cut as in a text', () => {
  const html =
    '<style>a{color:red}</style><p style="color:#fff">See <a href="https://hub.example/unsubscribe/t" class="link">stop</a> or https://hub.example/x?t=1</p>';
  expect(htmlWithoutLinks(html)).toBe(
    '<style>a{color:red}</style><p style="color:#fff">See <a class="link">stop</a> or https://hub.example/…</p>',
  );
});
