import { MOST_LIVES } from '../../model/lives.ts';
import type { SettingStore } from '../../store/settings.ts';

const KEY = 'mention begun';

/**
 * Records on disk which mention is being answered, so that one that ends the process is not read
 * indefinitely. Nothing is written when the answer is finished. An answered mention is not read again, and
 * the next one takes its place.
 */
export interface BegunMentions {
  /** Notes that work on a mention begins; true where it has ended as many lives as it may. */
  begin(statusId: string): boolean;
}

export function createBegunMentions(settings: SettingStore): BegunMentions {
  /** The mention that this process started. Reading it again in the same process does not count again. */
  let latest = { statusId: '', ended: 0 };
  return {
    begin(statusId) {
      if (latest.statusId !== statusId) {
        const [id, lives = '0'] = (settings.get(KEY) ?? '').split(' ');
        const ended = id === statusId ? Number(lives) : 0;
        // Where the disk is full this throws, and is to be written again.
        settings.set(KEY, `${statusId} ${ended + 1}`);
        latest = { statusId, ended };
      }
      return latest.ended >= MOST_LIVES;
    },
  };
}
