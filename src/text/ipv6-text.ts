/**
 * The canonical text of an IPv6 address (RFC 5952): `::` replaces the longest run of at least two zero
 * groups, or the first of several runs of that length.
 *
 * @param groupAt returns one of the eight 16-bit groups by its index
 */
export function formatIPv6Groups(groupAt: (index: number) => number): string {
  let runAt = -1;
  let run = 1;
  for (let index = 0, length = 0; index < 8; index++) {
    length = groupAt(index) === 0 ? length + 1 : 0;
    if (length <= run) continue;
    run = length;
    runAt = index - length + 1;
  }
  let text = '';
  for (let index = 0; index < 8; index++) {
    if (index === runAt) {
      text += '::';
      index += run - 1;
      continue;
    }
    if (index > 0 && index !== runAt + run) text += ':';
    text += groupAt(index).toString(16);
  }
  return text;
}
