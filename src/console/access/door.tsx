import type { ReactNode } from 'react';
import { text } from '../text/text.ts';
import css from './door.module.css';

/** The frame of the pages before one is signed in. */
export function Door({ title, lead, children }: { title: string; lead?: string | undefined; children: ReactNode }) {
  return (
    <main className={css.door}>
      <title>{text.shell.pageTitle(title)}</title>
      <div className={css.card}>
        <div className={css.brand}>
          <img src="/favicon.svg" width={28} height={28} alt="" />
          <span>{text.shell.product}</span>
        </div>
        <h1 className={css.title}>{title}</h1>
        {lead !== undefined && <p className={css.lead}>{lead}</p>}
        {children}
      </div>
    </main>
  );
}
