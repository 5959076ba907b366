/**
 * Calls back after so many milliseconds and one more round of input: where our own busy event loop made us late, what has
 * already arrived is read first, and nobody is called dead for our slowness. Gives the function that calls it off.
 */
export function afterInput(ms: number, callback: () => void): () => void {
  let immediate: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    immediate = setImmediate(callback);
  }, ms);
  return () => {
    clearTimeout(timer);
    clearImmediate(immediate);
  };
}
