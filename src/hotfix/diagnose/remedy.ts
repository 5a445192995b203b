import type { Manifest } from '../manifest/manifest.js';

/** Something to do about a symptom. */
export interface RemedyStep {
  /** Where, and what for. */
  title: string;
  /** The command to type; null if the step is not a command. */
  command: string | null;
}

/** The steps that cure the symptom, in order, from the facts of the article. */
export function remedySteps(manifest: Manifest): RemedyStep[] {
  const { facts, kb } = manifest;
  if (!facts || kb === null) return [];
  const steps: RemedyStep[] = facts.packages.map(({ product, file }) => ({
    title: `${product}: verify the hotfix and prepare it for all clients`,
    command: `hotfixkit prepare ${file} --kb ${kb} -o ${file.replace(/\.[^.]*$/, '')}`,
  }));
  if (facts.utility) {
    steps.push({
      title: `on every client that shows this, with administrative rights: ${decapitalized(facts.utility.purpose ?? `run ${facts.utility.file}`)}`,
      command: facts.utility.loggingCommandLine ?? facts.utility.commandLine,
    });
  }
  for (const { kb: by, includesUtility } of facts.supersededBy) {
    const utility = facts.utility && includesUtility === false ? `, but not ${facts.utility.file}` : '';
    steps.push({ title: `if KB${by} is installed: it includes this hotfix${utility}`, command: null });
  }
  return steps;
}

function decapitalized(text: string): string {
  return text.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());
}
