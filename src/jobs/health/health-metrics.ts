import type { Metric, Sample } from '../../text/metrics.ts';
import type { Health } from './health.ts';

/** The figures of `status` as Prometheus metrics. Times are seconds since 1970. */
export function healthMetrics(health: Health, version: string): readonly Metric[] {
  const { scans, outbox, mentions, next, lastPost, account, bot, data, disk, problems } = health;
  return [
    gauge('whohosts_build_info', 'The version that runs.', [{ labels: { version }, value: 1 }]),
    gauge('whohosts_problems', 'Things that need the operator.', [{ value: problems.length }]),
    gauge(
      'whohosts_scan_finished_timestamp_seconds',
      'When the last scan of a network ended.',
      scans.map(({ network, finishedAt }) => ({ labels: { network }, value: seconds(finishedAt) })),
    ),
    gauge(
      'whohosts_scan_servers',
      'Servers that the last scan of a network looked at.',
      scans.map(({ network, sampled }) => ({ labels: { network }, value: sampled })),
    ),
    gauge(
      'whohosts_scan_answered_servers',
      'Servers that answered in the last scan of a network.',
      scans.map(({ network, answered }) => ({ labels: { network }, value: answered })),
    ),
    gauge(
      'whohosts_weekly_post_timestamp_seconds',
      'When the last weekly post was sent.',
      lastPost === null ? [] : [{ value: seconds(lastPost.sentAt) }],
    ),
    gauge(
      'whohosts_next_timestamp_seconds',
      'When the next scan, post and update are due.',
      Object.entries(next).flatMap(([what, time]) =>
        time === null ? [] : [{ labels: { what }, value: seconds(time) }],
      ),
    ),
    gauge(
      'whohosts_outbox_posts',
      'Posts and replies that are not sent, by state.',
      (['pending', 'sending', 'failed', 'unsure'] as const).map((state) => ({
        labels: { state },
        value: outbox[state],
      })),
    ),
    gauge('whohosts_outbox_waiting_seconds', 'How long the oldest unsent post has waited.', [
      { value: outbox.waitingMinutes * 60 },
    ]),
    gauge('whohosts_mentions_waiting', 'Mentions whose reply is not sent yet.', [
      { value: mentions.waiting },
    ]),
    gauge(
      'whohosts_account_accepted',
      'Whether the home server accepts the account; missing without an account.',
      account.configured ? [{ value: Number(account.problem === null) }] : [],
    ),
    gauge('whohosts_bot_running', 'Whether the bot runs with this data folder.', [
      { value: Number(bot.running) },
    ]),
    gauge('whohosts_address_data_timestamp_seconds', 'Day of the address data.', oldestOf(data)),
    gauge('whohosts_disk_free_bytes', 'Free space on the disk of the data folder.', [
      { value: disk.freeBytes },
    ]),
  ];
}

/** The date of the oldest part of each source. */
function oldestOf(data: Health['data']): readonly Sample[] {
  const dates = new Map<string, number>();
  for (const { name, date } of data) {
    if (date !== null) dates.set(name, Math.min(dates.get(name) ?? Number.POSITIVE_INFINITY, seconds(date)));
  }
  return [...dates].map(([source, value]) => ({ labels: { source }, value }));
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, type: 'gauge', help, samples };
}

function seconds(moment: string): number {
  return Date.parse(moment) / 1000;
}
