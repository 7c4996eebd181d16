/** Adds an item to the list under a key, which is made where there is none. Constant cost, unlike a copy of the list. */
export function pushTo<K, V>(lists: Map<K, V[]>, key: K, item: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
