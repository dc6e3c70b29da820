// Texts into words, as app/search/analyzer.py cuts them. Stems are those of the word table that the server wrote.

const WORD = "[\\p{L}\\p{N}]";
const ENDING = "(?:e|ne|le|te|ve|se|re|rice|trice|ère|euse)s?";
const TOKEN = new RegExp(
  [
    `(?<dotted>(?<!${WORD})(?:\\p{L}\\.){2,}(?:\\p{L}(?!${WORD}))?)`, // I.A.E.
    `(?<reference>(?<!${WORD})(?:[lrdLRD]\\.?\\s?\\d{3,4}|(?!19|20)\\d{4})(?:-\\d{1,3})+(?!${WORD}|-))`, // L. 5132-5
    `(?<number>(?<!${WORD})(?:\\d{1,3}(?:[\\s.]\\d{3})+|\\d+)(?:[,.]\\d{1,2})?(?!${WORD}))`, // 128 000
    `(?<elision>(?<!${WORD})(?:[ldjmnstcLDJMNSTC]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu|[Qq]uoiqu|[Pp]resqu|[Qq]uelqu)'(?=${WORD}))`,
    `(?<base>\\p{L}{2,})(?:(?:·${ENDING}|·s)+|(?:\\.${ENDING}|\\.s)+(?!${WORD})|\\(${ENDING}\\)s?|-e-s)(?!${WORD})`, // employeur·euse·s
    `(?<word>[Aa]ujourd'hui|${WORD}+)`,
  ].join("|"),
  "gu",
);
// Endings that tell forms of one word from each other, for a word that the table lacks: « apprenties » where « apprentis » is.
const FORMS = [
  "eur eurs euse euses",
  "teur teurs trice trices",
  "ien iens ienne iennes",
  "al aux ale ales",
  "if ifs ive ives",
  "ation ations",
  " s e es x ee ees er ez ent ant ants ante antes ons ait aient era eront",
].map((endings) => endings.split(" "));
const SHORTEST_ROOT = 4;

const folded = new Map(); // the words of a page of results come back all the time

/** A word in lower case without accents and ligatures. */
export function fold(word) {
  if (!folded.has(word)) folded.set(word, foldText(word));
  return folded.get(word);
}

/** The same of a text, which is not kept. */
export function foldText(text) {
  return lower(text).normalize("NFD").replace(/\p{M}/gu, "");
}

/** Some tokens as one word. */
export function glue(tokens) {
  return tokens.map(({ exact }) => fold(exact)).join("");
}

function lower(text) {
  return text.toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae");
}

/** A text to be searched, or typed: one apostrophe, one hyphen; of what is typed, compatibility forms as plain letters. */
export function normalise(text, form = "NFC") {
  const plain = text.normalize(form).replace(/[\u00ad\u200b\u2060\ufeff]/g, "");
  return plain.replace(/[’‘ʼ′`´＇]/g, "'").replace(/[‐‑−]/g, "-").replace(/[•‧⋅∙・]/g, "·");
}

/** The words that the server knows, each with its stem; `table` is that of `mots.json`. */
export class Lexicon {
  constructor({ words, acronyms, named, lists }) {
    this.words = new Map();
    this.stems = new Set(acronyms);
    this.acronyms = new Set(acronyms);
    this.known = new Set([...acronyms, ...named]); // those of the glossary too
    this.lists = Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, new Set(list)]));
    this.roots = null;
    for (const line of words.split("\n")) {
      const [word, stem, count, spelt = word] = line.split(" ");
      this.words.set(word, { stem, count: Number(count), spelt });
      if (count !== "0") this.stems.add(stem);
    }
  }

  /** The tokens of a normalised text, stop words marked. */
  tokenise(text) {
    const letters = text.match(/\p{L}/gu) ?? [];
    const isShouted = letters.length > 6 && text.match(/\p{Lu}/gu)?.length > 0.7 * letters.length;
    const found = [...text.matchAll(TOKEN)].filter(({ groups }) => !groups.elision);
    return this.joinTerritories(found.map((one) => this.read(one, isShouted)));
  }

  /** « Loir-et-Cher » is one word, as are others of three words and more that practices hold in one piece. */
  joinTerritories(tokens) {
    const joined = [];
    for (let place = 0; place < tokens.length; place += 1) {
      const length = [5, 4, 3].find((many) => place + many <= tokens.length && this.words.has(glue(tokens.slice(place, place + many))));
      const row = tokens.slice(place, place + (length ?? 1));
      joined.push(length ? { start: row[0].start, end: row.at(-1).end, exact: glue(row), written: row.map(({ written }) => written).join(" ") } : row[0]);
      place += row.length - 1;
    }
    return joined;
  }

  read({ 0: whole, index, groups }, isShouted) {
    const place = { start: index, end: index + whole.length, written: whole };
    if (groups.dotted) return { ...place, exact: lower(whole.replaceAll(".", "")), isAcronym: true };
    if (groups.reference) return { ...place, exact: whole.replace(/^[lrd.\s]+/i, "") };
    if (groups.number) return { ...place, exact: whole.replace(/\.(?=\d{1,2}$)/, ",").replace(/[^\d,]/g, "") };
    let surface = groups.base ?? groups.word;
    if (!isShouted && /^\p{Lu}{2,6}s$/u.test(surface)) surface = surface.slice(0, -1); // SIAEs
    const exact = lower(surface);
    if (!isShouted && /^\p{Lu}{2,7}$/u.test(surface)) return { ...place, exact, isAcronym: true };
    return { ...place, exact, isStop: this.lists.stop.has(exact) };
  }

  /** The stem of a word; of one that is not known, that of the forms beside which it stands, or itself. */
  stem(exact) {
    const word = fold(exact);
    return (this.words.get(word) ?? this.words.get(this.kin(word)))?.stem ?? word.replace(/^(\d+)(?:er|ere|e|eme|nde?)s?$/, "$1e");
  }

  /** A known word of which an unknown one is another form, or undefined. */
  kin(word) {
    this.roots ??= this.groupByRoot();
    return this.words.has(word) ? undefined : cut(word).map((root) => this.roots.get(root)).find(Boolean);
  }

  /** By each root, the commonest word that is made of it. */
  groupByRoot() {
    const roots = new Map();
    for (const [word, { count }] of this.words) {
      for (const root of cut(word)) {
        if (!roots.has(root) || this.words.get(roots.get(root)).count < count) roots.set(root, word);
      }
    }
    return roots;
  }

  /** The stems that a token stands for: an acronym in small letters may be a word too. */
  stemsOf({ exact, isAcronym }) {
    const word = fold(exact);
    if (!this.known.has(word)) return [this.stem(exact)];
    return isAcronym ? [word] : [...new Set([this.stem(exact), word])];
  }
}

/** The roots that a word may be made of, each with the number of the endings that it was told by; the shortest first. */
function cut(word) {
  const found = FORMS.flatMap((endings, number) => endings.filter((end) => word.endsWith(end)).map((end) => [word.slice(0, word.length - end.length), number]));
  const long = found.filter(([root]) => root.length >= SHORTEST_ROOT && /^[a-z]+$/.test(root));
  return long.sort(([one], [other]) => one.length - other.length).map((root) => root.join("-"));
}
