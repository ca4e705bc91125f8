import { type ReactNode, useRef } from 'react';
import { text } from '../text/text.ts';
import { useHeadingFocus } from './heading-focus.ts';
import css from './page-head.module.css';

/** The head of every page: where it belongs, its title, one line of what it answers, its actions. */
export function PageHead(props: {
  title: string;
  up?: ReactNode;
  mark?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useHeadingFocus(heading);
  return (
    <header className={css.head}>
      <title>{text.shell.pageTitle(props.title)}</title>
      <div className={css.words}>
        {props.up !== undefined && <div className={css.up}>{props.up}</div>}
        <div className={css.line}>
          <h1 ref={heading} className={css.title} tabIndex={-1}>
            <bdi>{props.title}</bdi>
          </h1>
          {props.mark}
        </div>
        {props.lead !== undefined && <div className={css.lead}>{props.lead}</div>}
      </div>
      {props.actions !== undefined && <div className={css.actions}>{props.actions}</div>}
    </header>
  );
}
