/** Everyday names in several alphabets; pairs are drawn at random, so nobody real is meant. */
const alphabets: readonly { readonly given: readonly string[]; readonly family: readonly string[] }[] = [
  {
    given: [
      'Amelia',
      'Noah',
      'Zoë',
      'José',
      'Ana',
      'Łucja',
      'Søren',
      'Renée',
      'Björn',
      'Maite',
      'Tomáš',
      'Inês',
      'Liam',
      'Chloé',
      'Şebnem',
      'Grace',
      'Ethan',
      'Núria',
    ],
    family: [
      "O'Hara",
      'Müller',
      'García-Peña',
      'Novák',
      'Lindqvist',
      'Brown',
      'Ångström',
      'Fernández',
      'Smith',
      'Kovács',
      'D’Angelo',
      'Nguyễn',
      'Jensen',
      'Wójcik',
      'Çelik',
      'Walker',
      'van der Berg',
      'Ibáñez',
    ],
  },
  {
    given: ['Γιώργος', 'Ελένη', 'Νίκος', 'Μαρία', 'Κώστας', 'Σοφία', 'Δημήτρης', 'Άννα'],
    family: ['Παπαδόπουλος', 'Ιωάννου', 'Γεωργίου', 'Νικολάου', 'Αντωνίου', 'Βασιλείου', 'Δήμου', 'Χρήστου'],
  },
  {
    given: ['Иван', 'Ольга', 'Дмитрий', 'Анна', 'Юлия', 'Сергей', 'Наталья', 'Тарас'],
    family: ['Петренко', 'Иванов', 'Смирнова', 'Кузнецов', 'Шевчук', 'Попова', 'Волков', 'Йорданов'],
  },
  {
    given: ['محمد', 'فاطمة', 'أحمد', 'ليلى', 'يوسف', 'مريم', 'خالد', 'نور'],
    family: ['الحسن', 'حداد', 'خوري', 'النجار', 'منصور', 'سليمان', 'الزين', 'عبد الله'],
  },
  {
    given: ['伟', '芳', '娜', '秀英', '敏', '静', '丽', '子涵'],
    family: ['王', '李', '张', '刘', '陈', '杨', '赵', '欧阳'],
  },
];

export type PersonName = { readonly given: string; readonly family: string };

/** Six in ten are Latin; given and family name share an alphabet. */
export function nameOf(hash: number): PersonName {
  const tenth = hash % 10;
  const alphabet = alphabets[tenth < 6 ? 0 : tenth - 5] ?? alphabets[0];
  if (alphabet === undefined) throw new Error('no alphabet');
  const given = (hash >>> 4) % alphabet.given.length;
  const family = (hash >>> 14) % alphabet.family.length;
  return { given: alphabet.given[given] ?? '', family: alphabet.family[family] ?? '' };
}

export const schoolNames = [
  'Alder Creek',
  'Bayview',
  'Cedar Hill',
  'Dos Ríos',
  'Elm Street',
  'Fairmont',
  'Garfield',
  'Harbor',
  'Ironwood',
  'Juniper',
  'Kestrel',
  'La Paloma',
  'Maple Grove',
  'North Fork',
  'Orchard',
  'Peña Blanca',
  'Quarry',
  'Riverside',
  'Sycamore',
  'Três Pontes',
] as const;
