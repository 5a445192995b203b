/** Parts of an article about an invented hotfix, KB900123, in several languages. */
export interface ArticleWords {
  title: string;
  utility: string;
  prerequisites: readonly [string, string];
  restart: readonly [string, string];
  replacement: readonly [string, string];
  superseded?: string;
  again: string;
  rights: string;
  hidden: string;
  whether: string;
}

export const PATCH = 'sccm2007ac-sp2-kb900123-x86-enu.msp';

/** Rows of the file table, in English; translations keep names and numbers. */
export const TABLE = `File name File version File size Date Time Platform
Invrepair.exe 4.0.6487.2130 17,768 12-Mar-2012 06:27 x86
Smpmgr.dll 4.0.6487.2130 86,376 12-Mar-2012 06:28 x86
Sccm2007ac-sp2-kb900123-x86-enu.msp Not applicable 444,928 12-Mar-2012 06:28 Not applicable`;

export const english: ArticleWords = {
  title: 'The inventory of a Configuration Manager 2007 SP2 client fails',
  utility: 'Then run the InvRepair.exe utility on every client.',
  prerequisites: [
    'Prerequisites',
    'To apply this hotfix, you must have System Center Configuration Manager 2007 Service Pack 2 installed.',
  ],
  restart: ['Restart requirement', 'You do not have to restart the computer after you apply this hotfix.'],
  replacement: [
    'Hotfix replacement information',
    'This hotfix does not replace a previously released hotfix.',
  ],
  superseded: 'This hotfix is superseded by the hotfix that is described in article 2659258.',
  again: 'You must specify the properties SMSSLP and FSP again when you install the hotfix.',
  rights: 'Run with administrative rights',
  hidden: 'Run: Hidden',
  whether: 'Run whether or not a user is logged on',
};

/** The same article by other translators, as Microsoft's machine translations and people write it. */
export const translations: Readonly<Record<string, ArticleWords>> = {
  en: english,
  de: {
    title: 'Die Inventur eines Clients von Configuration Manager 2007 SP2 schlägt fehl',
    utility: 'Führen Sie danach das Dienstprogramm InvRepair.exe auf jedem Client aus.',
    prerequisites: [
      'Voraussetzungen',
      'Sie müssen System Center Configuration Manager 2007 Service Pack 2 installiert haben, um diesen Hotfix anwenden zu können.',
    ],
    restart: [
      'Neustartanforderung',
      'Sie müssen den Computer nicht neu starten, nachdem Sie diesen Hotfix installiert haben.',
    ],
    replacement: [
      'Informationen zum Ersetzen von Hotfixes',
      'Dieser Hotfix ersetzt keinen zuvor veröffentlichten Hotfix.',
    ],
    superseded: 'Dieser Hotfix wird durch den Hotfix aus dem Artikel 2659258 ersetzt.',
    again: 'Die Eigenschaften SMSSLP und FSP müssen Sie bei der Installation des Hotfixes erneut angeben.',
    rights: 'Mit Administratorrechten ausführen',
    hidden: 'Ausführen: Ausgeblendet',
    whether: 'Unabhängig davon ausführen, ob ein Benutzer angemeldet ist',
  },
  fr: {
    title: "L'inventaire d'un client Configuration Manager 2007 SP2 échoue",
    utility: "Exécutez ensuite l'utilitaire InvRepair.exe sur chaque client.",
    prerequisites: [
      'Conditions préalables',
      'Pour appliquer ce correctif, Configuration Manager 2007 Service Pack 2 doit être installé.',
    ],
    restart: [
      'Nécessité de redémarrage',
      "Vous n'êtes pas obligé de redémarrer l'ordinateur après avoir appliqué ce correctif.",
    ],
    replacement: [
      'Informations sur le remplacement du correctif',
      'Ce correctif ne remplace aucun correctif précédemment publié.',
    ],
    superseded: "Ce correctif est remplacé par celui de l'article 2659258.",
    again: "Vous devez spécifier à nouveau les propriétés SMSSLP et FSP lors de l'installation du correctif.",
    rights: "Exécuter avec des droits d'administrateur",
    hidden: 'Exécuter : masqué',
    whether: "Exécuter, qu'un utilisateur ait ouvert une session ou non",
  },
  es: {
    title: 'El inventario de un cliente de Configuration Manager 2007 SP2 no funciona',
    utility: 'A continuación, ejecute la utilidad InvRepair.exe en cada cliente.',
    prerequisites: [
      'Requisitos previos',
      'Para aplicar esta revisión, debe tener instalado Configuration Manager 2007 Service Pack 2.',
    ],
    restart: [
      'Requisito de reinicio',
      'No es necesario reiniciar el equipo después de aplicar esta revisión.',
    ],
    replacement: [
      'Información sobre la sustitución de la revisión',
      'Esta revisión no sustituye a ninguna revisión publicada anteriormente.',
    ],
    superseded: 'Esta revisión ha sido sustituida por la del artículo 2659258.',
    again: 'Debe especificar de nuevo las propiedades SMSSLP y FSP cuando instale la revisión.',
    rights: 'Ejecutar con derechos administrativos',
    hidden: 'Ejecutar: Oculta',
    whether: 'Ejecutar tanto si un usuario ha iniciado sesión como si no',
  },
  ru: {
    title: 'Сбой инвентаризации клиента Configuration Manager 2007 SP2',
    utility: 'Затем запустите служебную программу InvRepair.exe на каждом клиенте.',
    prerequisites: [
      'Предварительные условия',
      'Чтобы применить это исправление, необходимо установить Configuration Manager 2007 Service Pack 2.',
    ],
    restart: [
      'Необходимость перезагрузки',
      'После установки этого исправления не требуется перезагрузка компьютера.',
    ],
    replacement: [
      'Сведения о замене исправлений',
      'Это исправление не заменяет ранее выпущенные исправления.',
    ],
    superseded: 'Это исправление заменено исправлением из статьи 2659258.',
    again: 'При установке исправления необходимо снова указать свойства SMSSLP и FSP.',
    rights: 'Выполнять с правами администратора',
    hidden: 'Запуск: скрытый',
    whether: 'Выполнять независимо от того, вошел ли пользователь в систему',
  },
  ja: {
    title: 'Configuration Manager 2007 SP2 クライアントのインベントリに失敗する',
    utility: '次に、すべてのクライアントで InvRepair.exe ユーティリティを実行します。',
    prerequisites: [
      '必要条件',
      'この修正プログラムを適用するには、Configuration Manager 2007 Service Pack 2 がインストールされている必要があります。',
    ],
    restart: ['再起動の必要性', 'この修正プログラムの適用後、コンピューターを再起動する必要はありません。'],
    replacement: [
      '修正プログラムの置き換えに関する情報',
      'この修正プログラムを適用しても、以前にリリースされた修正プログラムが置き換えられることはありません。',
    ],
    again:
      '修正プログラムをインストールするときに、SMSSLP および FSP プロパティを再度指定する必要があります。',
    rights: '管理者権限で実行する',
    hidden: '実行: 非表示',
    whether: 'ユーザーがログオンしているかどうかに関係なく実行する',
  },
  zh: {
    title: 'Configuration Manager 2007 SP2 客户端的清单失败',
    utility: '然后在每个客户端上运行 InvRepair.exe 实用程序。',
    prerequisites: [
      '系统必备组件',
      '若要应用此修补程序,必须安装 Configuration Manager 2007 Service Pack 2。',
    ],
    restart: ['重启要求', '应用此修补程序后,不需要重新启动计算机。'],
    replacement: ['修补程序替换信息', '此修补程序不替代以前发布的修补程序。'],
    superseded: '文章 2659258 中介绍的修补程序将取代此修补程序。',
    again: '安装修补程序时,必须再次指定 SMSSLP 和 FSP 属性。',
    rights: '使用管理权限运行',
    hidden: '运行: 隐藏',
    whether: '无论用户是否登录都运行',
  },
  vi: {
    title: 'Kiểm kê của khách hàng Configuration Manager 2007 SP2 không thành công',
    utility: 'Sau đó, chạy tiện ích InvRepair.exe trên mỗi khách hàng.',
    prerequisites: [
      'Điều kiện tiên quyết',
      'Để áp dụng hotfix này, Configuration Manager 2007 Service Pack 2 phải được cài đặt.',
    ],
    restart: ['Khởi động lại yêu cầu', 'Bạn không phải khởi động lại máy tính sau khi áp dụng hotfix này.'],
    replacement: ['Thông tin thay thế hotfix', 'Hotfix này không thay thế hotfix đã phát hành trước đó.'],
    superseded: 'Hotfix được mô tả trong bài viết 2659258 thay thế hotfix này.',
    again: 'Bạn phải xác định thuộc tính SMSSLP và FSP một lần nữa khi bạn cài đặt hotfix.',
    rights: 'Chạy với quyền quản trị',
    hidden: 'Chạy: ẩn',
    whether: 'Chạy hay không, một người dùng được đăng nhập vào',
  },
  it: {
    title: "L'inventario di un client Configuration Manager 2007 SP2 non riesce",
    utility: "Quindi eseguire l'utilità InvRepair.exe in ogni client.",
    prerequisites: [
      'Prerequisiti',
      'Per applicare questo hotfix, è necessario che sia installato Configuration Manager 2007 Service Pack 2.',
    ],
    restart: [
      'Richiesta di riavvio',
      "Non è necessario riavviare il computer dopo l'applicazione di questo hotfix.",
    ],
    replacement: [
      "Informazioni sulla sostituzione dell'hotfix",
      'Questo hotfix non sostituisce alcun hotfix rilasciato in precedenza.',
    ],
    superseded: "Questo hotfix è stato sostituito dall'hotfix descritto nell'articolo 2659258.",
    again: "È necessario specificare nuovamente le proprietà SMSSLP e FSP quando si installa l'hotfix.",
    rights: 'Esegui con diritti amministrativi',
    hidden: 'Esecuzione: Nascosta',
    whether: 'Esegui indipendentemente dal fatto che un utente sia connesso',
  },
  pt: {
    title: 'O inventário de um cliente do Configuration Manager 2007 SP2 falha',
    utility: 'Em seguida, execute o utilitário InvRepair.exe em cada cliente.',
    prerequisites: [
      'Pré-requisitos',
      'Para aplicar este hotfix, você deve ter o Configuration Manager 2007 Service Pack 2 instalado.',
    ],
    restart: [
      'Requisito de reinicialização',
      'Você não precisa reiniciar o computador após aplicar este hotfix.',
    ],
    replacement: [
      'Informações sobre substituição de hotfix',
      'Este hotfix não substitui um hotfix lançado anteriormente.',
    ],
    superseded: 'Este hotfix foi substituído pelo hotfix descrito no artigo 2659258.',
    again: 'Você deve especificar novamente as propriedades SMSSLP e FSP ao instalar o hotfix.',
    rights: 'Executar com direitos administrativos',
    hidden: 'Executar: Oculto',
    whether: 'Executar independentemente de um usuário estar conectado',
  },
  nl: {
    title: 'De inventaris van een client van Configuration Manager 2007 SP2 mislukt',
    utility: 'Voer daarna het hulpprogramma InvRepair.exe uit op elke client.',
    prerequisites: [
      'Vereisten',
      'Als u deze hotfix wilt toepassen, moet Configuration Manager 2007 Service Pack 2 zijn geïnstalleerd.',
    ],
    restart: [
      'Vereiste voor opnieuw opstarten',
      'U hoeft de computer niet opnieuw op te starten nadat u deze hotfix hebt toegepast.',
    ],
    replacement: [
      'Informatie over vervanging van hotfixes',
      'Deze hotfix vervangt geen eerder uitgebrachte hotfix.',
    ],
    superseded: 'Deze hotfix is vervangen door de hotfix uit artikel 2659258.',
    again: 'U moet de eigenschappen SMSSLP en FSP opnieuw opgeven wanneer u de hotfix installeert.',
    rights: 'Uitvoeren met beheerdersrechten',
    hidden: 'Uitvoeren: Verborgen',
    whether: 'Uitvoeren ongeacht of een gebruiker is aangemeld',
  },
  pl: {
    title: 'Inwentaryzacja klienta programu Configuration Manager 2007 SP2 kończy się niepowodzeniem',
    utility: 'Następnie uruchom narzędzie InvRepair.exe na każdym kliencie.',
    prerequisites: [
      'Wymagania wstępne',
      'Aby zastosować tę poprawkę, należy mieć zainstalowany program Configuration Manager 2007 Service Pack 2.',
    ],
    restart: [
      'Wymagania dotyczące ponownego uruchamiania',
      'Po zastosowaniu tej poprawki nie trzeba ponownie uruchamiać komputera.',
    ],
    replacement: [
      'Informacje o zastępowaniu poprawek',
      'Ta poprawka nie zastępuje wcześniej wydanej poprawki.',
    ],
    superseded: 'Ta poprawka została zastąpiona przez poprawkę z artykułu 2659258.',
    again: 'Podczas instalowania poprawki należy ponownie określić właściwości SMSSLP i FSP.',
    rights: 'Uruchom z uprawnieniami administracyjnymi',
    hidden: 'Uruchom: Ukryty',
    whether: 'Uruchom niezależnie od tego, czy użytkownik jest zalogowany',
  },
  cs: {
    title: 'Inventarizace klienta nástroje Configuration Manager 2007 SP2 se nezdaří',
    utility: 'Potom spusťte nástroj InvRepair.exe na každém klientovi.',
    prerequisites: [
      'Předpoklady',
      'Chcete-li použít tuto opravu hotfix, musíte mít nainstalován Configuration Manager 2007 Service Pack 2.',
    ],
    restart: ['Požadavek na restartování', 'Po použití této opravy hotfix není nutné restartovat počítač.'],
    replacement: [
      'Informace o nahrazení opravy hotfix',
      'Tato oprava hotfix nenahrazuje dříve vydanou opravu hotfix.',
    ],
    superseded: 'Tato oprava hotfix byla nahrazena opravou z článku 2659258.',
    again: 'Při instalaci opravy musíte znovu zadat vlastnosti SMSSLP a FSP.',
    rights: 'Spustit s právy správce',
    hidden: 'Spustit: Skryté',
    whether: 'Spustit bez ohledu na to, zda je uživatel přihlášen',
  },
  hu: {
    title: 'A Configuration Manager 2007 SP2 ügyfél leltározása nem sikerül',
    utility: 'Ezután futtassa az InvRepair.exe segédprogramot minden ügyfélen.',
    prerequisites: [
      'Előfeltételek',
      'A gyorsjavítás telepítéséhez a Configuration Manager 2007 Service Pack 2 telepítése szükséges.',
    ],
    restart: [
      'Újraindítási követelmény',
      'A gyorsjavítás telepítése után nem kell újraindítania a számítógépet.',
    ],
    replacement: [
      'A gyorsjavítás cseréjére vonatkozó információ',
      'Ez a gyorsjavítás nem helyettesít korábban kiadott gyorsjavítást.',
    ],
    again: 'A gyorsjavítás telepítésekor újra meg kell adnia az SMSSLP és az FSP tulajdonságot.',
    rights: 'Futtatás rendszergazdai jogosultsággal',
    hidden: 'Futtatás: Rejtett',
    whether: 'Futtatás függetlenül attól, hogy a felhasználó be van-e jelentkezve',
  },
  tr: {
    title: 'Configuration Manager 2007 SP2 istemcisinin envanteri başarısız oluyor',
    utility: 'Ardından her istemcide InvRepair.exe yardımcı programını çalıştırın.',
    prerequisites: [
      'Önkoşullar',
      'Bu düzeltmeyi uygulamak için Configuration Manager 2007 Service Pack 2 yüklü olmalıdır.',
    ],
    restart: [
      'Yeniden başlatma gereksinimi',
      'Bu düzeltmeyi uyguladıktan sonra bilgisayarı yeniden başlatmanız gerekmez.',
    ],
    replacement: [
      'Düzeltme değiştirme bilgileri',
      'Bu düzeltme daha önce yayımlanan bir düzeltmenin yerine geçmez.',
    ],
    again: 'Düzeltmeyi yüklerken SMSSLP ve FSP özelliklerini yeniden belirtmeniz gerekir.',
    rights: 'Yönetici haklarıyla çalıştır',
    hidden: 'Çalıştır: Gizli',
    whether: 'Bir kullanıcının oturum açmış olup olmadığına bakılmaksızın çalıştır',
  },
  ko: {
    title: 'Configuration Manager 2007 SP2 클라이언트의 인벤토리가 실패합니다',
    utility: '그런 다음 모든 클라이언트에서 InvRepair.exe 유틸리티를 실행합니다.',
    prerequisites: [
      '필수 구성 요소',
      '이 핫픽스를 적용하려면 Configuration Manager 2007 서비스 팩 2(SP2)가 설치되어 있어야 합니다.',
    ],
    restart: ['다시 시작 요구 사항', '이 핫픽스를 적용한 후 컴퓨터를 다시 시작할 필요가 없습니다.'],
    replacement: ['핫픽스 대체 정보', '이 핫픽스는 이전에 릴리스된 핫픽스를 대체하지 않습니다.'],
    superseded: '이 핫픽스는 문서 2659258에 설명된 핫픽스로 대체되었습니다.',
    again: '핫픽스를 설치할 때 SMSSLP 및 FSP 속성을 다시 지정해야 합니다.',
    rights: '관리자 권한으로 실행',
    hidden: '실행: 숨김',
    whether: '사용자 로그온 여부에 관계없이 실행',
  },
  'zh-tw': {
    title: 'Configuration Manager 2007 SP2 用戶端的清查失敗',
    utility: '然後在每個用戶端上執行 InvRepair.exe 公用程式。',
    prerequisites: ['必要條件', '若要套用此 Hotfix,您必須安裝 Configuration Manager 2007 Service Pack 2。'],
    restart: ['重新啟動需求', '套用此 Hotfix 之後,您不需要重新啟動電腦。'],
    replacement: ['Hotfix 取代資訊', '此 Hotfix 不會取代先前發行的 Hotfix。'],
    superseded: '文件 2659258 中所述的 Hotfix 會取代此 Hotfix。',
    again: '安裝 Hotfix 時,您必須再次指定 SMSSLP 和 FSP 屬性。',
    rights: '以系統管理權限執行',
    hidden: '執行: 隱藏',
    whether: '無論使用者是否登入都執行',
  },
  sv: {
    title: 'Inventeringen av en Configuration Manager 2007 SP2-klient misslyckas',
    utility: 'Kör sedan verktyget InvRepair.exe på varje klient.',
    prerequisites: [
      'Förutsättningar',
      'Om du vill använda den här snabbkorrigeringen måste Configuration Manager 2007 Service Pack 2 vara installerat.',
    ],
    restart: [
      'Krav på omstart',
      'Du behöver inte starta om datorn när du har installerat den här snabbkorrigeringen.',
    ],
    replacement: [
      'Information om ersättning av snabbkorrigering',
      'Den här snabbkorrigeringen ersätter inte någon tidigare utgiven snabbkorrigering.',
    ],
    superseded: 'Den här snabbkorrigeringen ersätts av snabbkorrigeringen i artikel 2659258.',
    again: 'Du måste ange egenskaperna SMSSLP och FSP igen när du installerar snabbkorrigeringen.',
    rights: 'Kör med administratörsbehörighet',
    hidden: 'Kör: Dold',
    whether: 'Kör oavsett om en användare är inloggad',
  },
  da: {
    title: 'Optælling af en Configuration Manager 2007 SP2-klient mislykkes',
    utility: 'Kør derefter værktøjet InvRepair.exe på hver klient.',
    prerequisites: [
      'Forudsætninger',
      'Hvis du vil anvende denne rettelse, skal Configuration Manager 2007 Service Pack 2 være installeret.',
    ],
    restart: [
      'Krav om genstart',
      'Du behøver ikke at genstarte computeren, når du har anvendt denne rettelse.',
    ],
    replacement: [
      'Oplysninger om erstatning af rettelse',
      'Denne rettelse erstatter ikke en tidligere udgivet rettelse.',
    ],
    superseded: 'Denne rettelse er erstattet af rettelsen i artikel 2659258.',
    again: 'Du skal angive egenskaberne SMSSLP og FSP igen, når du installerer rettelsen.',
    rights: 'Kør med administratorrettigheder',
    hidden: 'Kør: Skjult',
    whether: 'Kør, uanset om en bruger er logget på',
  },
  nb: {
    title: 'Inventering av en Configuration Manager 2007 SP2-klient mislykkes',
    utility: 'Kjør deretter verktøyet InvRepair.exe på hver klient.',
    prerequisites: [
      'Forutsetninger',
      'Hvis du vil bruke denne hurtigreparasjonen, må Configuration Manager 2007 Service Pack 2 være installert.',
    ],
    restart: [
      'Krav om omstart',
      'Du trenger ikke å starte datamaskinen på nytt etter at du har brukt denne hurtigreparasjonen.',
    ],
    replacement: [
      'Informasjon om erstatning av hurtigreparasjon',
      'Denne hurtigreparasjonen erstatter ikke en tidligere utgitt hurtigreparasjon.',
    ],
    superseded: 'Denne hurtigreparasjonen er erstattet av hurtigreparasjonen i artikkel 2659258.',
    again: 'Du må angi egenskapene SMSSLP og FSP på nytt når du installerer hurtigreparasjonen.',
    rights: 'Kjør med administratorrettigheter',
    hidden: 'Kjør: Skjult',
    whether: 'Kjør uavhengig av om en bruker er pålogget',
  },
  fi: {
    title: 'Configuration Manager 2007 SP2 -asiakkaan inventointi epäonnistuu',
    utility: 'Suorita sitten apuohjelma InvRepair.exe jokaisessa asiakkaassa.',
    prerequisites: [
      'Edellytykset',
      'Tämän päivityksen asentaminen edellyttää, että Configuration Manager 2007 Service Pack 2 on asennettu.',
    ],
    restart: [
      'Uudelleenkäynnistysvaatimus',
      'Tietokonetta ei tarvitse käynnistää uudelleen tämän päivityksen asentamisen jälkeen.',
    ],
    replacement: [
      'Tietoja päivityksen korvaamisesta',
      'Tämä päivitys ei korvaa aiemmin julkaistua päivitystä.',
    ],
    again: 'Ominaisuudet SMSSLP ja FSP on määritettävä uudelleen, kun päivitys asennetaan.',
    rights: 'Suorita järjestelmänvalvojan oikeuksilla',
    hidden: 'Suorita: Piilotettu',
    whether: 'Suorita riippumatta siitä, onko käyttäjä kirjautunut sisään',
  },
  el: {
    title: 'Η απογραφή ενός προγράμματος-πελάτη του Configuration Manager 2007 SP2 αποτυγχάνει',
    utility: 'Στη συνέχεια, εκτελέστε το βοηθητικό πρόγραμμα InvRepair.exe σε κάθε υπολογιστή-πελάτη.',
    prerequisites: [
      'Προϋποθέσεις',
      'Για να εφαρμόσετε αυτήν την ενημέρωση, πρέπει να έχετε εγκαταστήσει το Configuration Manager 2007 Service Pack 2.',
    ],
    restart: [
      'Απαίτηση επανεκκίνησης',
      'Δεν χρειάζεται να κάνετε επανεκκίνηση του υπολογιστή μετά την εφαρμογή.',
    ],
    replacement: [
      'Πληροφορίες αντικατάστασης',
      'Αυτή η ενημέρωση δεν αντικαθιστά κάποια προηγούμενη ενημέρωση.',
    ],
    again: 'Πρέπει να καθορίσετε ξανά τις ιδιότητες SMSSLP και FSP κατά την εγκατάσταση.',
    rights: 'Εκτέλεση με δικαιώματα διαχειριστή',
    hidden: 'Εκτέλεση: Κρυφή',
    whether: 'Εκτέλεση ανεξάρτητα από το αν ο χρήστης είναι συνδεδεμένος',
  },
};

/** The article as plain text. */
export function articleText(words: ArticleWords, table = TABLE): string {
  return [
    words.title,
    '',
    'KB900123',
    words.utility,
    ...words.prerequisites,
    ...words.restart,
    ...words.replacement,
    words.superseded ?? '',
    table,
    '',
    words.again,
    words.hidden,
    words.whether,
    words.rights,
    'InvRepair.exe repair.log',
    `PATCH="C:\\_SMSTaskSequence\\OSD\\<Package_ID>\\i386\\hotfix\\KB900123\\${PATCH}"`,
    '',
  ].join('\n');
}
