import { PATCH } from './articles.js';

const path = 'i386\\hotfix\\KB900123';

/** Sentences of one language about what must not be done, and those that only seem to be. */
export interface DenialWords {
  /** They lead in the command or list below them. */
  ban: readonly string[];
  /** They lead in a command that is to be run. */
  run: readonly string[];
  /** A heading over steps that must not be done. */
  heading: string;
  /** It takes back the step before it. */
  above: string;
  /** They deny what they name. */
  denied: readonly string[];
  /** They say nothing against copying the patch: left out, renamed, removed, other files, not by itself. */
  beside: readonly [ifNot: string, rename: string, remove: string, other: string, automatic: string];
  /** They take the hotfix back. */
  withdrawn: readonly string[];
  /** They do not take the hotfix back: an earlier release, a kind of site. */
  kept: readonly string[];
}

export const denials: Readonly<Record<string, DenialWords>> = {
  en: {
    ban: [
      'Do not run the following command:',
      'Caution Never use this command:',
      'Do not, under any circumstances, run the following command:',
      'You must not perform the following steps:',
      'The following command is not supported:',
      'Avoid the following command:',
      'Do not perform the following steps.',
      'It is a mistake to run the following command:',
    ],
    run: [
      'Run the following command:',
      'To avoid this problem, run the following command:',
      'Run the following command to avoid the problem:',
      'If clients do not report inventory, run the following command:',
      'The following command does not require administrative rights:',
    ],
    heading: 'What not to do',
    above: 'Important: ignore the step above.',
    denied: [
      `It is a mistake to copy ${PATCH} to ${path}.`,
      `An earlier version of this article said to copy ${PATCH} to ${path}.`,
    ],
    beside: [
      `If you do not copy ${PATCH} to ${path}, new clients are not updated.`,
      `Do not rename the ${PATCH} file.`,
      `To remove the client update, delete ${PATCH} from ${path}.`,
      `Do not copy any other file to ${path}.`,
      `${PATCH} is not copied to ${path} automatically.`,
    ],
    withdrawn: [
      'Microsoft has pulled this hotfix.',
      'This hotfix was removed from the Download Center.',
      'Uninstall this hotfix.',
      'If you have already installed this hotfix, uninstall it.',
    ],
    kept: [
      'An earlier release of this hotfix was withdrawn.',
      'The first release of this hotfix was recalled.',
      'Do not install this hotfix on secondary sites.',
      'To uninstall this hotfix, use Add or Remove Programs.',
      'You can remove this hotfix.',
      'This hotfix cannot be uninstalled.',
    ],
  },
  de: {
    ban: [
      'Führen Sie den folgenden Befehl nicht aus:',
      'Verwenden Sie diesen Befehl niemals:',
      'Die folgenden Schritte dürfen nicht ausgeführt werden:',
    ],
    run: [
      'Führen Sie den folgenden Befehl aus:',
      'Um dieses Problem zu vermeiden, führen Sie diesen Befehl aus:',
    ],
    heading: 'Was Sie nicht tun sollten',
    above: 'Wichtig: Ignorieren Sie den obigen Schritt.',
    denied: [
      `Es ist ein Fehler, ${PATCH} nach ${path} zu kopieren.`,
      `In einer früheren Version dieses Artikels stand, ${PATCH} sei nach ${path} zu kopieren.`,
    ],
    beside: [
      `Wenn Sie ${PATCH} nicht nach ${path} kopieren, werden neue Clients nicht aktualisiert.`,
      `Benennen Sie die Datei ${PATCH} nicht um.`,
      `Um das Clientupdate zu entfernen, löschen Sie ${PATCH} aus ${path}.`,
      `Kopieren Sie keine andere Datei nach ${path}.`,
      `${PATCH} wird nicht automatisch nach ${path} kopiert.`,
    ],
    withdrawn: [
      'Microsoft hat diesen Hotfix zurückgezogen.',
      'Dieser Hotfix wurde aus dem Download Center entfernt.',
      'Deinstallieren Sie diesen Hotfix.',
    ],
    kept: [
      'Eine frühere Version dieses Hotfixes wurde zurückgezogen.',
      'Installieren Sie diesen Hotfix nicht auf sekundären Standorten.',
      'Um diesen Hotfix zu deinstallieren, verwenden Sie die Systemsteuerung.',
    ],
  },
  fr: {
    ban: ["N'exécutez pas la commande suivante :", "N'utilisez jamais cette commande :"],
    run: ['Exécutez la commande suivante :', 'Pour éviter ce problème, exécutez la commande suivante :'],
    heading: 'À ne pas faire',
    above: "Important : ignorez l'étape ci-dessus.",
    denied: [
      `C'est une erreur de copier ${PATCH} dans ${path}.`,
      `Une version antérieure de cet article disait de copier ${PATCH} dans ${path}.`,
    ],
    beside: [
      `Si vous ne copiez pas ${PATCH} dans ${path}, les nouveaux clients ne sont pas mis à jour.`,
      `Ne renommez pas le fichier ${PATCH}.`,
      `Pour supprimer la mise à jour, supprimez ${PATCH} de ${path}.`,
      `Ne copiez aucun autre fichier dans ${path}.`,
      `${PATCH} n'est pas copié automatiquement dans ${path}.`,
    ],
    withdrawn: [
      'Microsoft a retiré ce correctif.',
      'Ce correctif a été supprimé du Centre de téléchargement.',
      'Désinstallez ce correctif.',
    ],
    kept: [
      'Une version antérieure de ce correctif a été retirée.',
      "N'installez pas ce correctif sur des sites secondaires.",
      'Pour désinstaller ce correctif, utilisez le Panneau de configuration.',
    ],
  },
  es: {
    ban: ['No ejecute el siguiente comando:', 'No use nunca este comando:'],
    run: ['Ejecute el siguiente comando:', 'Para evitar este problema, ejecute el siguiente comando:'],
    heading: 'Qué no hacer',
    above: 'Importante: omita el paso anterior, que es incorrecto.',
    denied: [
      `Es un error copiar ${PATCH} en ${path}.`,
      `Una versión anterior de este artículo decía copiar ${PATCH} en ${path}.`,
    ],
    beside: [
      `Si no copia ${PATCH} en ${path}, los clientes nuevos no se actualizan.`,
      `No cambie el nombre del archivo ${PATCH}.`,
      `Para quitar la actualización, elimine ${PATCH} de ${path}.`,
      `No copie ningún otro archivo en ${path}.`,
      `${PATCH} no se copia automáticamente en ${path}.`,
    ],
    withdrawn: [
      'Microsoft ha retirado esta revisión.',
      'Esta revisión se ha quitado del Centro de descarga.',
      'Desinstale esta revisión.',
    ],
    kept: [
      'Una versión anterior de esta revisión fue retirada.',
      'No instale esta revisión en sitios secundarios.',
      'Para desinstalar esta revisión, use el Panel de control.',
    ],
  },
  it: {
    ban: ['Non eseguire il comando seguente:', 'Non utilizzare mai questo comando:'],
    run: ['Eseguire il comando seguente:', 'Per evitare questo problema, eseguire il comando seguente:'],
    heading: 'Cosa non fare',
    above: 'Importante: ignorare il passaggio precedente.',
    denied: [
      `È un errore copiare ${PATCH} in ${path}.`,
      `Una versione precedente di questo articolo indicava di copiare ${PATCH} in ${path}.`,
    ],
    beside: [
      `Se non si copia ${PATCH} in ${path}, i nuovi client non vengono aggiornati.`,
      `Non rinominare il file ${PATCH}.`,
      `Per rimuovere l'aggiornamento, eliminare ${PATCH} da ${path}.`,
      `Non copiare altri file in ${path}.`,
      `${PATCH} non viene copiato automaticamente in ${path}.`,
    ],
    withdrawn: [
      'Microsoft ha ritirato questo hotfix.',
      "Questo hotfix è stato rimosso dall'Area download.",
      'Disinstallare questo hotfix.',
    ],
    kept: [
      'Una versione precedente di questo hotfix è stata ritirata.',
      'Non installare questo hotfix nei siti secondari.',
      'Per disinstallare questo hotfix, utilizzare il Pannello di controllo.',
    ],
  },
  pt: {
    ban: ['Não execute o seguinte comando:', 'Nunca use este comando:'],
    run: ['Execute o seguinte comando:', 'Para evitar este problema, execute o seguinte comando:'],
    heading: 'O que não fazer',
    above: 'Importante: ignore a etapa anterior.',
    denied: [
      `É um erro copiar ${PATCH} para ${path}.`,
      `Uma versão anterior deste artigo dizia para copiar ${PATCH} para ${path}.`,
    ],
    beside: [
      `Se você não copiar ${PATCH} para ${path}, os novos clientes não serão atualizados.`,
      `Não renomeie o arquivo ${PATCH}.`,
      `Para remover a atualização, exclua ${PATCH} de ${path}.`,
      `Não copie nenhum outro arquivo para ${path}.`,
      `${PATCH} não é copiado automaticamente para ${path}.`,
    ],
    withdrawn: [
      'A Microsoft retirou este hotfix.',
      'Este hotfix foi removido do Centro de Download.',
      'Desinstale este hotfix.',
    ],
    kept: [
      'Uma versão anterior deste hotfix foi retirada.',
      'Não instale este hotfix em sites secundários.',
      'Para desinstalar este hotfix, use o Painel de Controle.',
    ],
  },
  nl: {
    ban: ['Voer de volgende opdracht niet uit:', 'Gebruik deze opdracht nooit:'],
    run: [
      'Voer de volgende opdracht uit:',
      'Om dit probleem te voorkomen, voert u de volgende opdracht uit:',
    ],
    heading: 'Wat u niet moet doen',
    above: 'Belangrijk: negeer de bovenstaande stap.',
    denied: [
      `Het is een fout om ${PATCH} naar ${path} te kopiëren.`,
      `In een eerdere versie van dit artikel stond dat u ${PATCH} naar ${path} kopieert.`,
    ],
    beside: [
      `Als u ${PATCH} niet naar ${path} kopieert, worden nieuwe clients niet bijgewerkt.`,
      `Wijzig de naam van het bestand ${PATCH} niet.`,
      `Om de update te verwijderen, verwijdert u ${PATCH} uit ${path}.`,
      `Kopieer geen andere bestanden naar ${path}.`,
      `${PATCH} wordt niet automatisch naar ${path} gekopieerd.`,
    ],
    withdrawn: [
      'Microsoft heeft deze hotfix ingetrokken.',
      'Deze hotfix is verwijderd uit het Downloadcentrum.',
      'Verwijder deze hotfix.',
    ],
    kept: [
      'Een eerdere versie van deze hotfix is ingetrokken.',
      'Installeer deze hotfix niet op secundaire sites.',
      'Gebruik het Configuratiescherm om deze hotfix te verwijderen.',
    ],
  },
  sv: {
    ban: ['Kör inte följande kommando:', 'Använd aldrig det här kommandot:'],
    run: ['Kör följande kommando:', 'Kör följande kommando för att undvika problemet:'],
    heading: 'Vad du inte ska göra',
    above: 'Viktigt: ignorera steget ovan.',
    denied: [
      `Det är ett misstag att kopiera ${PATCH} till ${path}.`,
      `I en tidigare version av den här artikeln stod det att ${PATCH} kopieras till ${path}.`,
    ],
    beside: [
      `Om du inte kopierar ${PATCH} till ${path}, uppdateras inte nya klienter.`,
      `Byt inte namn på filen ${PATCH}.`,
      `För att ta bort uppdateringen, ta bort ${PATCH} från ${path}.`,
      `Kopiera inga andra filer till ${path}.`,
      `${PATCH} kopieras inte automatiskt till ${path}.`,
    ],
    withdrawn: [
      'Microsoft har dragit tillbaka den här snabbkorrigeringen.',
      'Den här snabbkorrigeringen har tagits bort från Download Center.',
      'Avinstallera den här snabbkorrigeringen.',
    ],
    kept: [
      'En tidigare version av den här snabbkorrigeringen har dragits tillbaka.',
      'Installera inte den här snabbkorrigeringen på sekundära platser.',
      'Om du vill avinstallera den här snabbkorrigeringen, använd Kontrollpanelen.',
    ],
  },
  da: {
    ban: ['Kør ikke følgende kommando:', 'Brug aldrig denne kommando:'],
    run: ['Kør følgende kommando:', 'Kør følgende kommando for at undgå problemet:'],
    heading: 'Hvad du ikke skal gøre',
    above: 'Vigtigt: ignorer ovenstående trin.',
    denied: [
      `Det er en fejl at kopiere ${PATCH} til ${path}.`,
      `I en tidligere version af denne artikel stod der, at ${PATCH} kopieres til ${path}.`,
    ],
    beside: [
      `Hvis du ikke kopierer ${PATCH} til ${path}, opdateres nye klienter ikke.`,
      `Omdøb ikke filen ${PATCH}.`,
      `For at fjerne opdateringen, skal du slette ${PATCH} fra ${path}.`,
      `Kopier ikke andre filer til ${path}.`,
      `${PATCH} kopieres ikke automatisk til ${path}.`,
    ],
    withdrawn: [
      'Microsoft har trukket denne rettelse tilbage.',
      'Denne rettelse er fjernet fra Download Center.',
      'Afinstaller denne rettelse.',
    ],
    kept: [
      'En tidligere version af denne rettelse er trukket tilbage.',
      'Installer ikke denne rettelse på sekundære websteder.',
      'For at afinstallere denne rettelse, skal du bruge Kontrolpanel.',
    ],
  },
  nb: {
    ban: ['Ikke kjør følgende kommando:', 'Bruk aldri denne kommandoen:'],
    run: ['Kjør følgende kommando:', 'Kjør følgende kommando for å unngå problemet:'],
    heading: 'Hva du ikke skal gjøre',
    above: 'Viktig: ignorer ovenstående trinn.',
    denied: [
      `Det er en feil å kopiere ${PATCH} til ${path}.`,
      `I en tidligere versjon av denne artikkelen stod det at ${PATCH} kopieres til ${path}.`,
    ],
    beside: [
      `Hvis du ikke kopierer ${PATCH} til ${path}, oppdateres ikke nye klienter.`,
      `Ikke endre navn på filen ${PATCH}.`,
      `For å fjerne oppdateringen, sletter du ${PATCH} fra ${path}.`,
      `Ikke kopier andre filer til ${path}.`,
      `${PATCH} kopieres ikke automatisk til ${path}.`,
    ],
    withdrawn: [
      'Microsoft har trukket tilbake denne hurtigreparasjonen.',
      'Denne hurtigreparasjonen er fjernet fra Download Center.',
      'Avinstaller denne hurtigreparasjonen.',
    ],
    kept: [
      'En tidligere versjon av denne hurtigreparasjonen er trukket tilbake.',
      'Ikke installer denne hurtigreparasjonen på sekundære områder.',
      'For å avinstallere denne hurtigreparasjonen, bruker du Kontrollpanel.',
    ],
  },
  fi: {
    ban: ['Älä suorita seuraavaa komentoa:', 'Älä koskaan käytä tätä komentoa:'],
    run: ['Suorita seuraava komento:', 'Suorita seuraava komento, jotta vältät ongelman:'],
    heading: 'Mitä ei saa tehdä',
    above: 'Tärkeää: ohita yllä oleva vaihe.',
    denied: [
      `On virhe kopioida ${PATCH} kansioon ${path}.`,
      `Tämän artikkelin aiemmassa versiossa ${PATCH} kopioitiin kansioon ${path}.`,
    ],
    beside: [
      `Jos et kopioi tiedostoa ${PATCH} kansioon ${path}, uusia asiakkaita ei päivitetä.`,
      `Älä nimeä tiedostoa ${PATCH} uudelleen.`,
      `Päivityksen poistamiseksi, poista ${PATCH} kansiosta ${path}.`,
      `Älä kopioi muita tiedostoja kansioon ${path}.`,
      `${PATCH} ei kopioidu automaattisesti kansioon ${path}.`,
    ],
    withdrawn: [
      'Microsoft on vetänyt pois tämän päivityksen.',
      'Tämä päivitys on poistettu Download Centeristä.',
      'Poista tämä päivitys.',
    ],
    kept: [
      'Tämän päivityksen aiempi versio on vedetty pois.',
      'Älä asenna tätä päivitystä toissijaisiin sivustoihin.',
      'Voit poistaa tämän päivityksen Ohjauspaneelista.',
    ],
  },
  pl: {
    ban: ['Nie uruchamiaj następującego polecenia:', 'Nigdy nie używaj tego polecenia:'],
    run: ['Uruchom następujące polecenie:', 'Aby uniknąć tego problemu, uruchom następujące polecenie:'],
    heading: 'Czego nie robić',
    above: 'Ważne: zignoruj powyższy krok.',
    denied: [
      `Błędem jest kopiowanie ${PATCH} do ${path}.`,
      `We wcześniejszej wersji tego artykułu zalecano skopiować ${PATCH} do ${path}.`,
    ],
    beside: [
      `Jeśli nie skopiujesz ${PATCH} do ${path}, nowi klienci nie zostaną zaktualizowani.`,
      `Nie zmieniaj nazwy pliku ${PATCH}.`,
      `Aby usunąć aktualizację, usuń ${PATCH} z ${path}.`,
      `Nie kopiuj innych plików do ${path}.`,
      `${PATCH} nie jest automatycznie kopiowany do ${path}.`,
    ],
    withdrawn: [
      'Firma Microsoft wycofała tę poprawkę.',
      'Ta poprawka została usunięta z Centrum pobierania.',
      'Odinstaluj tę poprawkę.',
    ],
    kept: [
      'Wcześniejsza wersja tej poprawki została wycofana.',
      'Nie instaluj tej poprawki w lokacjach dodatkowych.',
      'Aby odinstalować tę poprawkę, użyj Panelu sterowania.',
    ],
  },
  cs: {
    ban: ['Nespouštějte následující příkaz:', 'Tento příkaz nikdy nepoužívejte:'],
    run: ['Spusťte následující příkaz:', 'Chcete-li tomuto problému předejít, spusťte následující příkaz:'],
    heading: 'Co nedělat',
    above: 'Důležité: výše uvedený krok ignorujte.',
    denied: [
      `Je chyba kopírovat ${PATCH} do ${path}.`,
      `V dřívější verzi tohoto článku stálo, že se ${PATCH} kopíruje do ${path}.`,
    ],
    beside: [
      `Pokud ${PATCH} nezkopírujete do ${path}, noví klienti se neaktualizují.`,
      `Soubor ${PATCH} nepřejmenovávejte.`,
      `Chcete-li aktualizaci odebrat, odstraňte ${PATCH} z ${path}.`,
      `Nekopírujte jiné soubory do ${path}.`,
      `${PATCH} se nekopíruje do ${path} automaticky.`,
    ],
    withdrawn: [
      'Společnost Microsoft tuto opravu stáhla.',
      'Tato oprava byla odebrána ze služby Download Center.',
      'Odinstalujte tuto opravu.',
    ],
    kept: [
      'Dřívější verze této opravy byla stažena.',
      'Neinstalujte tuto opravu v sekundárních lokalitách.',
      'Chcete-li tuto opravu odinstalovat, použijte Ovládací panely.',
    ],
  },
  hu: {
    ban: ['Ne futtassa a következő parancsot:', 'Soha ne használja ezt a parancsot:'],
    run: [
      'Futtassa a következő parancsot:',
      'A probléma elkerülése érdekében futtassa a következő parancsot:',
    ],
    heading: 'Mit ne tegyen',
    above: 'Fontos: hagyja figyelmen kívül a fenti lépést.',
    denied: [
      `Hiba lenne a ${PATCH} fájlt ide másolni: ${path}.`,
      `A cikk korábbi verziója szerint a ${PATCH} fájlt ide kell másolni: ${path}.`,
    ],
    beside: [
      `Ha nem másolja a ${PATCH} fájlt a ${path} mappába, az új ügyfelek nem frissülnek.`,
      `Ne nevezze át a ${PATCH} fájlt.`,
      `A frissítés eltávolításához, törölje a ${PATCH} fájlt a ${path} mappából.`,
      `Ne másoljon más fájlt a ${path} mappába.`,
      `A ${PATCH} nem másolódik automatikusan a ${path} mappába.`,
    ],
    withdrawn: [
      'A Microsoft visszavonta ezt a gyorsjavítást.',
      'Ez a gyorsjavítás lekerült a letöltőközpontból.',
      'Távolítsa el ezt a gyorsjavítást.',
    ],
    kept: [
      'A gyorsjavítás korábbi verzióját visszavonták.',
      'Ne telepítse ezt a gyorsjavítást másodlagos helyekre.',
      'A gyorsjavítás eltávolításához használja a Vezérlőpultot.',
    ],
  },
  tr: {
    ban: ['Aşağıdaki komutu çalıştırmayın:', 'Bu komutu asla kullanmayın:'],
    run: ['Aşağıdaki komutu çalıştırın:', 'Bu sorunu önlemek için aşağıdaki komutu çalıştırın:'],
    heading: 'Yapılmaması gerekenler',
    above: 'Önemli: yukarıdaki adımı yok sayın.',
    denied: [
      `${PATCH} dosyasını ${path} klasörüne kopyalamak hatadır.`,
      `Bu makalenin önceki sürümünde ${PATCH} dosyasının ${path} klasörüne kopyalanması yazıyordu.`,
    ],
    beside: [
      `Eğer ${PATCH} dosyasını ${path} klasörüne kopyalamazsanız, yeni istemciler güncelleştirilmez.`,
      `${PATCH} dosyasının adını değiştirmeyin.`,
      `Güncelleştirmeyi kaldırmak için, ${PATCH} dosyasını ${path} klasöründen silin.`,
      `${path} klasörüne başka dosya kopyalamayın.`,
      `${PATCH} otomatik olarak ${path} klasörüne kopyalanmaz.`,
    ],
    withdrawn: [
      'Microsoft bu düzeltmeyi geri çekti.',
      "Bu düzeltme İndirme Merkezi'nden kaldırıldı.",
      'Bu düzeltmeyi kaldırın.',
    ],
    kept: [
      'Bu düzeltmenin önceki sürümü geri çekildi.',
      'Bu düzeltmeyi ikincil sitelere yüklemeyin.',
      'Bu düzeltmeyi kaldırmak için Denetim Masasını kullanın.',
    ],
  },
  ru: {
    ban: ['Не выполняйте следующую команду:', 'Никогда не используйте эту команду:'],
    run: ['Выполните следующую команду:', 'Чтобы избежать этой проблемы, выполните следующую команду:'],
    heading: 'Чего не следует делать',
    above: 'Важно: пропустите предыдущий шаг.',
    denied: [
      `Копировать ${PATCH} в ${path} было бы ошибкой.`,
      `В предыдущей версии этой статьи предлагалось скопировать ${PATCH} в ${path}.`,
    ],
    beside: [
      `Если не скопировать ${PATCH} в ${path}, новые клиенты не обновляются.`,
      `Не переименовывайте файл ${PATCH}.`,
      `Чтобы удалить обновление, удалите ${PATCH} из ${path}.`,
      `Не копируйте другие файлы в ${path}.`,
      `${PATCH} не копируется в ${path} автоматически.`,
    ],
    withdrawn: [
      'Корпорация Майкрософт отозвала это исправление.',
      'Это исправление удалено из Центра загрузки.',
      'Удалите это исправление.',
    ],
    kept: [
      'Более ранняя версия этого исправления была отозвана.',
      'Не устанавливайте это исправление на вторичных сайтах.',
      'Чтобы удалить это исправление, используйте панель управления.',
    ],
  },
  el: {
    ban: ['Μην εκτελέσετε την ακόλουθη εντολή:', 'Μην χρησιμοποιείτε ποτέ αυτήν την εντολή:'],
    run: ['Εκτελέστε την ακόλουθη εντολή:', 'Για να αποφύγετε το πρόβλημα, εκτελέστε την ακόλουθη εντολή:'],
    heading: 'Τι να μην κάνετε',
    above: 'Σημαντικό: αγνοήστε το παραπάνω βήμα.',
    denied: [
      `Είναι λάθος να αντιγράψετε το ${PATCH} στο ${path}.`,
      `Μια προηγούμενη έκδοση αυτού του άρθρου έλεγε να αντιγραφεί το ${PATCH} στο ${path}.`,
    ],
    beside: [
      `Εάν δεν αντιγράψετε το ${PATCH} στο ${path}, οι νέοι υπολογιστές δεν ενημερώνονται.`,
      `Μην μετονομάσετε το αρχείο ${PATCH}.`,
      `Για να καταργήσετε την ενημέρωση, διαγράψτε το ${PATCH} από το ${path}.`,
      `Μην αντιγράψετε άλλα αρχεία στο ${path}.`,
      `Το ${PATCH} δεν αντιγράφεται αυτόματα στο ${path}.`,
    ],
    withdrawn: [
      'Η Microsoft απέσυρε αυτήν την ενημέρωση.',
      'Αυτή η ενημέρωση αφαιρέθηκε από το Κέντρο λήψης.',
      'Καταργήστε αυτήν την ενημέρωση.',
    ],
    kept: [
      'Μια προηγούμενη έκδοση αυτής της ενημέρωσης αποσύρθηκε.',
      'Μην εγκαταστήσετε αυτήν την ενημέρωση σε δευτερεύουσες τοποθεσίες.',
      'Για να καταργήσετε αυτήν την ενημέρωση, χρησιμοποιήστε τον Πίνακα Ελέγχου.',
    ],
  },
  ja: {
    ban: [
      '次のコマンドは実行しないでください:',
      'このコマンドは使用しないでください。次のコマンドは禁止されています:',
      '次の手順は実行しないでください。',
    ],
    run: ['次のコマンドを実行します。', 'この問題を回避するには、次のコマンドを実行します:'],
    heading: 'してはいけないこと',
    above: '重要: 上記の手順は実行しないでください。',
    denied: [
      `${PATCH} を ${path} にコピーするのは誤りです。`,
      `この記事の以前のバージョンでは、${PATCH} を ${path} にコピーすると記載されていました。`,
    ],
    beside: [
      `${PATCH} を ${path} にコピーしない場合は、新しいクライアントは更新されません。`,
      `${PATCH} ファイルの名前は変更しないでください。`,
      `クライアントの更新を削除するには、${PATCH} を ${path} から削除します。`,
      `${path} に他のファイルをコピーしないでください。`,
      `${PATCH} は自動的に ${path} にコピーされません。`,
    ],
    withdrawn: [
      'この修正プログラムは公開を停止しました。',
      'この修正プログラムはダウンロード センターから削除されました。',
      'この修正プログラムをアンインストールしてください。',
      'この修正プログラムの配布は終了しました。',
    ],
    kept: [
      'この修正プログラムの以前のリリースは撤回されました。',
      'セカンダリ サイトにはこの修正プログラムをインストールしないでください。',
      'この修正プログラムをアンインストールするには、コントロール パネルを使用します。',
    ],
  },
  ko: {
    ban: ['다음 명령을 실행하지 마십시오:', '이 명령은 절대 사용하지 마십시오:'],
    run: ['다음 명령을 실행합니다:', '이 문제를 방지하려면 다음 명령을 실행합니다:'],
    heading: '하지 말아야 할 일',
    above: '중요: 위의 단계를 수행하지 마십시오.',
    denied: [
      `${PATCH}를 ${path}에 복사하는 것은 잘못입니다.`,
      `이 문서의 이전 버전에서는 ${PATCH}를 ${path}에 복사하도록 설명했습니다.`,
    ],
    beside: [
      `${PATCH}를 ${path}에 복사하지 않을 경우, 새 클라이언트가 업데이트되지 않습니다.`,
      `${PATCH} 파일의 이름을 변경하지 마십시오.`,
      `클라이언트 업데이트를 제거하려면, ${path}에서 ${PATCH}를 삭제합니다.`,
      `다른 파일을 ${path}에 복사하지 마십시오.`,
      `${PATCH}는 ${path}에 자동으로 복사되지 않습니다.`,
    ],
    withdrawn: [
      '이 핫픽스는 철회되었습니다.',
      '이 핫픽스는 다운로드 센터에서 제거되었습니다.',
      '이 핫픽스를 제거하십시오.',
    ],
    kept: [
      '이 핫픽스의 이전 릴리스는 철회되었습니다.',
      '보조 사이트에는 이 핫픽스를 설치하지 마십시오.',
      '이 핫픽스를 제거하려면 제어판을 사용하십시오.',
    ],
  },
  zh: {
    ban: ['请勿运行以下命令:', '切勿使用此命令:', '不要执行下列步骤:'],
    run: ['运行以下命令:', '若要避免此问题,请运行以下命令:'],
    heading: '不要做的事情',
    above: '重要: 请忽略上述步骤。',
    denied: [`将 ${PATCH} 复制到 ${path} 是错误的。`, `本文的早期版本要求将 ${PATCH} 复制到 ${path}。`],
    beside: [
      `如果不将 ${PATCH} 复制到 ${path},新客户端将不会更新。`,
      `不要重命名 ${PATCH} 文件。`,
      `若要删除客户端更新,请从 ${path} 中删除 ${PATCH}。`,
      `不要将其他文件复制到 ${path}。`,
      `${PATCH} 不会自动复制到 ${path}。`,
    ],
    withdrawn: ['Microsoft 已撤回此修补程序。', '此修补程序已从下载中心删除。', '请卸载此修补程序。'],
    kept: [
      '此修补程序的早期版本已撤回。',
      '不要在辅助站点上安装此修补程序。',
      '若要卸载此修补程序,请使用控制面板。',
    ],
  },
  'zh-tw': {
    ban: ['請勿執行下列命令:', '不要使用此命令:'],
    run: ['執行下列命令:', '若要避免此問題,請執行下列命令:'],
    heading: '不該做的事',
    above: '重要: 請忽略上述步驟。',
    denied: [`將 ${PATCH} 複製到 ${path} 是錯誤的。`, `本文先前版本要求將 ${PATCH} 複製到 ${path}。`],
    beside: [
      `如果不將 ${PATCH} 複製到 ${path},新的用戶端將不會更新。`,
      `不要重新命名 ${PATCH} 檔案。`,
      `若要移除用戶端更新,請從 ${path} 刪除 ${PATCH}。`,
      `不要將其他檔案複製到 ${path}。`,
      `${PATCH} 不會自動複製到 ${path}。`,
    ],
    withdrawn: ['Microsoft 已撤回此 Hotfix。', '此 Hotfix 已從下載中心移除。', '請解除安裝此 Hotfix。'],
    kept: [
      '此 Hotfix 的先前版本已撤回。',
      '不要在次要站台上安裝此 Hotfix。',
      '若要解除安裝此 Hotfix,請使用控制台。',
    ],
  },
  vi: {
    ban: ['Không chạy lệnh sau đây:', 'Không bao giờ sử dụng lệnh này:'],
    run: ['Chạy lệnh sau đây:', 'Để tránh sự cố này, hãy chạy lệnh sau đây:'],
    heading: 'Những việc không nên làm',
    above: 'Quan trọng: bỏ qua bước ở trên.',
    denied: [
      `Sao chép ${PATCH} vào ${path} là sai lầm.`,
      `Phiên bản trước của bài viết này nói sao chép ${PATCH} vào ${path}.`,
    ],
    beside: [
      `Nếu bạn không sao chép ${PATCH} vào ${path}, khách hàng mới không được cập nhật.`,
      `Không đổi tên tệp ${PATCH}.`,
      `Để gỡ bỏ bản cập nhật, hãy xóa ${PATCH} khỏi ${path}.`,
      `Không sao chép tệp khác vào ${path}.`,
      `${PATCH} không được tự động sao chép vào ${path}.`,
    ],
    withdrawn: [
      'Microsoft đã thu hồi hotfix này.',
      'Hotfix này đã bị gỡ khỏi Trung tâm Tải xuống.',
      'Gỡ cài đặt hotfix này.',
    ],
    kept: [
      'Phiên bản trước của hotfix này đã bị thu hồi.',
      'Không cài đặt hotfix này trên các site phụ.',
      'Để gỡ cài đặt hotfix này, hãy dùng Control Panel.',
    ],
  },
};
