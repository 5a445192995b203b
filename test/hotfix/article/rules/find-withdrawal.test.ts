import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import { articleText, english, translations } from '../../../support/articles.js';
import { denials } from '../../../support/denials.js';
import { isThorough } from '../../../support/thorough.js';

/** In the quick run, three languages of different scripts and word orders. */
const table = Object.entries(denials).filter(
  ([language]) => isThorough || ['en', 'de', 'ja'].includes(language),
);

const codesOf = (text: string) => importArticle(text).warnings.map(({ code }) => code);

describe.each(table)('%s', (language, { withdrawn, kept }) => {
  it.each(withdrawn)('%s', (sentence) => {
    for (const words of new Set([translations[language]!, english])) {
      expect(codesOf(`${articleText(words)}\n${sentence}`)).toEqual(['ARTICLE_WITHDRAWN']);
    }
  });

  it.each(kept)('is not taken back: %s', (sentence) => {
    expect(codesOf(`${articleText(translations[language]!)}\n${sentence}`)).toEqual([]);
  });
});

it.each([
  ['de', 'Microsoft empfiehlt, KB900123 zu deinstallieren.'],
  ['de', 'Das Paket wurde zurückgezogen.'],
  ['de', 'Dieser Hotfix steht nicht mehr zum Download zur Verfügung.'],
  ['fr', 'Microsoft recommande de désinstaller ce correctif.'],
  ['ja', '| 状態 | 撤回 |'],
  ['ja', '問題があるため、この更新プログラムをインストールしないでください。'],
  ['ja', 'この更新プログラムはインストールしないでください。'],
  ['ja', 'この修正プログラムを適用しないでください。'],
  ['en', 'It is not advisable due to problems to install this update.'],
  ['en', 'This update must not be installed due to known problems.'],
  ['en', 'Do not deploy this hotfix due to a defect that corrupts mailboxes.'],
  ['de', 'Installieren Sie dieses Update wegen bekannter Probleme nicht.'],
  ['es', 'No instale esta actualización por problemas conocidos.'],
  ['it', 'Non installare questo aggiornamento per problemi noti.'],
  ['de', 'Es wird nicht empfohlen trotz der Probleme dieses Update zu installieren.'],
])('in %s: %s', (language, sentence) => {
  expect(codesOf(`${articleText(translations[language]!)}\n\n${sentence}`)).toContain('ARTICLE_WITHDRAWN');
});

it.each([
  ['en', 'There are no prerequisites for applying this hotfix.'],
  ['ko', '이 핫픽스를 적용하기 위한 필수 조건이 없습니다.'],
  ['zh', '没有应用此修补程序的先决条件。'],
  ['zh', '应用此修补程序没有先决条件。'],
  ['en', 'No additional configuration applies to this hotfix.'],
  ['en', 'No other settings are used by this update.'],
  ['de', 'Keine weiteren Einstellungen gelten für diesen Hotfix.'],
  ['fr', "Aucun paramètre supplémentaire ne s'applique à ce correctif."],
  ['es', 'Ninguna otra configuración se aplica a esta revisión.'],
  ['de', 'Es gibt keine Voraussetzungen zum Anwenden dieses Hotfixes.'],
  ['fr', "Il n'y a aucune condition préalable pour appliquer ce correctif."],
  ['es', 'No hay requisitos previos para aplicar este hotfix.'],
  ['it', 'Non ci sono prerequisiti per applicare questo hotfix.'],
  ['pt', 'Não há pré-requisitos para aplicar este hotfix.'],
  ['ja', 'この更新プログラムは自動的に適用されません。'],
  ['en', 'Microsoft does not recommend running the old console due to the problems that this hotfix fixes.'],
  ['nl', 'Er zijn geen vereisten om deze hotfix toe te passen.'],
  ['de', 'Es gibt keine bekannten Probleme beim Installieren dieses Updates.'],
  ['es', 'No se conocen problemas al instalar esta actualización.'],
  ['fr', 'Aucune modification du Registre pour utiliser ce correctif.'],
  ['it', "Nessun problema noto con l'installazione di questo aggiornamento."],
  ['pt', 'Não há problemas conhecidos ao instalar esta atualização.'],
])('takes no word that nothing is needed for a ban, in %s: %s', (language, sentence) => {
  expect(codesOf(`${articleText(translations[language]!)}\n\n${sentence}`)).not.toContain(
    'ARTICLE_WITHDRAWN',
  );
});

it.each([
  'この更新プログラムはインストールしないでください。',
  '请勿安装此更新。',
  '請勿安裝此更新。',
  '이 업데이트를 설치하지 마십시오.',
  'Не устанавливайте это обновление.',
  'Installieren Sie dieses Update nicht.',
  "N'installez pas ce correctif.",
  'No instale esta actualización.',
  'Non installare questo aggiornamento.',
  'Nie instaluj tej aktualizacji.',
  'Älä asenna tätä päivitystä.',
])('takes a ban in another language than that of the article: %s', (sentence) => {
  expect(codesOf(`${articleText(english)}\n\n${sentence}`)).toContain('ARTICLE_WITHDRAWN');
});

describe.each([
  ['de', 'Dieser Hotfix behebt ein Problem, bei dem der Server nicht mehr verfügbar ist.'],
  ['de', 'Dieser Hotfix behebt ein Problem, bei dem ein zurückgezogenes Zertifikat angenommen wird.'],
  ['fr', "Ce correctif résout un problème dans lequel le serveur n'est plus disponible."],
  ['es', 'Esta revisión resuelve un problema en el que el servidor ya no está disponible.'],
  ['it', 'Questo hotfix risolve un problema per cui un certificato ritirato viene accettato.'],
  ['ja', 'この修正プログラムは、サーバーが提供を停止する問題を解決します。'],
])('in %s', (language, sentence) => {
  it(`is not taken back: ${sentence}`, () => {
    expect(codesOf(`${articleText(translations[language]!)}\n${sentence}`)).toEqual([]);
  });
});

describe('in English', () => {
  it.each([
    'This hotfix has a problem. It was withdrawn on May 3.',
    'Do not install this hotfix on any computer.',
    'This hotfix was withdrawn because of an earlier version of a driver.',
    'This hotfix is no longer available.',
    'We recommend that you do not deploy this update.',
    'Status: Withdrawn',
    'Status: withdrawn on 3 June 2010.',
    '2.0 Download removed because of client crashes.',
    'Deployment of this hotfix has been halted.',
    'Do not use this package any longer.',
    'We are sorry, but we had to pull this fix on Tuesday.',
    'After you install this hotfix, clients stop responding. Microsoft recommends that you do not install it.',
    'Microsoft advises customers to wait for the next release of this hotfix.',
    'Do not deploy this hotfix in production.',
    'This update has been expired.',
    'This hotfix was retired on May 1, 2012.',
    'Microsoft has stopped offering this hotfix.',
    'Do not install this hotfix until further notice.',
    'Microsoft has removed this hotfix from the download center because of an issue.',
    'We have retired this hotfix.',
    'This hotfix has been suspended.',
    'This update has expired.',
    'This hotfix is obsolete.',
    'This hotfix, which replaces hotfix 982203, was withdrawn.',
    'This hotfix resolves a problem with certificates, but was withdrawn.',
    'This hotfix was withdrawn because it does not resolve the problem.',
    'This hotfix, which was withdrawn, had no utility.',
    'This hotfix for Configuration Manager clients was withdrawn.',
    'This is a hotfix that was withdrawn. Do not install this hotfix.',
    'Until the problem is fixed, this hotfix is no longer available.',
    'This hotfix was withdrawn and replaced by hotfix 982203.',
    'Microsoft recommends that customers uninstall KB900123.',
    'The package was withdrawn.',
    'This download is no longer available.',
    '| Status | Withdrawn |',
    '| Article status | Recalled |',
  ])('%s', (sentence) => {
    expect(codesOf(`${articleText(english)}\n${sentence}`)).toContain('ARTICLE_WITHDRAWN');
  });

  it.each([
    'If the installation fails, uninstall this hotfix and install it again.',
    'Before you uninstall this hotfix, close all programs.',
    'How to remove the hotfix\n\nUninstall this hotfix by using Control Panel.',
    'An earlier release of this hotfix, which was withdrawn, had no utility.',
    'Article status: not withdrawn',
    'Hotfix 982203: withdrawn',
    'Hotfix 982203 was withdrawn.',
    'This hotfix has a utility.\nDo not run these commands\n\nInvRepair.exe /wipe',
    'This hotfix corrects clients whose certificate has expired.',
    'Hotfix 982203 was withdrawn; this update replaces it.',
    'This update replaces hotfix 982203, which is no longer available.',
    'Do not install this hotfix until you have a backup.',
    'Do not uninstall this hotfix.',
    'Do not use the package of another site.',
    'Install this hotfix on sites on which replication was halted.',
    'Clients with this hotfix have to pull their policy from the management point.',
    'Do not install the update on distribution points.',
    'This hotfix resolves an issue in which the distribution point is no longer available.',
    'This update fixes a problem in which clients accept a certificate that is revoked.',
    'This hotfix corrects a problem that occurs when the site server is taken offline.',
    'This hotfix resolves the following problem. The server is no longer available.',
    'This hotfix enables clients to detect a revoked certificate.',
    'This update adds support for recalled packages.',
    'With this hotfix, deployments that were withdrawn are not shown any more.',
    'This hotfix removes a certificate that was withdrawn from the store.',
    'This hotfix fixes a problem for an application that was retired.',
    'This hotfix updates certificates on computers on which the old certificate has expired.',
    'This hotfix is for computers on which the update has expired.',
    'To uninstall KB900123, Microsoft recommends that you use Control Panel.',
    'Microsoft recommends that you use Control Panel to uninstall KB900123.',
    'Microsoft recommends that you uninstall this hotfix before you install Service Pack 3.',
    'The package is no longer available on the distribution point of the site.',
    'Was the package withdrawn?',
    '| Status | Not withdrawn |',
    '| Hotfix 982203 | Withdrawn |',
  ])('is not taken back: %s', (sentence) => {
    expect(codesOf(`${articleText(english)}\n${sentence}`)).not.toContain('ARTICLE_WITHDRAWN');
  });
});
