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
