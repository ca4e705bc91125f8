/** Forms of one language by count: `one` and `other` for English, more where `Intl.PluralRules` names more. */
export function pluralsOf(language: string) {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const number = (count: number) => numbers.format(count);
  const plural = (count: number, forms: { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>) =>
    (forms[rules.select(count)] ?? forms.other).replaceAll('#', number(count));
  return { number, plural };
}
