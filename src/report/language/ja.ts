import type { Network } from '../../model/network.ts';
import type { Band, Basis, Coverage, Extreme, Headline, ReportPhrases } from './language.ts';

const NETWORK: Readonly<Record<Network, string>> = {
  fediverse: 'フェディバース',
  xmpp: 'XMPPネットワーク',
  matrix: 'Matrixネットワーク',
  web: '比較用ウェブサイト',
};
const SERVERS: Readonly<Record<Network, string>> = {
  fediverse: 'フェディバースのサーバー',
  xmpp: 'XMPPサーバー',
  matrix: 'Matrixサーバー',
  web: '比較用ウェブサイト',
};

const between = ({ low, high, south }: Band) => `${south ? '南緯' : '北緯'}${low}〜${high}度`;

function title(headline: Headline, network: Network): string {
  const all = SERVERS[network];
  switch (headline.kind) {
    case 'few':
      return headline.hosters === 1
        ? `${all}の${headline.share}を1社がホスティング`
        : `${all}の${headline.share}を上位${headline.hosters}社がホスティング`;
    case 'users':
      return `${headline.name}は${all}の${headline.share}${headline.more ? '、アクティブユーザーでは' : 'を占めるが、アクティブユーザーでは'}${headline.userShare}${headline.more ? 'にのぼる' : 'にとどまる'}`;
    case 'band':
      return `所在地がわかるサーバーの${headline.share}は${between(headline.band)}にある`;
    case 'rank':
      return `${headline.name}が${headline.passed}を抜き、${NETWORK[network]}のホスティングで${headline.rank}位に`;
    case 'half':
      return `${all}の過半数を${headline.hosters}社がホスティング（これまでは${headline.before}社）`;
    case 'five':
      return `ホスティング上位5社のシェアが${all}の${headline.level}を${headline.rising ? '超えた' : '下回った'}`;
    case 'change':
      return `${headline.name}のシェアが${headline.points.text}ポイント${headline.rising ? '増え' : '減り'}、${all}の${headline.share}に`;
    case 'record': {
      const weeks = `少なくとも${headline.weeks.text}週間で`;
      return headline.name === null
        ? `${all}の${headline.share}がCDNの背後に。${weeks}最${headline.rising ? '多' : '少'}`
        : `${headline.name}のシェアは${all}の${headline.share}。${weeks}最${headline.rising ? '高' : '低'}`;
    }
    case 'law':
      return `${all}の少なくとも${headline.share}は${headline.region === 'us' ? '米国' : 'EU・EEA'}の企業に依存`;
    case 'flow':
      return `${headline.from}から${headline.to}への移転は、逆方向より${headline.net.text}台多い`;
  }
}

function tail({ held, total, of }: Basis): string {
  if (of === 'located') return `（${total}台のうち${held ?? total}台）。`;
  return held === null ? `（応答した${total}台中）。` : `（応答した${total}台のうち${held}台）。`;
}

const asked = ({ how, sampled, population, source }: Coverage): string => {
  if (how === 'all') return `${source} の全${population}台`;
  if (how === 'random') return `${source} の${population}台から無作為に選んだ${sampled}台`;
  return `${source} の${population}台のうち${sampled}台`;
};
const within = ({ margin }: Coverage) =>
  margin === null ? '' : `。サーバーの割合の誤差は最大±${margin.text}ポイント`;
const ofUsers = (userShare: string | null) => (userShare === null ? '' : `、ユーザーの${userShare}`);
const extreme = ({ domain, city, country, degrees, south }: Extreme) =>
  `${domain}（${country ?? ''}${country === null ? '' : '・'}${city}、${south ? '南緯' : '北緯'}${degrees}度）`;

/** 台 counts servers, 社 companies; Japanese has no plural. */
export const reportJapanese: ReportPhrases = {
  code: 'ja',
  locale: 'ja-JP',
  title,
  finding: (headline, network, basis) => `${title(headline, network)}${basis === null ? '。' : tail(basis)}`,
  quiet: (margin) => (margin ? '今週は誤差を超える変化なし。' : '今週は大きな変化なし。'),
  nothingAnswered: (network, sampled) =>
    `今回は${NETWORK[network]}から応答がありませんでした。${sampled}台に問い合わせましたが、1台のアドレスもわかりませんでした。`,
  nobodyNamed: (network, answered) =>
    `${NETWORK[network]}のホスティング先はわかりませんでした。応答した${answered}台のうち、ホスティング先が見えるものはありません。`,
  coverage: (coverage, users) => {
    const { how, answered, sampled, population, source, date } = coverage;
    const list =
      how === 'all'
        ? `${source} の${sampled}台`
        : `${source} の${population}台から${how === 'random' ? '無作為に' : ''}選んだ${sampled}台`;
    return `${list}のうち${answered}台が応答${users === null ? '' : `（月間ユーザー${users}人）`}。${date}${within(coverage)}。`;
  },
  since: (day) => `${day ?? '先週'}から`,
  sinceScan: '前回の調査から',
  toot: {
    line: (name, servers, users) => `${name}：${servers}${users === null ? '' : `、${users}`}`,
    ofServers: (share) => `サーバーの${share}`,
    ofUsers: (share) => `ユーザーの${share}`,
    change: ({ text }, since) => (since === null ? `（${text}）` : `（${since}${text}ポイント）`),
    hidden: 'CDNの背後',
    control: (parts, { text }) => `一般のウェブサイト${text}件では：${parts.join('、')}。`,
    part: (name, share) => `${name} ${share}`,
    hiddenPart: (share) => `CDNの背後 ${share}`,
    moved: ({ text }) => `${text}台が移転。`,
  },
  movers: {
    intro: ({ text }, answered, since) =>
      `${since}、応答した${answered}台のうち${text}台がホスティング先またはCDNを変更。差引：`,
    flow: (from, to, { text }) => `${from} → ${to}：+${text}台`,
  },
  alt: {
    chart: (kind, network, date) => {
      if (kind === 'year') return `折れ線グラフ：${NETWORK[network]}のホスティング先の推移、${date}まで。`;
      if (kind === 'users')
        return `ドットプロット：${NETWORK[network]}のサーバーとアクティブユーザーの割合、${date}。`;
      if (kind === 'law') return `棒グラフ：${NETWORK[network]}が依存する企業の本拠地の法域、${date}。`;
      if (kind === 'latitude') return `棒グラフ：${NETWORK[network]}のサーバーの緯度、${date}。`;
      return `棒グラフ：${NETWORK[network]}のホスティング先、${date}。`;
    },
    coverage: (coverage) => {
      const { unresolved, answered } = coverage;
      const who =
        unresolved === null
          ? '全台が応答しました'
          : `${answered}台が応答し、${unresolved}台は応答しませんでした`;
      return `${asked(coverage)}に問い合わせ、${who}${within(coverage)}。`;
    },
    reading: (users, bounds) =>
      `各社の数字は、応答したサーバーに占める割合${bounds ? '、CDNの背後のサーバーがすべてその会社にあった場合の上限' : ''}${users ? '、アクティブユーザーに占める割合' : ''}です。`,
    laws: (users) =>
      `各法域の数字は、そこに本拠を置く企業がCDN、ホスティング、運用のいずれかを担うサーバーの割合、ホスティング先が隠れているサーバーをすべて含む上限${users ? '、アクティブユーザーの割合' : ''}です。1台が複数の法域に入ることがあります。`,
    hoster: ({ name, share, max, userShare }) =>
      `${name}：${share}${max === share ? '' : `、最大${max}`}${ofUsers(userShare)}。`,
    hidden: ({ share, userShare }, fronts) =>
      `CDNの背後（実際のホスティング先は不明）：${share}${ofUsers(userShare)}（${fronts}）。`,
    others: ({ text }, share, userShare) => `その他${text}社の合計：${share}${ofUsers(userShare)}。`,
    lines: (share, userShare) =>
      `回線のみを提供するインターネット接続事業者：${share}${ofUsers(userShare)}。`,
    unattributed: ({ text }) => `${text}台はネットワークが不明です。`,
    concentration: (hhi, nakamoto, lines) => {
      const half = nakamoto === null ? '判明した全社を合わせても半数以下' : `${nakamoto.text}社で過半数`;
      return `集中度${lines ? '（インターネット接続事業者を含む）' : ''}：${half}、ハーフィンダール・ハーシュマン指数は10,000のうち少なくとも${hhi}。`;
    },
    users: (active, { text }) => `ユーザーは、${text}台が申告した月間アクティブユーザー${active}人です。`,
    course: (name, before, now) =>
      `${name ?? 'CDNの背後'}：${before === now ? `${now}のまま` : `${before}から${now}へ`}。`,
    since: (date) => `応答したサーバーに占める割合、${date}以降。`,
    located: (located, answered) =>
      `応答した${answered}台のうち都市がわかるのは${located}台で、割合はこれに対するものです。`,
    band: (band, share, userShare) => `${between(band)}：${share}${ofUsers(userShare)}。`,
    extremes: (north, south) => `最北のサーバーは${extreme(north)}、最南は${extreme(south)}。`,
  },
  chart: {
    servers: 'サーバーの割合',
    users: 'ユーザーの割合',
    bound: 'CDNの背後を含む上限',
    serversColumn: 'サーバー',
    usersColumn: 'ユーザー',
    hidden: 'CDNの背後',
    eea: 'EU・EEA',
    seatUnknown: '本拠地不明',
    overlap: '1台が複数の法域に入ることがあります。',
    band: between,
    located: (located, { answered, population, source, date }) =>
      `都市がわかる${located}台（応答${answered}台、${source} の全${population}台）。${date}。`,
    credit: (users) =>
      `${users === null ? '' : `月間アクティブユーザー${users}人（各サーバーの申告）。`}whohosts、CC BY 4.0。`,
  },
};
