import type { ExchangeView, MessageView } from '../../exchanges/exchange.schema.ts';
import { CopyAction } from '../shell/copyable.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { ScrollText } from '../shell/scroll-text.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { inLines } from './body-lines.ts';
import css from './exchanges.module.css';

const words = text.exchanges;

/** One call: what was asked beside what came. */
export function Said({ call }: { call: ExchangeView }) {
  const { at, took, method, status, said } = call;
  return (
    <div className={css.call}>
      <p className={css.line}>
        <strong>{method}</strong>
        <Foreign value={said?.address ?? call.address} most={300} />
      </p>
      <p className={css.dim}>
        <When at={at} />
        {text.shell.listComma}
        {status === null ? words.noAnswer : status}
        {text.shell.listComma}
        {words.took(took)}
      </p>
      {said === null ? (
        <p className={css.dim}>{words.sealed}</p>
      ) : (
        <div className={css.sides}>
          <Side title={words.request} message={said.request} />
          {said.answer === null ? (
            <p className={css.dim}>{words.noAnswerCame}</p>
          ) : (
            <Side title={words.answer} message={said.answer} />
          )}
        </div>
      )}
    </div>
  );
}

function Side({ title, message: { headers, body } }: { title: string; message: MessageView }) {
  return (
    <div className={css.side}>
      <div className={css.sideHead}>
        <h4>{title}</h4>
        {body !== null && <CopyAction value={body.text} name={title} />}
      </div>
      {Object.keys(headers).length > 0 && (
        <dl className={css.headers}>
          {Object.entries(headers).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {body === null ? (
        <p className={css.dim}>{words.noBody}</p>
      ) : (
        <>
          <ScrollText label={title} value={inLines(body.text)} />
          {body.cut && <p className={css.dim}>{words.cut(body.bytes)}</p>}
          {body.odd && <p className={css.dim}>{words.odd}</p>}
        </>
      )}
    </div>
  );
}
