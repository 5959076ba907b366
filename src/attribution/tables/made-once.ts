/** Above this many, an array for all numbers is worth its room. */
const FEW = 64;

/** Remembers what `make` made of a number below `size`. */
export function madeOnce<T>(size: number, make: (id: number) => T): (id: number) => T {
  const few = new Map<number, T>();
  let many: (T | undefined)[] | null = null;
  const add = (id: number): T => {
    const made = few.get(id) ?? make(id);
    if (many !== null) many[id] = made;
    else if (few.set(id, made).size > FEW) {
      many = new Array<T | undefined>(size);
      for (const [each, value] of few) many[each] = value;
      few.clear();
    }
    return made;
  };
  return (id) => many?.[id] ?? add(id);
}
