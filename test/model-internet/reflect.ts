/**
 * The three functions of the reflect-metadata polyfill that tsyringe, inside @peculiar/x509, insists on. Import this
 * file before that library.
 */
const metadata = new WeakMap<object, Map<unknown, unknown>>();

const own = (key: unknown, target: object) => metadata.get(target)?.get(key);

Object.assign(Reflect, {
  defineMetadata(key: unknown, value: unknown, target: object) {
    metadata.set(target, (metadata.get(target) ?? new Map<unknown, unknown>()).set(key, value));
  },
  getOwnMetadata: own,
  getMetadata(key: unknown, target: object) {
    for (let at: object | null = target; at !== null; at = Object.getPrototypeOf(at)) {
      const found = own(key, at);
      if (found !== undefined) return found;
    }
    return undefined;
  },
});
