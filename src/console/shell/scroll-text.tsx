import css from './scroll-text.module.css';

/** A long text in a box of its own, which is scrolled by the keyboard too. */
export function ScrollText({ label, value, tall = false }: { label: string; value: string; tall?: boolean }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className={css.box} data-tall={tall || undefined} tabIndex={0} aria-label={label}>
      <pre className={css.text} dir="auto">
        {value}
      </pre>
    </section>
  );
}
