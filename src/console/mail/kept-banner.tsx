import { IconMailPause } from '@tabler/icons-react';
import { text } from '../text/text.ts';
import css from './mail.module.css';

/** No mail server is set: said wherever mail is shown. */
export function KeptBanner() {
  return (
    <section className={css.banner} aria-label={text.mail.kept.title}>
      <IconMailPause size={20} stroke={1.7} aria-hidden className={css.bannerIcon} />
      <div className={css.bannerWords}>
        <h2 className={css.bannerTitle}>{text.mail.kept.title}</h2>
        <p>{text.mail.kept.help}</p>
      </div>
    </section>
  );
}
