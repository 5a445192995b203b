/** Words before the name of a processor that say that something is not for it. */
const excluding =
  /(?<!\p{L})(?:not|non|no|without|exclud(?:es|ed|ing)|exempt|except(?:ing)?|other than|apart from|nicht|kein|keine|ohne|ausser|außer|ausgenommen|sauf|hormis|sans|pas|excepto|salvo|sin|exceto|sem|nao|não|tranne|eccetto|senza|niet|behalve|zonder|inte|utom|ikke|undtagen|unntatt|oprocz|oprócz|bez|nie|kromě|krome|не|кроме|без|除了?|非)[- ]{0,2}(?:(?:for|on|in|to|the|any|für|auf|pour|les?|des?|du|d|para|los?|as?|os?|per|i|voor|op|för|till|til|dla|do|pro|для|на)[- ]{1,2}){0,3}$/u;
/** Words behind it that say so. */
const excludedBehind = /^(?:版|版本)? ?(?:以外|を除|除外|を含ま|제외|이외|haric|hariç|dışında)/u;
/** What stands between the names in a list. */
const between =
  /^[\s,;/&|()+-]{0,4}(?:(?:or|and|nor|oder|und|ou|et|o|y|e|of|en|och|eller|og|lub|i|или|и|また[はは]|と|和|或)[\s,]{1,3})?$/u;

/** Words for kinds of versions between a name and the next: `x86-based and x64-based`. */
const kindWords = /^[- ]?(?:based|bits?|versions?|systems?|editions?)(?![a-z])/;

/** The names of processors in a text, apart from those that it says something is not for (`not x64`). */
export interface Mentions {
  named: string[];
  excluded: string[];
}

/** @param folded a text after {@link foldProcessors} */
export function mentionsIn(folded: string, spelling: RegExp): Mentions {
  const mentions: Mentions = { named: [], excluded: [] };
  let end = -1;
  let wasExcluded = false;
  for (const { 0: name, index } of folded.matchAll(spelling)) {
    const gap = end < 0 ? null : folded.slice(end, index).replace(kindWords, '');
    const isListed: boolean = wasExcluded && gap !== null && between.test(gap);
    const before = folded.slice(Math.max(0, index - 40), index);
    end = index + name.length;
    const isExcluded: boolean =
      isListed || excluding.test(before) || excludedBehind.test(folded.slice(end, end + 10));
    wasExcluded = isExcluded;
    (isExcluded ? mentions.excluded : mentions.named).push(name);
  }
  return mentions;
}

/** `32b`, and 32 and 64 with the word for `bit` of any language behind them. */
export const wordSize =
  '(?<!\\d)(?:32|64)(?:[- ]{0,2}(?=bit|бит|біт|разр|розр|μπιτ|ბიტ|բիթ|بت|بیت|ביט|סיבי|บิต|บิท|बिट|বিট|பிட்|బిట్|ಬಿಟ್|ബിറ്റ്|બિટ|ਬਿੱਟ|ບິດ|ប៊ីត|비트|ビット|位)|-?(?=b(?![\\p{L}\\d]))| de (?=bi[tțţ]))|thirty[- ]two[- ](?=bit)|sixty[- ]four[- ](?=bit)';
/** Names that say by themselves which processor is meant. */
export const models = '80[2-5x]86|pentium|celeron|opteron|turion|athlon[- ]?64|powerpc|ppc|mips|axp';
/** Words that mean a processor only alone, in a list or before a word for a computer: `Alpha-based`, `x86, Alpha`. */
const alone = '(?:^|[(,/;&] ?|(?<!\\p{L})(?:for|and|or|dec|compaq|digital|windows|nt) )';
export const bareNames = `(?:alpha|intel)(?<=${alone}(?:alpha|intel))(?= ?$| ?[),/;&]| (?:and|or)(?!\\p{L}))|(?:alpha|intel)(?<=(?<!\\p{L})(?:alpha|intel))(?=[- ]{1,2}(?:based|axp|processors?|computers?|systems?|platforms?|machines?|cpus?)(?!\\p{L}))`;
