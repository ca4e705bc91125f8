import { IconMailPause } from '@tabler/icons-react';
import { text } from '../text/text.ts';
import css from './mail.module.css';

/** No mail server is set: said wherever mail is shown or asked for. */
export function KeptBanner({ words = text.mail.kept }: { words?: { title: string; help: string } }) {
  return (
    <section className={css.banner} aria-label={words.title}>
      <IconMailPause size={20} stroke={1.7} aria-hidden className={css.bannerIcon} />
      <div className={css.bannerWords}>
        <h2 className={css.bannerTitle}>{words.title}</h2>
        <p>{words.help}</p>
      </div>
    </section>
  );
}
