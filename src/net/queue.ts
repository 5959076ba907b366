/**
 * First in, first out, in constant time: `Array.shift` moves all that is left, and tens of thousands wait
 * here.
 */
export interface Queue<Item> {
  readonly length: number;
  push(item: Item): void;
  shift(): Item | undefined;
}

export function createQueue<Item>(): Queue<Item> {
  let items: (Item | undefined)[] = [];
  let head = 0;
  return {
    get length() {
      return items.length - head;
    },
    push(item) {
      items.push(item);
    },
    shift() {
      if (head === items.length) return undefined;
      const item = items[head];
      items[head] = undefined;
      head++;
      if (head > 1024 && head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
  };
}
