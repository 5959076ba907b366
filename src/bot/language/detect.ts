const words = (list: string) => list.trim().split(/\s+/);

/** Common words that only one of our languages has, and that its neighbours do not share. */
const TELLING: Readonly<Record<'en' | 'de' | 'fr' | 'es', readonly string[]>> = {
  en: words(`
    who whose what which where when the this that hosts hosted does are you your please tell show and thanks hello
    how has have with from about compare between history delete remove north largest biggest i'm it's
  `),
  de: words(`
    wer wem wessen wo seit wann welcher welche hostet gehostet ist steht liegt läuft der das und nicht auch bitte danke mir
    eine einen mein meine ich du sag zeig kannst hallo von bei für auf hinter vergleiche vergleich verlauf geschichte hilfe
    lösche löschen lösch stopp norden größten aufhören
  `),
  fr: words(`
    qui où quel quelle quels depuis héberge hébergé hébergée hébergeur est les une dans chez avec pour merci bonjour salut
    moi mon ton je tu c'est derrière montre historique comparer aide supprime supprimer efface arrête classement
    qu'est
  `),
  es: words(`
    quién quien dónde donde cuál qué desde cuándo aloja alojado alojada alberga está el los las del y gracias hola
    mi dime muestra compara historial ayuda borra elimina basta norte mayores detrás
  `),
};
/** Words of commands. One of them is enough if no word of another language is present. */
const ENOUGH_ALONE = new Set(
  words(`
    hilfe aide löschen lösche lösch stopp norden aufhören verlauf vergleiche supprime supprimer arrête historique classement
    ayuda historial borra elimina compara héberge hostet aloja hébergeur
  `),
);
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/**
 * The one of our languages (ISO 639-1) that a text is clearly written in; null if uncertain. Names, links and
 * handles should be removed from the text first.
 */
export function detectLanguage(text: string): string | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const kana = text.match(KANA)?.length ?? 0;
  if (kana >= 2 && kana * 4 >= letters) return 'ja';
  const said = new Set(
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}']+/gu) ?? [],
  );
  const counts = Object.entries(TELLING)
    .map(([code, telling]) => ({ code, count: telling.filter((word) => said.has(word)).length }))
    .sort((one, other) => other.count - one.count);
  const [best, second] = counts;
  if (best === undefined || second === undefined || best.count === 0) return null;
  const alone = second.count === 0 && [...said].some((word) => ENOUGH_ALONE.has(word));
  const plain = best.count >= 2 && best.count >= second.count * 3;
  return alone || plain ? best.code : null;
}
