/** The service packs that a text names. */
export function servicePacksIn(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/(?:(?<![a-z])sp[- ]?|service pack )(\d)(?![\d])/gi)].map((match) => match[1]!),
  );
}

/** The releases of ConfigMgr and SMS that a text or the name of a patch names, by their years. Their names are not translated. */
export function releasesIn(text: string): Set<string> {
  const named =
    /(?:configuration manager|configmgr|sccm|systems management server|(?<![a-z])sms)[- ]?(20\d\d)|(20\d\d) configuration manager/gi;
  return new Set([...text.matchAll(named)].map((match) => match[1] ?? match[2]!));
}
