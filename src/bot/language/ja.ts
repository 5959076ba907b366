import type { Network } from '../../model/network.ts';
import type { CompanyPhrase, Hosting, PlacePhrase, ReplyLanguage } from './language.ts';
import { japaneseVocabulary } from './vocabulary/ja.ts';

const SERVERS: Readonly<Record<Network, string>> = {
  fediverse: 'フェディバースのサーバー',
  xmpp: 'XMPPサーバー',
  matrix: 'Matrixサーバー',
  web: 'ウェブサイト',
};

/** The counter word for each. */
const COUNTERS: Readonly<Record<Network, string>> = { fediverse: '台', xmpp: '台', matrix: '台', web: '件' };

function where(place: PlacePhrase | null): string {
  if (place === null) return '';
  if (place.accuracy === 'anycast') return '(エニーキャストで多数の場所に同時に存在)';
  if (place.country === null) return '';
  const here = place.city === null ? place.country : `${place.country}、${place.city}`;
  return place.accuracy === 'uncertain' ? `(おそらく${place.country})` : `(${here})`;
}

/** Where a server is, up to the verb's ending. */
function location(place: PlacePhrase | null): string | null {
  if (place === null) return null;
  if (place.accuracy === 'anycast') return 'エニーキャストで多数の場所に同時に存在し';
  if (place.country === null) return null;
  const here = place.city === null ? place.country : `${place.country}の${place.city}`;
  return place.accuracy === 'uncertain' ? `おそらく${place.country}にあり` : `${here}にあり`;
}

function hosting({ domain, hoster, front, operator, shared, kind, place }: Hosting): string {
  const known = operator === null ? '' : `運用は ${operator}(マネージドホスティング)です。`;
  const run = shared
    ? '多くの無関係なサーバーと同じアドレスを使っているため、おそらくマネージドホスティングです。'
    : known;
  if (front !== null) {
    return `${domain} は ${front} の背後にあり、どこがホストしているかは外からは分かりません。${run}`;
  }
  if (hoster === null) {
    const located = location(place);
    return located === null
      ? `${domain} のホスティング事業者は分かりません。${run}`
      : `${domain} は${located}ますが、ホスティング事業者は分かりません。${run}`;
  }
  if (kind === 'isp') {
    return `${domain} はインターネット接続事業者 ${hoster} の回線につながっています${where(place)}。おそらく自宅かオフィスの自前のマシンです。${run}`;
  }
  if (kind === 'education' || kind === 'government' || kind === 'business') {
    return `${domain} は ${hoster} のネットワークにあります${where(place)}。${run}`;
  }
  return `${domain} は ${hoster} にホストされています${where(place)}。${run}`;
}

function at({ name, behind }: CompanyPhrase): string {
  return behind ? `${name}（CDN）` : name;
}

/** やさしく短い、です・ます調の日本語。 */
export const replyJapanese: ReplyLanguage = {
  code: 'ja',
  locale: 'ja-JP',
  space: '',
  vocabulary: japaneseVocabulary,
  help:
    'サーバーをどこがホストしているかお答えします。mastodon.social のような名前を添えてメンションしてください。一度に3つまで、リンクやハンドルでも構いません。\n\n' +
    'ほかに「比較 A B」「履歴 名前」「監視 名前」「トップ」「北」も分かります。xmpp、matrix、web を添えると別のネットワークになります。' +
    '私の返信に「削除」か「停止」と返すと、返信を消し、次に聞かれるまで黙ります。',
  refused: {
    ip: 'それはIPアドレスです。調べられるのは名前です。mastodon.social のようなドメインを添えてメンションしてください。',
    'single label':
      'ドメインの末尾が足りないようです。mastodon.social のような名前を添えてメンションしてください。',
    'hidden service':
      'それは秘匿サービスです。ホスティング先は仕組みとして隠されているので、探ることはしません。',
    nothing: 'ドメインが見つかりませんでした。mastodon.social のような名前を添えてメンションしてください。',
  },
  unsure: (domain) =>
    `${domain} というサーバーのことでしょうか。その場合は、名前だけを添えてメンションしてください。`,
  watching: (names) =>
    `${names} のホスト先が変わったら、ダイレクトメッセージで一度だけお知らせします。やめるときは「停止」と返信してください。`,
  watchingFull: (most) =>
    `見張れるのは一人につき${most}台までです。「停止」と返信するとすべて終わりますので、その後で大事なものを知らせてください。`,
  moved: ({ domain, before, now, date }) =>
    `${domain} が移転しました。以前のホスト先：${at(before)}。${date} の測定：${at(now)}。ご依頼の見張りはこれで終わります。`,
  contentWarning: '閲覧注意(元の投稿と同じ)',
  busy: 'この1時間のお答えはここまでです。皆さんに少しずつお答えしています。また後で聞いてください。',
  full: 'この1時間はご質問がとても多いため、ひと休みします。また後で聞いてください。',
  hosting,
  unrouted: (domain) =>
    `${domain} にはアドレスがありますが、属するネットワークが分からないため、どこがホストしているかお答えできません。`,
  notPublic: (domain) => `${domain} は公開インターネットにないアドレスを指しているため、外からは届きません。`,
  noAddress: (domain, status) => {
    if (status === 'NXDOMAIN') return `${domain} はDNSに存在しません。打ち間違いはありませんか。`;
    if (status === 'NODATA')
      return `${domain} は存在しますが、アドレスがありません。この名前で応答するサーバーはありません。`;
    if (status === 'TIMEOUT')
      return `${domain} のネームサーバーが時間内に応答しませんでした。後でまた試してみてください。`;
    if (status === 'CNAME_LOOP' || status === 'CNAME_CHAIN_TOO_LONG') {
      return `${domain} のDNSの設定が堂々めぐりになっていて、アドレスに行き着きません。管理者に知らせると喜ばれるでしょう。`;
    }
    return `${domain} のネームサーバーに今、問題があります(${status})。後でまた試してみてください。`;
  },
  notFound: (domain) => `今は ${domain} を調べられず、以前の記録もありません。後でまた試してみてください。`,
  optedOut: (domain) => `${domain} の管理者から調査しないよう求められているため、調べません。`,
  several: 'アドレスは複数の事業者に分かれています。ここでは最も多い事業者を挙げました。',
  ground: (ground, name) => {
    if (ground === 'range') return `確実です。${name} 自身がこのアドレスを自社のものとして公開しています。`;
    if (ground === 'network') return `かなり確かです。アドレスは ${name} の名で登録されています。`;
    if (ground === 'name') return 'あまり確かではありません。ネットワークの名乗る名前によるものです。';
    return `かなり確かです。DNS上の名前が ${name} を指しています。`;
  },
  registered: (name) => `アドレスブロックは ${name} の名で登録されています。`,
  declared: (by, country) =>
    `管理者の申告:${[by === null ? '' : `${by} にホスト`, country === null ? '' : country].filter((part) => part !== '').join('、')}。`,
  since: (date) => `少なくとも ${date} からそこにあります。`,
  standing: ({ network, name, behind, isCounted, servers, answered, share, users, userShare }) => {
    const counter = COUNTERS[network];
    const there = `${name} ${behind ? 'の背後' : ''}に`;
    const among = `応答した${SERVERS[network]} ${answered.text} ${counter}のうち`;
    const active =
      users === null
        ? ''
        : `アクティブユーザーは ${users.text} 人${userShare === null ? '' : `(${userShare})`}です。`;
    if (servers.value === 1 && isCounted)
      return `${among}、${there}あるのはこの1${counter}だけです。${active}`;
    return `${among} ${servers.text} ${counter}(${share})が ${there}あります。${active}`;
  },
  measured: (date) => `${date} 測定。`,
  stale: (date) => `今は改めて調べられなかったため、${date} の記録です。`,
  more: (left) => `一度にお答えできるのは3つまでです。残り ${left} つ。`,
  same: (name) => `どちらも ${name} です。`,
  different: '別々の会社です。',
  incomparable: '同じ事業者かどうかは外からは分かりません。',
  top: ({ network, lines, hidden, answered, date }) => [
    `${SERVERS[network]}を多くホストする事業者:`,
    ...lines.map(({ rank, name, share }) => `${rank}. ${name} ${share}`),
    `${hidden === null ? '' : `${hidden} はCDNの背後にあり、事業者が見えません。`}${date} に応答した${SERVERS[network]} ${answered.text} ${COUNTERS[network]}の集計です。`,
  ],
  north: ({ network, domain, latitude, place, hoster, located, date }) =>
    `場所の分かる${SERVERS[network]} ${located.text} ${COUNTERS[network]}のうち最も北にあるのは ${domain} で、北緯 ${latitude} 度です${where(place)}。${hoster === null ? '' : `事業者は ${hoster} です。`}IPデータベースによるもので、誤りもあります。${date} 測定。`,
  named: ({ network, role, name, servers, answered, share, users, userShare }) => {
    const counter = COUNTERS[network];
    const there = {
      hoster: `${name} にあります`,
      front: `${name} の背後にあります`,
      operator: `${name} に運用されています`,
      country: `${name}にあります`,
    }[role];
    const active =
      users === null
        ? ''
        : `アクティブユーザーは ${users.text} 人${userShare === null ? '' : `(${userShare})`}です。`;
    return `応答した${SERVERS[network]} ${answered.text} ${counter}のうち ${servers.text} ${counter}(${share})が${role === 'country' ? '' : ' '}${there}。${active}`;
  },
  rank: (role, place, of) => {
    const kinds = {
      hoster: `ホスティング事業者 ${of} 社`,
      front: `CDN ${of} 社`,
      operator: `マネージドホスティング ${of} 社`,
      country: `${of} か国`,
    };
    return `${kinds[role]}のうち ${place} 位です。`;
  },
  unseen: (share) => `ほかに ${share} がCDNの背後にあり、事業者も場所も見えません。`,
  similar: (names) =>
    `${names} のことでしょうか。その名前だけを添えてメンションしてくだされば、台数をお答えします。`,
  noFigures: (network) => `${SERVERS[network]}の数字はまだありません。数日後にまた聞いてください。`,
  history: (domain, [now, ...before]) => [
    now === undefined
      ? `${domain} が応答したことはまだありません。`
      : `${domain} は ${now.from} から ${now.name} ${now.behind ? 'の背後' : ''}にあります${now.to === now.from ? '' : `(最後の確認は ${now.to})`}。`,
    ...before.map(
      ({ name, behind, from, to }) =>
        `その前は ${name}${behind ? ' の背後' : ''}、${from === to ? from : `${from} から ${to} まで`}。`,
    ),
    ...(now !== undefined && before.length === 0 ? ['それより前の事業者は分かりません。'] : []),
  ],
  noHistory: (domain) => `${domain} はこれまでの測定にないため、過去のことは分かりません。`,
};
